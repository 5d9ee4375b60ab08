namespace Landward.Policy;

/// <summary>
/// AWS's words for a denial. Only one kind of policy is named. Source: "Troubleshoot access denied error messages", IAM User Guide.
/// </summary>
public static class DenialText
{
    /// <summary>The <c>AccessDenied</c> message of most services; empty for a request that is allowed.</summary>
    public static string For(AuthorizationRequest request, Decision decision)
    {
        var subject = $"User: {request.Principal} is not authorized to perform: {request.Action} on resource: {request.Resource}";
        return decision switch
        {
            Decision.ExplicitDeny denied => $"{subject} with an explicit deny in {ArticleFor(KindOf(denied.Gate, denied.Statement.Policy.Kind))}",
            // AWS names the service control policy with the words of an explicit deny even when it merely does not allow.
            Decision.ImplicitDeny { Gate: PolicyGate.ServiceControlPolicy } => $"{subject} with an explicit deny in a service control policy",
            Decision.ImplicitDeny { Gate: PolicyGate.ServiceRule } => subject,
            Decision.ImplicitDeny denied => $"{subject} because no {ImplicitKind(request, denied).DisplayName()} allows the {request.Action} action",
            _ => string.Empty,
        };
    }

    private static PolicyKind ImplicitKind(AuthorizationRequest request, Decision.ImplicitDeny denied) =>
        KindOf(denied.Gate, request.Has(Evaluation.ServiceRule.Trust) ? PolicyKind.Trust : PolicyKind.Resource);

    private static PolicyKind KindOf(PolicyGate gate, PolicyKind resourceKind) => gate switch
    {
        PolicyGate.ServiceControlPolicy => PolicyKind.ServiceControlPolicy,
        PolicyGate.ResourceControlPolicy => PolicyKind.ResourceControlPolicy,
        PolicyGate.VpcEndpoint => PolicyKind.VpcEndpoint,
        PolicyGate.Resource => resourceKind,
        PolicyGate.Identity => PolicyKind.Identity,
        PolicyGate.PermissionsBoundary => PolicyKind.PermissionsBoundary,
        PolicyGate.Session => PolicyKind.Session,
        _ => throw new ArgumentOutOfRangeException(nameof(gate), gate, null),
    };

    private static string ArticleFor(PolicyKind kind) => kind switch
    {
        PolicyKind.Identity => "an identity-based policy",
        // AWS's own spelling in the explicit form.
        PolicyKind.Session => "a sessions policy",
        _ => $"a {kind.DisplayName()}",
    };
}
