using System.CommandLine;
using System.Globalization;
using Landward.Access;
using Landward.Cli.Access;
using Landward.Cli.CommandLine;
using Landward.Model;

namespace Landward.Cli.Commands.Access;

/// <summary><c>landward access who-can</c>: everybody who can do an action to a resource.</summary>
internal static class WhoCanCommand
{
    private static readonly Argument<string> Action = new("ACTION") { Description = "The IAM action, such as s3:GetObject." };
    private static readonly Argument<string> Resource = new("RESOURCE") { Description = "The resource's ARN; `*` for actions without resource type." };
    private static readonly Option<string?> ResourceAccount = new("--resource-account") { Description = "The account that owns the resource, where neither its ARN nor the snapshot says (S3).", HelpName = "ID" };
    private static readonly Option<string[]> Context = new("--context") { Description = "A condition key of the request that you know; may be repeated.", HelpName = "KEY=VALUE" };
    private static readonly Option<bool> DetailedExitCode = new("--detailed-exitcode") { Description = "Exit 2 when somebody can." };

    public static Command Create(CommandActions actions)
    {
        Action.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (token.Value.IndexOf(':', StringComparison.Ordinal) <= 0 || token.Value.AsSpan().ContainsAny("*? ")))
                result.AddError($"`{token.Value}` is no action. Write one action as service:name, such as s3:GetObject.");
        });
        ResourceAccount.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !AccountId.TryParse(token.Value, out _))
                result.AddError($"`--resource-account {token.Value}` is not an AWS account id (12 digits).");
        });
        var command = new DocumentedCommand(
            "who-can",
            "List everybody who can do an action to a resource: users, roles and who assumes them, root users, services, other accounts, anybody; with the grant, and the condition where context decides.",
            "landward access who-can s3:GetObject arn:aws:s3:::finance-reports/2026.csv",
            "landward access who-can kms:Decrypt arn:aws:kms:eu-west-1:111122223333:key/1234 --context aws:SourceIp=203.0.113.9 -o json")
        { Action, Resource, ResourceAccount, Context, DetailedExitCode };
        SnapshotSource.AddOptions(command);
        actions.Bind(command, ["text", "json", "jsonl"], RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(Invocation invocation, CancellationToken cancel)
    {
        var question = new WhoCanQuestion(invocation.Get(Action)!, invocation.Get(Resource)!, invocation.Get(ResourceAccount), ContextOption.Given(invocation.Get(Context)));
        var started = invocation.Time.GetTimestamp();
        var view = new AccessView(await SnapshotSource.ReadAsync(invocation, null, cancel));
        var loaded = invocation.Time.GetElapsedTime(started);
        started = invocation.Time.GetTimestamp();
        var answer = WhoCanEvaluator.Answer(view, question);
        var answered = invocation.Time.GetElapsedTime(started);
        switch (invocation.Output)
        {
            case "json":
                invocation.Terminal.Document(WhoCanRenderer.Json(answer));
                break;
            case "jsonl":
                foreach (var row in answer.Access)
                    invocation.Terminal.Record(WhoCanRenderer.Row(row));
                break;
            default:
                WhoCanRenderer.Show(invocation.Terminal, answer);
                break;
        }
        UnreadRenderer.Show(invocation.Terminal, answer.Unread);
        invocation.Terminal.Progress(string.Create(
            CultureInfo.InvariantCulture,
            $"{view.Snapshot.Accounts.Length:N0} accounts with {answer.Asked:N0} principals and {view.Snapshot.Resources.Length:N0} resources read in {loaded.TotalSeconds:0.00} s ({Environment.WorkingSet / 1e6:N0} MB in use), answered in {answered.TotalSeconds:0.000} s."));
        return invocation.Get(DetailedExitCode) && !answer.Access.IsEmpty ? ExitCode.Found : ExitCode.Done;
    }
}
