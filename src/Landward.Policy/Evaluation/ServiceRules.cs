using System.Collections.Frozen;

namespace Landward.Policy.Evaluation;

/// <summary>What the rules of single services mean for a request; known as soon as the request is.</summary>
[Flags]
internal enum ServiceRule
{
    None = 0,

    /// <summary>"No permissions are required to perform this operation", not even against an explicit deny (AWS STS API Reference, GetCallerIdentity).</summary>
    NeedsNoPermission = 1,

    /// <summary>The request is decided by a role's trust policy, which must allow even in the same account.</summary>
    Trust = 2,

    /// <summary>A KMS key trusts only its key policy: identity-based policies count when that policy delegates to the account.</summary>
    KmsKey = 4,

    /// <summary>The service refuses although policies allow.</summary>
    Refuses = 8,

    /// <summary>
    /// AWS managed policies and the roles of AWS services (Identity Center's): every change is refused, implicitly even
    /// where a policy denies it explicitly, because the request never gets as far as policies.
    /// </summary>
    AwsManagedIam = 16,
}

/// <summary>Rules of single services that the general evaluation logic does not know.</summary>
internal static class ServiceRules
{
    private static readonly FrozenSet<string> TrustActions = FrozenSet.ToFrozenSet(
        ["sts:assumerole", "sts:assumerolewithsaml", "sts:assumerolewithwebidentity", "sts:tagsession", "sts:setsourceidentity"],
        StringComparer.Ordinal);

    private static readonly FrozenSet<string> AliasChanges =
        FrozenSet.ToFrozenSet(["kms:createalias", "kms:updatealias", "kms:deletealias"], StringComparer.Ordinal);

    private static readonly string[] ReadVerbs = ["iam:get", "iam:list", "iam:generate", "iam:simulate"];

    public static ServiceRule Of(AuthorizationRequest request)
    {
        var action = request.LowerCaseAction;
        var rules = ServiceRule.None;
        if (action == "sts:getcalleridentity" && request.Principal.Kind != PrincipalKind.Anonymous)
            rules |= ServiceRule.NeedsNoPermission;
        if (IsOf(request, "iam", "role/") && TrustActions.Contains(action))
            rules |= ServiceRule.Trust;
        if (IsOf(request, "kms", "key/"))
            rules |= ServiceRule.KmsKey;
        if (IsOf(request, "kms", "alias/aws/") && AliasChanges.Contains(action))
            rules |= ServiceRule.Refuses;
        // "You cannot assume a role by using AWS account root user credentials" (AssumeRole, AWS STS API Reference).
        if (request.Principal.Kind == PrincipalKind.Root && action == "sts:assumerole")
            rules |= ServiceRule.Refuses;
        if (ChangesAwsManagedIam(request))
            rules |= ServiceRule.Refuses | ServiceRule.AwsManagedIam;
        return rules;
    }

    /// <summary>
    /// "RCPs apply to actions for a subset of AWS services", and "you can't use RCPs to restrict ... kms:RetireGrant" (Organizations User
    /// Guide, Resource control policies).
    /// </summary>
    public static bool IsUnderResourceControl(string lowerCaseAction)
    {
        var colon = lowerCaseAction.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && lowerCaseAction != "kms:retiregrant" && IamFacts.Current.SupportsResourceControlPolicies(lowerCaseAction.AsSpan(0, colon));
    }

    private static bool ChangesAwsManagedIam(AuthorizationRequest request) =>
        (request.Target.Account == "aws" ? IsOf(request, "iam", "policy/") : IsOf(request, "iam", "role/aws-reserved/"))
        && request.LowerCaseAction.StartsWith("iam:", StringComparison.Ordinal)
        && !Array.Exists(ReadVerbs, verb => request.LowerCaseAction.StartsWith(verb, StringComparison.Ordinal));

    private static bool IsOf(AuthorizationRequest request, string service, string prefix) =>
        request.Target is { Service: { } actual, Name: { } name } && actual == service && name.StartsWith(prefix, StringComparison.Ordinal);
}
