using System.CommandLine;
using Landward.Cli.Access;
using Landward.Cli.CommandLine;
using Landward.Cli.Workspaces;
using Landward.Model;
using Landward.Policy;

namespace Landward.Cli.Commands.Access;

/// <summary><c>landward access simulate</c>: one decision, gate by gate.</summary>
internal static class SimulateCommand
{
    private static readonly Option<string> PrincipalArn = new("--principal") { Description = "Who asks: ARN of a user, role, role session or root; a service principal; or `anonymous`.", HelpName = "ARN", Required = true };
    private static readonly Option<string> Action = new("--action") { Description = "The IAM action, such as s3:GetObject.", HelpName = "SERVICE:ACTION", Required = true };
    private static readonly Option<string> Resource = new("--resource") { Description = "The resource's ARN.", HelpName = "ARN", DefaultValueFactory = _ => "*" };
    private static readonly Option<string?> ResourceAccount = new("--resource-account") { Description = "The account that owns the resource, where its ARN does not say (S3).", HelpName = "ID" };
    private static readonly Option<string[]> Context = new("--context") { Description = "A condition key of the request; may be repeated.", HelpName = "KEY=VALUE" };
    private static readonly Option<FileInfo[]> Identity = Files("--identity", "An identity-based policy; may be repeated.");
    private static readonly Option<FileInfo[]> Boundary = Files("--boundary", "The permissions boundary.");
    private static readonly Option<FileInfo[]> Session = Files("--session", "A session policy; may be repeated.");
    private static readonly Option<FileInfo?> ResourcePolicy = new("--resource-policy") { Description = "The policy of the resource (bucket, key, trust policy).", HelpName = "FILE" };
    private static readonly Option<FileInfo[]> Endpoint = Files("--endpoint-policy", "The VPC endpoint's policy.");
    private static readonly Option<string[]> ServiceControl = new("--scp") { Description = "A service control policy, with the level it is attached to, root first; may be repeated.", HelpName = "LEVEL=FILE" };
    private static readonly Option<string[]> ResourceControl = new("--rcp") { Description = "A resource control policy, likewise.", HelpName = "LEVEL=FILE" };
    private static readonly Option<bool> Management = new("--in-management-account") { Description = "The principal belongs to the management account, which service control policies do not bind." };

    public static Command Create(CommandActions actions)
    {
        var command = new DocumentedCommand(
            "simulate",
            "Decide one request and show every gate: organization policies, resource policy, boundary, session, identity. Policies come from the files named; without any, from the organization itself.",
            "landward access simulate --principal arn:aws:iam::111122223333:user/bob --action s3:GetObject --resource arn:aws:s3:::data/x --identity bob.json --scp root=guard.json",
            "landward access simulate --principal arn:aws:iam::111122223333:role/deploy --action cloudtrail:StopLogging --resource '*' --context aws:RequestedRegion=eu-west-1")
        {
            PrincipalArn, Action, Resource, ResourceAccount, Context, Identity, Boundary, Session, ResourcePolicy, Endpoint, ServiceControl, ResourceControl, Management,
        };
        actions.Bind(command, ["text", "json"], async (invocation, cancel) =>
        {
            var principal = ParsePrincipal(invocation.Get(PrincipalArn)!);
            var (request, policies) = HasFiles(invocation)
                ? FromFiles(invocation, principal)
                : await FromOrganizationAsync(invocation, principal, cancel);
            var decision = PolicyEvaluator.Evaluate(request, policies);
            if (invocation.IsJson)
                invocation.Terminal.Document(DecisionRenderer.Json(request, decision));
            else
                DecisionRenderer.Show(invocation.Terminal, request, decision);
            return ExitCode.Done;
        });
        return command;
    }

    private static bool HasFiles(Invocation invocation) =>
        new Option[] { Identity, Boundary, Session, ResourcePolicy, Endpoint, ServiceControl, ResourceControl }
            .Any(option => invocation.Parsed.GetResult(option) is { Implicit: false });

    private static (AuthorizationRequest Request, PolicySet Policies) FromFiles(Invocation invocation, Principal principal)
    {
        var request = new AuthorizationRequest(
            principal, invocation.Get(Action)!, invocation.Get(Resource)!, invocation.Get(ResourceAccount), ContextOption.Build(principal, null, invocation.Get(Context)))
        { PrincipalInManagementAccount = invocation.Get(Management) };
        var policies = new PolicySet
        {
            Identity = PolicyFiles.Read(invocation.Get(Identity), PolicyKind.Identity),
            PermissionsBoundary = PolicyFiles.Read(invocation.Get(Boundary), PolicyKind.PermissionsBoundary),
            Session = PolicyFiles.Read(invocation.Get(Session), PolicyKind.Session),
            Resource = invocation.Get(ResourcePolicy) is { } file ? PolicyFiles.Read([file], PolicyKind.Resource)[0] : null,
            VpcEndpoint = PolicyFiles.Read(invocation.Get(Endpoint), PolicyKind.VpcEndpoint),
            ServiceControlPolicies = PolicyFiles.ReadLevels(invocation.Get(ServiceControl), PolicyKind.ServiceControlPolicy),
            ResourceControlPolicies = PolicyFiles.ReadLevels(invocation.Get(ResourceControl), PolicyKind.ResourceControlPolicy),
        };
        return (request, policies);
    }

    private static async Task<(AuthorizationRequest Request, PolicySet Policies)> FromOrganizationAsync(Invocation invocation, Principal principal, CancellationToken cancel)
    {
        var workspace = Workspace.Find(invocation);
        await using var connection = await Connection.OpenAsync(invocation, workspace, cancel);
        var resource = invocation.Get(Resource)!;
        var owner = AccountId.TryParse(invocation.Get(ResourceAccount), out var given) ? given
            : Arn.TryParse(resource, out var arn) && AccountId.TryParse(arn.Account, out var named) ? named
            : AccountId.TryParse(principal.Account, out var own) ? own
            : connection.ManagementAccount;
        if (resource.StartsWith("arn:aws:s3:::", StringComparison.Ordinal) && invocation.Get(ResourceAccount) is null)
            invocation.Terminal.Progress($"The ARN does not say who owns the bucket; account {owner} is taken. Say otherwise with --resource-account.");
        var live = new LivePolicies(connection, invocation.Terminal.Progress);
        var policies = await live.ReadAsync(principal, invocation.Get(Action)!, resource, owner, cancel);
        var context = ContextOption.Build(principal, await live.OrganizationIdAsync(cancel), [$"aws:RequestedRegion={connection.HomeRegion}", .. invocation.Get(Context) ?? []]);
        var request = new AuthorizationRequest(principal, invocation.Get(Action)!, resource, owner.Value, context)
        {
            PrincipalInManagementAccount = principal.Account == connection.ManagementAccount.Value,
            ResourceExemptFromResourceControlPolicies = owner == connection.ManagementAccount,
        };
        return (request, policies);
    }

    private static Principal ParsePrincipal(string text)
    {
        if (text == "anonymous")
            return Principal.Anonymous;
        if (text.EndsWith(".amazonaws.com", StringComparison.Ordinal) && !text.Contains(':', StringComparison.Ordinal))
            return Principal.Service(text);
        return Principal.FromArn(text) ?? throw new DiagnosticException(Diagnostic.Error(
            "LW9004",
            "a principal is not well-formed",
            $"`{text}` names no principal. Write an ARN such as `arn:aws:iam::111122223333:user/bob`, a service such as `cloudtrail.amazonaws.com`, or `anonymous`."));
    }

    private static Option<FileInfo[]> Files(string name, string description) => new(name) { Description = description, HelpName = "FILE" };
}
