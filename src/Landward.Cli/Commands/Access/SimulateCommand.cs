using System.CommandLine;
using System.Text;
using Landward.Access;
using Landward.Cli.Access;
using Landward.Cli.Access.Simulation;
using Landward.Cli.CommandLine;
using Landward.Cli.Workspaces;
using Landward.Model;
using Landward.Policy;

namespace Landward.Cli.Commands.Access;

/// <summary><c>landward access simulate</c>: one decision, gate by gate, or a stream of them.</summary>
internal static class SimulateCommand
{
    private static readonly Option<string?> PrincipalArn = new("--principal") { Description = "Who asks: ARN of a user, role, role session or root; a service principal; or `anonymous`.", HelpName = "ARN" };
    private static readonly Option<string?> Action = new("--action") { Description = "The IAM action, such as s3:GetObject.", HelpName = "SERVICE:ACTION" };
    private static readonly Option<string> Resource = new("--resource") { Description = "The resource's ARN.", HelpName = "ARN", DefaultValueFactory = _ => "*" };
    private static readonly Option<string?> ResourceAccount = new("--resource-account") { Description = "The account that owns the resource, where its ARN does not say (S3).", HelpName = "ID" };
    private static readonly Option<string[]> Context = new("--context") { Description = "A condition key of the request; may be repeated.", HelpName = "KEY=VALUE" };
    private static readonly Option<bool> UnknownContext = new("--unknown-context") { Description = "Condition keys that are not given are unknown, not absent: show the condition under which the request is allowed." };
    private static readonly Option<bool> AnyResource = new("--any-resource") { Description = "A `*` in the resource stands for many resources: show which patterns of them are allowed." };
    private static readonly Option<string?> Batch = new("--batch") { Description = "Decide the requests of a JSONL file, `-` for standard input, and write one JSON record for each.", HelpName = "FILE" };
    private static readonly Option<bool> Management = new("--in-management-account") { Description = "The principal belongs to the management account, which service control policies do not bind." };

    public static Command Create(CommandActions actions)
    {
        var command = new DocumentedCommand(
            "simulate",
            "Decide one request and show every gate: organization policies, resource policy, boundary, session, identity. Policies come from the files named; without any, from the organization itself.",
            "landward access simulate --principal arn:aws:iam::111122223333:user/bob --action s3:GetObject --resource arn:aws:s3:::data/x --identity bob.json --scp root=guard.json",
            "landward access simulate --principal arn:aws:iam::111122223333:role/deploy --action cloudtrail:StopLogging --resource '*' --unknown-context",
            "landward access simulate --batch requests.jsonl --identity bob.json -o jsonl")
        {
            PrincipalArn, Action, Resource, ResourceAccount, Context, UnknownContext, AnyResource, Batch, Management,
        };
        foreach (var option in PolicyFileOptions.All)
            command.Add(option);
        SnapshotSource.AddOptions(command);
        command.Validators.Add(result =>
        {
            var batch = result.GetValue(Batch) is not null;
            foreach (var option in new Option[] { PrincipalArn, Action })
            {
                if (!batch && result.GetResult(option) is null)
                    result.AddError($"Option '{option.Name}' is required, or --batch.");
            }
            foreach (var option in new Option[] { PrincipalArn, Action, Resource, ResourceAccount, Context })
            {
                if (batch && result.GetResult(option) is { Implicit: false })
                    result.AddError($"{option.Name} and --batch exclude each other: every line of a batch is a request of its own.");
            }
        });
        actions.Bind(command, ["text", "json", "jsonl"], async (invocation, cancel) =>
            invocation.Get(Batch) is { } file ? await RunBatchAsync(invocation, file, cancel) : await RunOneAsync(invocation, cancel));
        return command;
    }

    private static async Task<int> RunOneAsync(Invocation invocation, CancellationToken cancel)
    {
        var asked = new SimulatedRequest(
            null,
            SimulatedPrincipal.Parse(invocation.Get(PrincipalArn)!),
            invocation.Get(Action)!,
            invocation.Get(Resource)!,
            invocation.Get(ResourceAccount),
            ContextOption.Parse(invocation.Get(Context)),
            invocation.Get(AnyResource),
            invocation.Get(UnknownContext));
        var answer = SnapshotSource.IsChosen(invocation) && !PolicyFileOptions.AreGiven(invocation)
            ? (await FromSnapshotAsync(invocation, cancel))(asked)
            : await DecideAsync(invocation, asked, cancel);
        if (invocation.IsJson)
            invocation.Terminal.Document(SimulationRenderer.Json(answer));
        else if (invocation.Output == "jsonl")
            invocation.Terminal.Record(SimulationRenderer.Json(answer));
        else
            SimulationRenderer.Show(invocation.Terminal, answer);
        return ExitCode.Done;
    }

    private static async Task<SimulationAnswer> DecideAsync(Invocation invocation, SimulatedRequest asked, CancellationToken cancel)
    {
        var (request, policies) = PolicyFileOptions.AreGiven(invocation)
            ? (WithFiles(asked, invocation.Get(Management)), PolicyFileOptions.Read(invocation))
            : await FromOrganizationAsync(invocation, asked, cancel);
        var answer = SimulationAnswer.Of(asked, request, policies);
        if (asked.UnknownContext || SimulationAnswer.MissingKeys(request, policies, asked.AnyResource).ToArray() is not { Length: > 0 } missing)
            return answer;
        return answer with { Notes = [$"The decision also depends on condition keys that were not given: {string.Join(", ", missing)}. --unknown-context shows how."] };
    }

    private static async Task<int> RunBatchAsync(Invocation invocation, string file, CancellationToken cancel)
    {
        if (invocation.IsJson)
        {
            invocation.Terminal.Error("error: a batch is a stream of records; write `-o jsonl`.");
            return ExitCode.Usage;
        }
        var decide = PolicyFileOptions.AreGiven(invocation) ? FromFiles(invocation) : await FromSnapshotAsync(invocation, cancel);
        // A pipe may bring bytes of any kind; what is no UTF-8 shows as replacement characters and makes the line an error.
        using var input = new StreamReader(file == "-" ? Console.OpenStandardInput() : File.OpenRead(file), Encoding.UTF8);
        var batch = new SimulationBatch(new BatchRequestReader(invocation.Get(UnknownContext), invocation.Get(AnyResource)), decide, invocation.Terminal);
        var (decided, wrong) = await batch.RunAsync(input, cancel);
        if (wrong == 0)
            return ExitCode.Done;
        invocation.Terminal.Error($"error: {wrong} of {decided + wrong} lines are no requests; their records say why.");
        return ExitCode.Failed;
    }

    private static Func<SimulatedRequest, SimulationAnswer> FromFiles(Invocation invocation)
    {
        var policies = PolicyFileOptions.Read(invocation);
        var management = invocation.Get(Management);
        return asked => SimulationAnswer.Of(asked, WithFiles(asked, management), policies);
    }

    private static AuthorizationRequest WithFiles(SimulatedRequest asked, bool management) =>
        new(asked.Principal, asked.Action, asked.Resource, asked.ResourceAccount, SimulationContext.Build(asked), asked.AnyResource) { PrincipalInManagementAccount = management };

    /// <summary>Reads the organization once. What a request does not say and its parties do not tell is unknown.</summary>
    private static async Task<Func<SimulatedRequest, SimulationAnswer>> FromSnapshotAsync(Invocation invocation, CancellationToken cancel)
    {
        var snapshot = await SnapshotSource.ReadAsync(invocation, null, cancel);
        if (!snapshot.Unread.IsEmpty)
            invocation.Terminal.Progress($"{snapshot.Unread.Length} parts of the organization could not be read; decisions that need them may be wrong.");
        var view = new AccessView(snapshot);
        return line =>
        {
            var asked = line with { UnknownContext = true };
            var target = view.Target(asked.Resource, asked.ResourceAccount);
            var given = new RequestContext.Builder();
            foreach (var (key, value) in asked.Context)
                given.Add(key, value);
            var facts = view.Request(asked.Principal, asked.Action, target, given.Build());
            var request = new AuthorizationRequest(facts.Principal, facts.Action, facts.Resource, facts.ResourceAccount, facts.Context, asked.AnyResource)
            {
                PrincipalInManagementAccount = facts.PrincipalInManagementAccount,
                ResourceExemptFromResourceControlPolicies = facts.ResourceExemptFromResourceControlPolicies,
            };
            return SimulationAnswer.Of(asked, request, view.PoliciesOf(asked.Principal, target.Resource)) with { Notes = Notes(view, asked, target) };
        };
    }

    private static IReadOnlyList<string> Notes(AccessView view, SimulatedRequest asked, AccessTarget target)
    {
        var notes = new List<string>();
        if (asked.Principal.Kind is PrincipalKind.User or PrincipalKind.Role or PrincipalKind.RoleSession && view.FindPrincipal(asked.Principal.Arn) is null)
            notes.Add("The principal was not found: it is decided without identity-based policies.");
        if (target.Resource is null && asked.Resource != "*")
            notes.Add("The resource was not found: whether it has a policy of its own is unknown.");
        return notes;
    }

    private static async Task<(AuthorizationRequest Request, PolicySet Policies)> FromOrganizationAsync(Invocation invocation, SimulatedRequest asked, CancellationToken cancel)
    {
        var workspace = Workspace.Find(invocation);
        await using var connection = await Connection.OpenAsync(invocation, workspace, cancel);
        var owner = AccountId.TryParse(asked.ResourceAccount, out var given) ? given
            : Arn.TryParse(asked.Resource, out var arn) && AccountId.TryParse(arn.Account, out var named) ? named
            : AccountId.TryParse(asked.Principal.Account, out var own) ? own
            : connection.ManagementAccount;
        if (asked.Resource.StartsWith("arn:aws:s3:::", StringComparison.Ordinal) && asked.ResourceAccount is null)
            invocation.Terminal.Progress($"The ARN does not say who owns the bucket; account {owner} is taken. Say otherwise with --resource-account.");
        var live = new LivePolicies(connection, invocation.Terminal.Progress);
        var policies = await live.ReadAsync(asked.Principal, asked.Action, asked.Resource, owner, cancel);
        var organization = await live.OrganizationIdAsync(cancel);
        IEnumerable<(string, string)> facts = [("aws:RequestedRegion", connection.HomeRegion), .. organization is null ? [] : new[] { ("aws:PrincipalOrgID", organization) }];
        var request = new AuthorizationRequest(asked.Principal, asked.Action, asked.Resource, owner.Value, SimulationContext.Build(asked, facts), asked.AnyResource)
        {
            PrincipalInManagementAccount = asked.Principal.Account == connection.ManagementAccount.Value,
            ResourceExemptFromResourceControlPolicies = owner == connection.ManagementAccount,
        };
        return (request, policies);
    }
}
