using System.Collections.Frozen;

namespace Landward.Policy.Evaluation;

/// <summary>Rules of single services that the general evaluation logic does not know.</summary>
internal static class ServiceRules
{
    private static readonly FrozenSet<string> TrustActions = FrozenSet.ToFrozenSet(
        ["sts:assumerole", "sts:assumerolewithsaml", "sts:assumerolewithwebidentity", "sts:tagsession", "sts:setsourceidentity"],
        StringComparer.Ordinal);

    private static readonly FrozenSet<string> AliasChanges =
        FrozenSet.ToFrozenSet(["kms:createalias", "kms:updatealias", "kms:deletealias"], StringComparer.Ordinal);

    private static readonly string[] ReadVerbs = ["iam:get", "iam:list", "iam:generate", "iam:simulate"];

    /// <summary>"No permissions are required to perform this operation", not even against an explicit deny (AWS STS API Reference, GetCallerIdentity).</summary>
    public static bool NeedsNoPermission(AuthorizationRequest request) =>
        request.LowerCaseAction == "sts:getcalleridentity" && request.Principal.Kind != PrincipalKind.Anonymous;

    /// <summary>The request is decided by a role's trust policy, which must allow even in the same account.</summary>
    public static bool IsTrust(AuthorizationRequest request) =>
        TrustActions.Contains(request.LowerCaseAction) && request.Target is { Service: "iam", Name: { } name } && name.StartsWith("role/", StringComparison.Ordinal);

    /// <summary>A KMS key trusts only its key policy: identity-based policies count when that policy delegates to the account.</summary>
    public static bool IsKmsKey(AuthorizationRequest request) =>
        request.Target is { Service: "kms", Name: { } name } && name.StartsWith("key/", StringComparison.Ordinal);

    /// <summary>
    /// AWS managed policies and the roles of AWS services (Identity Center's): every change is refused, implicitly even
    /// where a policy denies it explicitly, because the request never gets as far as policies.
    /// </summary>
    public static bool ChangesAwsManagedIam(AuthorizationRequest request) =>
        !request.Target.IsPattern
        && request.Target is { Service: "iam", Name: { } name, Account: var account }
        && (account == "aws" ? name.StartsWith("policy/", StringComparison.Ordinal) : name.StartsWith("role/aws-reserved/", StringComparison.Ordinal))
        && request.LowerCaseAction.StartsWith("iam:", StringComparison.Ordinal)
        && !IsRead(request.LowerCaseAction);

    /// <summary>The service refuses although policies allow.</summary>
    public static bool Refuses(AuthorizationRequest request)
    {
        var changesManagedAlias = !request.Target.IsPattern
            && request.Target is { Service: "kms", Name: { } name } && name.StartsWith("alias/aws/", StringComparison.Ordinal)
            && AliasChanges.Contains(request.LowerCaseAction);
        // "You cannot assume a role by using AWS account root user credentials" (AssumeRole, AWS STS API Reference).
        var rootAssumesRole = request.Principal.Kind == PrincipalKind.Root && request.LowerCaseAction == "sts:assumerole";
        return changesManagedAlias || rootAssumesRole || ChangesAwsManagedIam(request);
    }

    private static bool IsRead(string action)
    {
        foreach (var verb in ReadVerbs)
        {
            if (action.StartsWith(verb, StringComparison.Ordinal))
                return true;
        }
        return false;
    }
}
