using System.Collections.Immutable;

namespace Landward.Access;

/// <summary>Access that was there and not used. Names and members as in Access Analyzer's finding types (FindingDetails, IAM Access Analyzer API Reference).</summary>
/// <param name="Principal">The role or user.</param>
/// <param name="LastAccessed">The last use before the period that anything tells of; null when nothing does.</param>
public abstract record UnusedAccess(AccessPrincipal Principal, DateTimeOffset? LastAccessed)
{
    /// <summary>The finding type, such as <c>UnusedIAMRole</c>.</summary>
    public abstract string FindingType { get; }
}

public sealed record UnusedIamRole(AccessPrincipal Principal, DateTimeOffset? LastAccessed) : UnusedAccess(Principal, LastAccessed)
{
    public override string FindingType => "UnusedIAMRole";
}

public sealed record UnusedIamUserAccessKey(AccessPrincipal Principal, string AccessKeyId, DateTimeOffset? LastAccessed) : UnusedAccess(Principal, LastAccessed)
{
    public override string FindingType => "UnusedIAMUserAccessKey";
}

public sealed record UnusedIamUserPassword(AccessPrincipal Principal, DateTimeOffset? LastAccessed) : UnusedAccess(Principal, LastAccessed)
{
    public override string FindingType => "UnusedIAMUserPassword";
}

/// <summary>Permissions for one service of a principal that is itself in use.</summary>
/// <param name="ServiceNamespace">The prefix of its actions, such as <c>s3</c>.</param>
/// <param name="Actions">Granted and not used, in IAM's words without prefix; empty when no granted action of the service was used at all.</param>
public sealed record UnusedPermission(AccessPrincipal Principal, string ServiceNamespace, ImmutableArray<string> Actions, DateTimeOffset? LastAccessed)
    : UnusedAccess(Principal, LastAccessed)
{
    public override string FindingType => "UnusedPermission";
}
