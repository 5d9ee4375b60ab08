namespace Landward.Policy;

public enum PrincipalKind
{
    /// <summary>An unsigned request.</summary>
    Anonymous,

    /// <summary>The root user of an account.</summary>
    Root,

    /// <summary>An IAM user.</summary>
    User,

    /// <summary>An IAM role asked about without naming a session.</summary>
    Role,

    /// <summary>A session of a role.</summary>
    RoleSession,

    /// <summary>A GetFederationToken session of an IAM user.</summary>
    FederatedUser,

    /// <summary>A SAML or web identity, before it has assumed a role.</summary>
    Federated,

    /// <summary>An AWS service such as <c>cloudtrail.amazonaws.com</c>, calling for itself.</summary>
    Service,
}

/// <summary>Who makes a request.</summary>
public sealed record Principal
{
    public static readonly Principal Anonymous = new() { Kind = PrincipalKind.Anonymous };

    private Principal()
    {
    }

    public required PrincipalKind Kind { get; init; }

    /// <summary>The caller's ARN (of a role session the sts ARN); the name of a service or identity provider; empty when anonymous.</summary>
    public string Arn { get; private init; } = string.Empty;

    /// <summary>12 digits; empty for anonymous callers, services and identities of providers.</summary>
    public string Account { get; private init; } = string.Empty;

    /// <summary>User, role or federated user name, without path.</summary>
    public string Name { get; private init; } = string.Empty;

    /// <summary>Of a role session: the role's ARN with its path, when it is known. Of a federated user: the IAM user's ARN.</summary>
    public string? IssuerArn { get; private init; }

    /// <summary>
    /// The name in a role session's ARN is only an example: any session of the role is meant. A
    /// <see cref="PrincipalKind.Role"/> is asked about without a session name anyway.
    /// </summary>
    public bool SessionNameIsUnknown { get; init; }

    /// <summary>The value of aws:userid: AIDA..., AROA...:session, account id.</summary>
    public string? UserId
    {
        get;
        init => (field, UniqueId) = (value, value?.Split(':', 2)[0]);
    }

    /// <summary>AIDA... or AROA...: what a saved trust policy holds instead of the ARN.</summary>
    public string? UniqueId { get; private init; }

    /// <summary>A role on the path <c>/aws-service-role/</c>, to which organization policies do not apply.</summary>
    public bool IsServiceLinkedRole { get; private init; }

    /// <summary>The name of a role session; what follows the last slash.</summary>
    internal string SessionName => Arn[(Arn.LastIndexOf('/') + 1)..];

    internal bool HasIdentityPolicies => Kind is not (PrincipalKind.Anonymous or PrincipalKind.Service or PrincipalKind.Federated);

    internal string ContextArn => Kind switch
    {
        PrincipalKind.RoleSession => IssuerArn ?? $"arn:{Partition}:iam::{Account}:role/{Name}",
        _ => Arn,
    };

    internal string ContextType => Kind switch
    {
        PrincipalKind.Root => "Account",
        PrincipalKind.User => "User",
        PrincipalKind.Role or PrincipalKind.RoleSession => "AssumedRole",
        PrincipalKind.FederatedUser => "FederatedUser",
        PrincipalKind.Anonymous => "Anonymous",
        PrincipalKind.Service => "Service",
        _ => "Federated",
    };

    internal string DefaultUserId => Kind switch
    {
        PrincipalKind.Root => Account,
        PrincipalKind.FederatedUser => $"{Account}:{Name}",
        PrincipalKind.Anonymous => "anonymous",
        _ => Arn,
    };

    private string Partition => Arn.Split(':', 3)[1];

    public static Principal Service(string name) => new() { Kind = PrincipalKind.Service, Arn = name, Name = name };

    /// <param name="provider">A SAML or OIDC provider's ARN, or a well-known provider such as <c>accounts.google.com</c>.</param>
    public static Principal Federated(string provider) => new() { Kind = PrincipalKind.Federated, Arn = provider, Name = provider };

    /// <summary>The principal that an ARN names; null when it names none.</summary>
    /// <param name="arn">
    /// <c>arn:aws:iam::A:root</c>, <c>:user/path/N</c>, <c>:role/path/N</c>, <c>arn:aws:sts::A:assumed-role/R/S</c> or <c>:federated-user/N</c>.
    /// </param>
    /// <param name="issuerArn">For a role session the role's ARN with path, for a federated user the IAM user's.</param>
    public static Principal? FromArn(string arn, string? issuerArn = null)
    {
        if (!Model.Arn.TryParse(arn, out var parts) || parts.Account.Length == 0)
            return null;
        var segments = parts.Resource.Split('/');
        PrincipalKind? kind = (parts.Service, segments[0], segments.Length) switch
        {
            ("iam", "root", 1) => PrincipalKind.Root,
            ("iam", "user", > 1) => PrincipalKind.User,
            ("iam", "role", > 1) => PrincipalKind.Role,
            ("sts", "assumed-role", 3) => PrincipalKind.RoleSession,
            ("sts", "federated-user", 2) => PrincipalKind.FederatedUser,
            _ => null,
        };
        if (kind is not { } known || segments[^1].Length == 0)
            return null;
        return new Principal
        {
            Kind = known,
            Arn = arn,
            Account = parts.Account,
            Name = known == PrincipalKind.RoleSession ? segments[1] : segments[^1],
            IssuerArn = issuerArn,
            IsServiceLinkedRole = known is PrincipalKind.Role or PrincipalKind.RoleSession && (issuerArn ?? arn).Contains(":role/aws-service-role/", StringComparison.Ordinal),
        };
    }

    public override string ToString() => Kind == PrincipalKind.Anonymous ? "anonymous" : Arn;
}
