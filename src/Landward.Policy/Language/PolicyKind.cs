namespace Landward.Policy;

/// <summary>The kinds of policy that take part in a decision.</summary>
public enum PolicyKind
{
    Identity,
    PermissionsBoundary,
    Session,
    ServiceControlPolicy,
    ResourceControlPolicy,
    Resource,
    Trust,
    VpcEndpoint,
}

public static class PolicyKindNames
{
    /// <summary>AWS's words for the kind, as in "no identity-based policy allows ...".</summary>
    public static string DisplayName(this PolicyKind kind) => kind switch
    {
        PolicyKind.Identity => "identity-based policy",
        PolicyKind.PermissionsBoundary => "permissions boundary",
        PolicyKind.Session => "session policy",
        PolicyKind.ServiceControlPolicy => "service control policy",
        PolicyKind.ResourceControlPolicy => "resource control policy",
        PolicyKind.Resource => "resource-based policy",
        PolicyKind.Trust => "role trust policy",
        PolicyKind.VpcEndpoint => "VPC endpoint policy",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
