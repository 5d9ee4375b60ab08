using Landward.Policy;

namespace Landward.Access;

/// <summary>S3 Block Public Access of a bucket or access point and its account. Source: "Blocking public access to your Amazon S3 storage", Amazon S3 User Guide.</summary>
internal static class PublicAccess
{
    public static bool IgnoresAcls(AccessView view, AccessResource resource) => Blocks(view, resource).Any(block => block.IgnorePublicAcls);

    /// <summary>
    /// RestrictPublicBuckets "restricts access to a bucket with a public policy to only AWS service principals and authorized users within the
    /// bucket owner's account". Public is the policy when by itself, for this action, it lets in anybody without a condition.
    /// </summary>
    public static bool RestrictsToOwner(AccessView view, WhoCanQuestion question, AccessTarget target) =>
        target.Resource is { Policy: { } policy } resource
        && resource.Type.StartsWith("AWS::S3::", StringComparison.Ordinal)
        && Blocks(view, resource).Any(block => block.RestrictPublicBuckets)
        && PolicyEvaluator.Decide(view.Request(Principal.Anonymous, question.Action, target), new PolicySet { Resource = policy }).IsAllowed;

    /// <summary>The row stays when its access is restricted to the owner's account.</summary>
    public static bool IsOwner(AccessTarget target, GrantedAccess row) => row.Kind == CallerKind.AwsService || row.Account == target.Account;

    private static IEnumerable<PublicAccessBlock> Blocks(AccessView view, AccessResource resource)
    {
        if (resource.PublicAccessBlock is { } own)
            yield return own;
        if (view.FindAccount(resource.Account)?.PublicAccessBlock is { } account)
            yield return account;
        if (resource.Parent is { } parent && view.FindResource(parent)?.PublicAccessBlock is { } bucket)
            yield return bucket;
    }
}
