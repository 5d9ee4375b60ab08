using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Policy;

namespace Landward.Access.External;

/// <summary>What lets others in to an S3 bucket beside its policy: the access control list, access points, access points of other accounts.</summary>
internal static class BucketGrants
{
    public const string AclSource = "BUCKET_ACL";
    public const string AccessPointSource = "S3_ACCESS_POINT";
    public const string AccessPointAccountSource = "S3_ACCESS_POINT_ACCOUNT";

    private const string AllUsers = "http://acs.amazonaws.com/groups/global/AllUsers";
    private const string AuthenticatedUsers = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";

    /// <summary>The keys that only requests through an access point carry.</summary>
    private static readonly ImmutableDictionary<string, ContextValue?> NoAccessPoint = ImmutableDictionary.CreateRange<string, ContextValue?>(
        StringComparer.OrdinalIgnoreCase, [new("s3:DataAccessPointAccount", null), new("s3:DataAccessPointArn", null), new("s3:AccessPointNetworkOrigin", null)]);

    private static readonly (string Permission, string[] Bucket, string[] Objects)[] AclActions =
    [
        // "Mapping of ACL permissions and access policy permissions" (Access control list overview, Amazon S3 User Guide).
        ("READ", ["s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads"], []),
        ("WRITE", [], ["s3:PutObject"]),
        ("READ_ACP", ["s3:GetBucketAcl"], []),
        ("WRITE_ACP", ["s3:PutBucketAcl"], []),
    ];

    public static IEnumerable<AccessGrant> Of(AccessResource bucket, ImmutableArray<AccessResource> accessPoints, TrustedAccounts trusted, CanonicalUsers canonical, bool ignorePublicAcls)
    {
        foreach (var grant in GrantSources.Of(bucket, canonical))
        {
            yield return grant with { Facts = NoAccessPoint };
            foreach (var account in ForeignAccessPointAccounts(grant.Policy.Document, trusted))
                yield return ThroughForeignAccessPoint(grant, bucket, account);
        }
        if (Acl(bucket, canonical, ignorePublicAcls) is { } acl)
            yield return acl;
        foreach (var point in accessPoints.Where(point => point.Policy is not null && bucket.Policy is not null))
            yield return ThroughAccessPoint(bucket, point, canonical);
    }

    private static AccessGrant? Acl(AccessResource bucket, CanonicalUsers canonical, bool ignorePublicAcls)
    {
        var statements = new List<JsonNode>();
        foreach (var grant in bucket.AclGrants.Where(grant => !grant.Owner))
        {
            var isPublic = grant.Grantee is AllUsers or AuthenticatedUsers;
            // "Amazon S3 ignores all public ACLs on a bucket and any objects that it contains" (IgnorePublicAcls); a grant to the
            // log delivery group is AWS's own.
            if ((isPublic && ignorePublicAcls) || (!isPublic && grant.Grantee.StartsWith("http", StringComparison.Ordinal)))
                continue;
            foreach (var (permission, onBucket, onObjects) in AclActions.Where(actions => actions.Permission == grant.Permission || grant.Permission == "FULL_CONTROL"))
            {
                var resource = onBucket.Length > 0 ? bucket.Arn : bucket.Arn + "/*";
                var principal = isPublic ? GrantSources.Signed() : GrantSources.Aws(canonical.AccountOf(grant.Grantee));
                var statement = PolicyTexts.Statement("Allow", principal, onBucket.Length > 0 ? onBucket : onObjects, [resource]);
                statement["Sid"] = permission.Replace("_", string.Empty, StringComparison.Ordinal);
                if (grant.Grantee == AuthenticatedUsers)
                    statement["Condition"] = new JsonObject { ["Null"] = new JsonObject { ["aws:PrincipalArn"] = "false" } };
                statements.Add(statement);
            }
        }
        if (statements.Count == 0)
            return null;
        var policy = PolicyTexts.Attached(PolicyTexts.Document(statements.Concat(PolicyTexts.Denies(bucket.Policy))), $"access control list of {bucket.Arn}", PolicyKind.Resource);
        return GrantSources.Policy(new ExternalFindingSource(AclSource), policy, canonical) with { Facts = NoAccessPoint };
    }

    // A request through an access point must be allowed by the access point's policy and by the bucket's ("Configuring IAM policies
    // for using access points"). The access point's ARNs are written as the bucket's, so that both speak of the same resource.
    private static AccessGrant ThroughAccessPoint(AccessResource bucket, AccessResource point, CanonicalUsers canonical)
    {
        var text = point.Policy!.Document.Text
            .Replace(point.Arn + "/object/", bucket.Arn + "/", StringComparison.Ordinal)
            .Replace(point.Arn, bucket.Arn, StringComparison.Ordinal);
        var facts = NoAccessPoint
            .SetItem("s3:DataAccessPointAccount", ContextValue.Single(point.Account))
            .SetItem("s3:DataAccessPointArn", ContextValue.Single(point.Arn))
            .SetItem("s3:AccessPointNetworkOrigin", ContextValue.Single(point.VpcId is null ? "Internet" : "VPC"));
        if (point.VpcId is { } vpc)
            facts = facts.SetItem("aws:SourceVpc", ContextValue.Single(vpc));
        return new AccessGrant(
            new ExternalFindingSource(AccessPointSource, point.Arn),
            canonical.Resolve(bucket.Policy!),
            PolicyTexts.Attached(text, point.Policy.Name, PolicyKind.VpcEndpoint),
            facts,
            canonical.StandIns);
    }

    private static AccessGrant ThroughForeignAccessPoint(AccessGrant grant, AccessResource bucket, string account) => grant with
    {
        Source = new ExternalFindingSource(AccessPointAccountSource, account),
        Facts = NoAccessPoint
            .SetItem("s3:DataAccessPointAccount", ContextValue.Single(account))
            .SetItem("s3:DataAccessPointArn", ContextValue.Single($"arn:aws:s3:{bucket.Region}:{account}:accesspoint/any"))
            .SetItem("s3:AccessPointNetworkOrigin", ContextValue.Single("Internet")),
    };

    private static IEnumerable<string> ForeignAccessPointAccounts(PolicyDocument document, TrustedAccounts trusted) =>
        document.Statements.Where(statement => statement.Effect == Effect.Allow)
            .SelectMany(statement => statement.ConditionsOf())
            .Where(condition => condition.Key.StartsWith("s3:DataAccessPoint", StringComparison.OrdinalIgnoreCase))
            .SelectMany(condition => condition.Values)
            .Select(value => value.StartsWith("arn:", StringComparison.Ordinal) && value.Split(':') is [_, _, _, _, var account, ..] ? account : value)
            .Where(account => Model.AccountId.TryParse(account, out _) && !trusted.Contains(account))
            .Distinct(StringComparer.Ordinal);
}
