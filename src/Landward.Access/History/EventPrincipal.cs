using System.Diagnostics.CodeAnalysis;
using Landward.Logs;
using Landward.Policy;

namespace Landward.Access.History;

/// <summary>Who made the call of an event. Source: "CloudTrail userIdentity element", AWS CloudTrail User Guide.</summary>
internal static class EventPrincipal
{
    /// <summary>False, with the reason, when the event names no principal that policies could be found for.</summary>
    public static bool TryRead(CloudTrailEvent @event, bool keepSessions, [NotNullWhen(true)] out Principal? principal, out string reason)
    {
        var type = @event.Text(CloudTrailField.IdentityType);
        var arn = @event.Text(CloudTrailField.IdentityArn);
        var issuer = @event.Text(CloudTrailField.SessionIssuerArn);
        principal = type switch
        {
            "AssumedRole" or "Role" when issuer is not null && !keepSessions => Principal.FromArn(issuer),
            "AssumedRole" or "Root" or "IAMUser" or "Role" or "FederatedUser" or "IdentityCenterUser" when arn is not null =>
                Principal.FromArn(arn, issuer) is { } named ? named with { UserId = UserId(@event, named) } : null,
            "AWSService" => @event.Text(CloudTrailField.IdentityInvokedBy) is { } service ? Principal.Service(service) : null,
            "SAMLUser" or "WebIdentityUser" => Provider(@event),
            _ => null,
        };
        reason = type switch
        {
            "AWSAccount" => "the caller belongs to another account and the event does not name it",
            null => "the event names no identity",
            _ => $"the identity of type {type} has no ARN that policies know",
        };
        return principal is not null;
    }

    // Of a user the principal id is its unique id; of a role session `AROA...:session`. The root user's is its account.
    private static string? UserId(CloudTrailEvent @event, Principal principal) =>
        principal.Kind == PrincipalKind.Root ? null : @event.Text(CloudTrailField.IdentityPrincipalId);

    /// <summary>
    /// The principal id of a SAML or web identity starts with its provider: <c>arn:aws:iam::A:oidc-provider/host:audience:subject</c>,
    /// <c>accounts.google.com:application:user</c>.
    /// </summary>
    private static Principal? Provider(CloudTrailEvent @event)
    {
        if (@event.Text(CloudTrailField.IdentityPrincipalId) is not { } id)
            return null;
        var parts = id.Split(':');
        if (id.StartsWith("arn:", StringComparison.Ordinal))
            return parts.Length >= 6 ? Principal.Federated(string.Join(':', parts[..6])) : null;
        return Principal.Federated(parts[0]);
    }
}
