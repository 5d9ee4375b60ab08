using Landward.Policy;

namespace Landward.Access;

/// <summary>Access that a resource gives without a policy: grants of a KMS key, an S3 access control list.</summary>
internal static class ResourceGrants
{
    private const string Groups = "http://acs.amazonaws.com/groups/";

    public static IEnumerable<GrantedAccess> Of(AccessView view, WhoCanQuestion question, AccessTarget target, IReadOnlyCollection<GrantedAccess> rows)
    {
        if (target.Resource is not { } resource)
            return [];
        var listed = rows.Where(row => row.Certainty == AccessCertainty.Allowed).Select(row => row.Principal).ToHashSet(StringComparer.Ordinal);
        return ByKeyGrants(view, question, target, resource).Concat(ByAcl(view, question, target, resource)).Where(row => !listed.Contains(row.Principal));
    }

    // "A grant ... can be used with the key policy" and gives access without any policy's Allow (AWS KMS Developer Guide, Grants in AWS KMS);
    // a Deny still counts.
    private static IEnumerable<GrantedAccess> ByKeyGrants(AccessView view, WhoCanQuestion question, AccessTarget target, AccessResource key)
    {
        foreach (var grant in key.KeyGrants.Where(grant => grant.Operations.Any(operation => $"kms:{operation}".Equals(question.Action, StringComparison.OrdinalIgnoreCase))))
        {
            var caller = Principal.FromArn(grant.GranteePrincipal) ?? Principal.Service(grant.GranteePrincipal);
            var name = $"KMS grant {grant.Id}";
            if (Decide(view, question, target, caller, name) is not { } decision)
                continue;
            var known = view.FindPrincipal(caller.Arn);
            var isLimited = grant.EncryptionContext.Count > 0;
            yield return new GrantedAccess
            {
                Kind = KindOf(view, caller),
                Principal = caller.Arn,
                Account = caller.Account,
                Known = known,
                Certainty = isLimited ? AccessCertainty.Conditional : decision.Certainty,
                Via = isLimited ? $"{name}, with the encryption context {string.Join(", ", grant.EncryptionContext.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"))}" : name,
                Condition = decision.Condition,
            };
        }
    }

    private static IEnumerable<GrantedAccess> ByAcl(AccessView view, WhoCanQuestion question, AccessTarget target, AccessResource bucket)
    {
        foreach (var grant in bucket.AclGrants.Where(grant => !grant.Owner && Actions(grant.Permission).Contains(question.Action, StringComparer.OrdinalIgnoreCase)))
        {
            var isPublic = grant.Grantee.StartsWith(Groups, StringComparison.Ordinal);
            if (isPublic && PublicAccess.IgnoresAcls(view, bucket))
                continue;
            var (kind, caller) = grant.Grantee.EndsWith("/AllUsers", StringComparison.Ordinal) ? (CallerKind.Anonymous, Principal.Anonymous)
                : grant.Grantee.EndsWith("/AuthenticatedUsers", StringComparison.Ordinal) ? (CallerKind.AnyAccount, Principal.FromArn("arn:aws:iam::000000000000:root")!)
                : (CallerKind.External, Principal.Anonymous);
            if (Decide(view, question, target, caller, "access control list") is not { } decision)
                continue;
            yield return new GrantedAccess
            {
                Kind = kind,
                Principal = isPublic ? "*" : grant.Grantee,
                Account = string.Empty,
                Certainty = isPublic ? decision.Certainty : AccessCertainty.Undecided,
                Via = "access control list",
                Condition = decision.Condition,
                Reason = isPublic ? null : "the list names a canonical user id; nobody knows of which account",
            };
        }
    }

    // "Mapping of ACL permissions and access policy permissions" of a bucket (Amazon S3 User Guide, Access control list overview).
    private static string[] Actions(string permission) => permission switch
    {
        "READ" => ["s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads"],
        "WRITE" => ["s3:PutObject"],
        "READ_ACP" => ["s3:GetBucketAcl"],
        "WRITE_ACP" => ["s3:PutBucketAcl"],
        "FULL_CONTROL" => [.. Actions("READ"), .. Actions("WRITE"), .. Actions("READ_ACP"), .. Actions("WRITE_ACP")],
        _ => [],
    };

    private static AccessDecision? Decide(AccessView view, WhoCanQuestion question, AccessTarget target, Principal caller, string name)
    {
        var request = view.Request(caller, question.Action, target, question.Given);
        var policies = view.PoliciesOf(caller, target.Resource);
        if (PolicyEvaluator.DecideForCaller(request, policies).Outcome == DecisionOutcome.ExplicitDeny)
            return null;
        return AccessDecision.Of(request, policies with { Identity = [.. policies.Identity, Assumed.Everything], PermissionsBoundary = [], Resource = Assumed.Grant(question.Action, name) });
    }

    private static CallerKind KindOf(AccessView view, Principal caller) => caller.Kind switch
    {
        PrincipalKind.Service => CallerKind.AwsService,
        _ when !view.IsOwn(caller.Account) => CallerKind.External,
        PrincipalKind.User => CallerKind.User,
        PrincipalKind.Root => CallerKind.Root,
        _ => CallerKind.Role,
    };
}
