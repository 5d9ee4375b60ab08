using System.CommandLine;
using Landward.Cli.Access;
using Landward.Cli.CommandLine;
using Landward.Model;
using Landward.Policy;

namespace Landward.Cli.Commands.Access;

/// <summary><c>landward access check</c>: Access Analyzer's custom policy checks, offline and with witnesses.</summary>
internal static class CheckCommand
{
    private static readonly Dictionary<string, PolicyKind> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["identity"] = PolicyKind.Identity,
        ["IDENTITY_POLICY"] = PolicyKind.Identity,
        ["resource"] = PolicyKind.Resource,
        ["RESOURCE_POLICY"] = PolicyKind.Resource,
        ["trust"] = PolicyKind.Trust,
        ["scp"] = PolicyKind.ServiceControlPolicy,
        ["SERVICE_CONTROL_POLICY"] = PolicyKind.ServiceControlPolicy,
    };

    private static readonly Option<string> Type = new("--type") { Description = "What the policies are: identity, resource, trust or scp; without it, resource when a statement names principals.", HelpName = "TYPE" };
    private static readonly Option<string[]> Actions = new("--action") { Description = "An action that must not be granted; wildcards as in policies; may be repeated.", HelpName = "ACTION" };
    private static readonly Option<string[]> Resources = new("--resource") { Description = "A resource to which access must not be granted; wildcards as in policies; may be repeated.", HelpName = "ARN" };
    private static readonly Option<string> ResourceType = new("--resource-type") { Description = "The type of the resource, such as AWS::S3::Bucket.", HelpName = "TYPE", Required = true };
    private static readonly Option<bool> Detailed = new("--detailed-exitcode", "--fail") { Description = "Exit 2 when the check does not pass." };
    private static readonly Argument<FileInfo> Policy = new("POLICY") { Description = "The policy document." };
    private static readonly Argument<FileInfo> Existing = new("EXISTING") { Description = "The policy as it is, or a reference policy." };
    private static readonly Argument<FileInfo> Newer = new("NEW") { Description = "The policy as it would be." };

    static CheckCommand() => Type.AcceptOnlyFromAmong([.. Kinds.Keys]);

    public static Command Create(CommandActions actions)
    {
        var command = new DocumentedCommand(
            "check",
            "Prove that a policy grants no new, no listed or no public access, for every possible request, or show a request that it grants.",
            "landward access check no-new-access before.json after.json");
        command.Add(NoNewAccess(actions));
        command.Add(AccessNotGranted(actions));
        command.Add(NoPublicAccess(actions));
        return command;
    }

    private static DocumentedCommand NoNewAccess(CommandActions actions)
    {
        var command = new DocumentedCommand(
            "no-new-access",
            "Check that a policy allows nothing that the existing policy does not allow.",
            "landward access check no-new-access before.json after.json",
            "landward access check no-new-access reference.json bucket.json --type resource --fail -o json")
        { Existing, Newer, Type, Detailed };
        Bind(actions, command, invocation =>
        {
            var existing = Read(invocation.Get(Existing)!);
            var newer = Read(invocation.Get(Newer)!);
            return PolicyChecks.NoNewAccess(existing, newer, KindOf(invocation, existing, newer));
        });
        return command;
    }

    private static DocumentedCommand AccessNotGranted(CommandActions actions)
    {
        var command = new DocumentedCommand(
            "access-not-granted",
            "Check that a policy grants none of the actions, or no access to the resources, or neither of them together.",
            "landward access check access-not-granted policy.json --action iam:CreateUser --action 'organizations:*'",
            "landward access check access-not-granted policy.json --action s3:GetObject --resource 'arn:aws:s3:::payroll/*' --fail")
        { Policy, Actions, Resources, Type, Detailed };
        Bind(actions, command, invocation =>
        {
            var policy = Read(invocation.Get(Policy)!);
            var question = new AccessQuestion { Actions = [.. invocation.Get(Actions) ?? []], Resources = [.. invocation.Get(Resources) ?? []] };
            if (question.Actions.IsEmpty && question.Resources.IsEmpty)
                throw new DiagnosticException(Diagnostic.Error("LW2080", "a check needs actions or resources", "Name what must not be granted with `--action` or `--resource`."));
            return PolicyChecks.AccessNotGranted(policy, KindOf(invocation, policy), [question]);
        });
        return command;
    }

    private static DocumentedCommand NoPublicAccess(CommandActions actions)
    {
        var command = new DocumentedCommand(
            "no-public-access",
            "Check that no stranger can use a resource with this policy.",
            "landward access check no-public-access bucket.json --resource-type AWS::S3::Bucket",
            "landward access check no-public-access trust.json --resource-type AWS::IAM::AssumeRolePolicyDocument --fail")
        { Policy, ResourceType, Detailed };
        Bind(actions, command, invocation =>
        {
            var type = invocation.Get(ResourceType)!;
            if (!PublicAccess.ResourceTypes.Contains(type, StringComparer.Ordinal))
            {
                throw new DiagnosticException(Diagnostic.Error(
                    "LW2081", "a resource type has no check for public access", $"`{type}` is none of: {string.Join(", ", PublicAccess.ResourceTypes)}."));
            }
            return PolicyChecks.NoPublicAccess(Read(invocation.Get(Policy)!), type);
        });
        return command;
    }

    private static void Bind(CommandActions actions, DocumentedCommand command, Func<Invocation, PolicyCheck> check) =>
        actions.Bind(command, ["text", "json"], (invocation, _) =>
        {
            var result = check(invocation);
            if (invocation.IsJson)
                invocation.Terminal.Document(CheckRenderer.Json(result));
            else
                CheckRenderer.Show(invocation.Terminal, result);
            return Task.FromResult(invocation.Get(Detailed) && result.Result != PolicyCheckResult.Pass ? ExitCode.Found : ExitCode.Done);
        });

    private static PolicyKind KindOf(Invocation invocation, params PolicyDocument[] documents) =>
        invocation.Get(Type) is { } type ? Kinds[type]
        : documents.Any(PolicyChecks.NamesPrincipals) ? PolicyKind.Resource
        : PolicyKind.Identity;

    private static PolicyDocument Read(FileInfo file) => PolicyFiles.Parse(File.ReadAllText(file.FullName), file.Name, PolicyKind.Identity, file.ToString()).Document;
}
