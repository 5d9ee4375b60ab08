using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Landward.Policy;

namespace Landward.Tests.Policy.Reference;

/// <summary>A request and its policies as plain data, which both engines read for themselves.</summary>
internal sealed record FuzzCase
{
    public required string PrincipalKind { get; init; }
    public string PrincipalArn { get; init; } = string.Empty;
    public string? IssuerArn { get; init; }
    public required string Action { get; init; }
    public required string Resource { get; init; }
    public required string ResourceAccount { get; init; }
    public bool Management { get; init; }
    public bool ExemptFromResourceControl { get; init; }
    public Dictionary<string, string[]> Context { get; init; } = new(StringComparer.OrdinalIgnoreCase);
    public JsonArray Identity { get; init; } = [];
    public JsonArray Boundary { get; init; } = [];
    public JsonArray Session { get; init; } = [];
    public JsonArray ResourcePolicies { get; init; } = [];
    public JsonArray Endpoint { get; init; } = [];
    public JsonArray[] ServiceControl { get; init; } = [];
    public JsonArray[] ResourceControl { get; init; } = [];

    /// <summary>The keys that hold several values.</summary>
    public static bool IsMultivalued(string key) => string.Equals(key, "aws:TagKeys", StringComparison.OrdinalIgnoreCase);

    public Principal Principal => PrincipalKind switch
    {
        "anonymous" => Principal.Anonymous,
        "service" => Principal.Service(PrincipalArn),
        "federated" => Principal.Federated(PrincipalArn),
        _ => Principal.FromArn(PrincipalArn, IssuerArn)!,
    };

    public AuthorizationRequest Request(RequestContext? context = null)
    {
        var builder = new RequestContext.Builder();
        foreach (var (key, values) in Context)
            _ = IsMultivalued(key) ? builder.AddMany(key, values) : builder.Add(key, values[0]);
        return new AuthorizationRequest(Principal, Action, Resource, ResourceAccount, context ?? builder.Build())
        {
            PrincipalInManagementAccount = Management,
            ResourceExemptFromResourceControlPolicies = ExemptFromResourceControl,
        };
    }

    public PolicySet Policies() => new()
    {
        Identity = Attach(Identity, PolicyKind.Identity),
        PermissionsBoundary = Attach(Boundary, PolicyKind.PermissionsBoundary),
        Session = Attach(Session, PolicyKind.Session),
        Resource = Attach(ResourcePolicies, PolicyKind.Resource).FirstOrDefault(),
        VpcEndpoint = Attach(Endpoint, PolicyKind.VpcEndpoint),
        ServiceControlPolicies = [.. ServiceControl.Select((level, index) => new PolicyLevel($"level{index}", Attach(level, PolicyKind.ServiceControlPolicy)))],
        ResourceControlPolicies = [.. ResourceControl.Select((level, index) => new PolicyLevel($"level{index}", Attach(level, PolicyKind.ResourceControlPolicy)))],
    };

    public override string ToString() => JsonSerializer.Serialize(new
    {
        PrincipalKind,
        PrincipalArn,
        IssuerArn,
        Action,
        Resource,
        ResourceAccount,
        Management,
        ExemptFromResourceControl,
        Context,
        Identity,
        Boundary,
        Session,
        ResourcePolicies,
        Endpoint,
        ServiceControl,
        ResourceControl,
    });

    private static ImmutableArray<AttachedPolicy> Attach(JsonArray policies, PolicyKind kind) =>
        [.. policies.Select(policy => new AttachedPolicy(PolicyDocument.Parse(policy!.ToJsonString()).Document ?? throw new InvalidDataException(policy.ToJsonString()), kind.ToString(), kind))];
}
