using Landward.Policy.Matching;

namespace Landward.Policy;

/// <summary>
/// One question to the evaluator: may this principal do this action on this resource? Immutable; its texts are split and
/// lowered once, so that it can be put to many policy sets.
/// </summary>
public sealed class AuthorizationRequest
{
    /// <param name="principal">Who calls.</param>
    /// <param name="action">The action, such as <c>s3:GetObject</c>.</param>
    /// <param name="resource">The resource's ARN; <c>*</c> for an action without resource type.</param>
    /// <param name="resourceAccount">
    /// The account that owns the resource (12 digits). When null: the ARN's account; for <c>*</c> and for ARNs of AWS's own
    /// account the caller's. An ARN without account (S3) then counts as another account's, which grants less.
    /// </param>
    /// <param name="context">The condition keys of the request.</param>
    /// <param name="anyResource">
    /// A <paramref name="resource"/> with <c>*</c> stands for many resources: could any of them be allowed? Otherwise wildcards are plain characters,
    /// and the bare <c>*</c> is the check of an action without resource type.
    /// </param>
    public AuthorizationRequest(Principal principal, string action, string resource, string? resourceAccount = null, RequestContext? context = null, bool anyResource = false)
    {
        Principal = principal;
        Action = action;
        Context = context ?? RequestContext.Empty;
        Target = new RequestedResource(resource, anyResource);
        LowerCaseAction = action.ToLowerInvariant();
        ResourceAccount = resourceAccount ?? AccountOf(Target, principal);
    }

    public Principal Principal { get; }

    public string Action { get; }

    public string Resource => Target.Text;

    public string ResourceAccount { get; }

    public RequestContext Context { get; }

    /// <summary>The caller belongs to the organization's management account: service control policies do not apply.</summary>
    public bool PrincipalInManagementAccount { get; init; }

    /// <summary>The resource belongs to the management account or is AWS's own (an AWS managed KMS key): resource control policies do not apply.</summary>
    public bool ResourceExemptFromResourceControlPolicies { get; init; }

    internal RequestedResource Target { get; }

    internal string LowerCaseAction { get; }

    internal bool SameAccount => Principal.Account.Length > 0 && Principal.Account == ResourceAccount;

    private static string AccountOf(RequestedResource resource, Principal principal) => resource.Account switch
    {
        null or "aws" => principal.Account,
        var account => account,
    };
}
