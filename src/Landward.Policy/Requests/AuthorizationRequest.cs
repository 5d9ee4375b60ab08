using Landward.Policy.Evaluation;
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
        RequestedAction = new RequestedAction(action);
        ResourceAccount = resourceAccount ?? AccountOf(Target, principal);
        SameAccount = principal.Account.Length > 0 && principal.Account == ResourceAccount;
        Rules = ServiceRules.Of(this);
    }

    private AuthorizationRequest(AuthorizationRequest request, RequestedResource target)
    {
        Principal = request.Principal;
        Action = request.Action;
        Context = request.Context;
        Target = target;
        RequestedAction = request.RequestedAction;
        ResourceAccount = request.ResourceAccount;
        SameAccount = request.SameAccount;
        PrincipalInManagementAccount = request.PrincipalInManagementAccount;
        ResourceExemptFromResourceControlPolicies = request.ResourceExemptFromResourceControlPolicies;
        // What holds for every resource of the request holds for some of them.
        Rules = ServiceRules.Of(this) | request.Rules;
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

    internal RequestedAction RequestedAction { get; }

    internal string LowerCaseAction => RequestedAction.LowerCase;

    internal bool SameAccount { get; }

    internal ServiceRule Rules { get; }

    /// <summary>One of the rules at least.</summary>
    internal bool Has(ServiceRule rules) => (Rules & rules) != ServiceRule.None;

    /// <summary>The same question about those of its resources that match another pattern, too.</summary>
    internal AuthorizationRequest Within(string resourcePattern) => new(this, Target.Within(resourcePattern));

    /// <summary>The same question for an action without resource types, checked against <c>*</c> alone.</summary>
    internal AuthorizationRequest WithoutResourceType() => new(this, new RequestedResource("*", anyResource: false));

    private static string AccountOf(RequestedResource resource, Principal principal) => resource.Account switch
    {
        null or "aws" => principal.Account,
        var account => account,
    };
}
