using System.CommandLine;
using Landward.Cli.CommandLine;
using Landward.Policy;

namespace Landward.Cli.Access.Simulation;

/// <summary>The options of <c>access simulate</c> that name policy files.</summary>
internal static class PolicyFileOptions
{
    private static readonly Option<FileInfo[]> Identity = Files("--identity", "An identity-based policy; may be repeated.");
    private static readonly Option<FileInfo[]> Boundary = Files("--boundary", "The permissions boundary.");
    private static readonly Option<FileInfo[]> Session = Files("--session", "A session policy; may be repeated.");
    private static readonly Option<FileInfo?> ResourcePolicy = new("--resource-policy") { Description = "The policy of the resource (bucket, key, trust policy).", HelpName = "FILE" };
    private static readonly Option<FileInfo[]> Endpoint = Files("--endpoint-policy", "The VPC endpoint's policy.");
    private static readonly Option<string[]> ServiceControl = new("--scp") { Description = "A service control policy, with the level it is attached to, root first; may be repeated.", HelpName = "LEVEL=FILE" };
    private static readonly Option<string[]> ResourceControl = new("--rcp") { Description = "A resource control policy, likewise.", HelpName = "LEVEL=FILE" };

    public static readonly IReadOnlyList<Option> All = [Identity, Boundary, Session, ResourcePolicy, Endpoint, ServiceControl, ResourceControl];

    /// <summary>At least one file was named, so that nothing is read from the target.</summary>
    public static bool AreGiven(Invocation invocation) => All.Any(option => invocation.Parsed.GetResult(option) is { Implicit: false });

    public static PolicySet Read(Invocation invocation) => new()
    {
        Identity = PolicyFiles.Read(invocation.Get(Identity), PolicyKind.Identity),
        PermissionsBoundary = PolicyFiles.Read(invocation.Get(Boundary), PolicyKind.PermissionsBoundary),
        Session = PolicyFiles.Read(invocation.Get(Session), PolicyKind.Session),
        Resource = invocation.Get(ResourcePolicy) is { } file ? PolicyFiles.Read([file], PolicyKind.Resource)[0] : null,
        VpcEndpoint = PolicyFiles.Read(invocation.Get(Endpoint), PolicyKind.VpcEndpoint),
        ServiceControlPolicies = PolicyFiles.ReadLevels(invocation.Get(ServiceControl), PolicyKind.ServiceControlPolicy),
        ResourceControlPolicies = PolicyFiles.ReadLevels(invocation.Get(ResourceControl), PolicyKind.ResourceControlPolicy),
    };

    private static Option<FileInfo[]> Files(string name, string description) => new(name) { Description = description, HelpName = "FILE" };
}
