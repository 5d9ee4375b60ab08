using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Policy;

namespace Landward.Access.External;

/// <summary>Every way in that a resource has, as policies.</summary>
internal static class GrantSources
{
    public const string PolicySource = "POLICY";

    /// <summary>Shares of snapshots: what they let another account do ("Share an Amazon EBS snapshot"; "Sharing a DB snapshot").</summary>
    private static readonly Dictionary<string, string[]> SharedActions = new(StringComparer.Ordinal)
    {
        ["AWS::EC2::Snapshot"] = ["ec2:CopySnapshot", "ec2:CreateVolume"],
        ["AWS::RDS::DBSnapshot"] = ["rds:CopyDBSnapshot", "rds:RestoreDBInstanceFromDBSnapshot"],
        ["AWS::RDS::DBClusterSnapshot"] = ["rds:CopyDBClusterSnapshot", "rds:RestoreDBClusterFromSnapshot"],
    };

    /// <summary>Policy, KMS grants and shares; what is special to S3 is in <see cref="BucketGrants"/>.</summary>
    public static IEnumerable<AccessGrant> Of(AccessResource resource, CanonicalUsers canonical)
    {
        if (resource.Policy is { } policy)
            yield return Policy(new ExternalFindingSource(PolicySource), canonical.Resolve(policy), canonical);
        foreach (var grant in resource.KeyGrants)
        {
            if (KeyGrant(resource, grant) is { } found)
                yield return found;
        }
        if (!resource.SharedWith.IsEmpty && SharedActions.TryGetValue(resource.Type, out var actions))
        {
            var statements = resource.SharedWith.Select(account => PolicyTexts.Statement("Allow", account == "all" ? Signed() : Aws(account), actions, [resource.Arn]));
            var share = PolicyTexts.Attached(PolicyTexts.Document(statements), $"share of {resource.Arn}", PolicyKind.Resource);
            yield return Policy(new ExternalFindingSource("SHARE"), share, canonical);
        }
    }

    public static AccessGrant Policy(ExternalFindingSource source, AttachedPolicy policy, CanonicalUsers canonical) =>
        new(source, policy, null, ImmutableDictionary<string, ContextValue?>.Empty, canonical.StandIns);

    public static JsonNode Aws(string principal) => new JsonObject { ["AWS"] = principal };

    public static JsonNode Signed() => JsonValue.Create("*")!;

    // A grant only allows; the key policy's denies bind it like everything else ("Grants in AWS KMS").
    private static AccessGrant? KeyGrant(AccessResource resource, KeyGrant grant)
    {
        if (Principal.FromArn(grant.GranteePrincipal) is null)
            return null;
        var statement = PolicyTexts.Statement("Allow", Aws(grant.GranteePrincipal), grant.Operations.Select(operation => "kms:" + operation), [resource.Arn]);
        if (grant.EncryptionContext.Count > 0)
        {
            var pairs = new JsonObject();
            foreach (var (key, value) in grant.EncryptionContext.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                pairs["kms:EncryptionContext:" + key] = value;
            statement["Condition"] = new JsonObject { ["StringEquals"] = pairs };
        }
        var document = PolicyTexts.Document([statement, .. PolicyTexts.Denies(resource.Policy)]);
        return Policy(new ExternalFindingSource("KMS_GRANT", grant.Id), PolicyTexts.Attached(document, $"grant {grant.Id}", PolicyKind.Resource), CanonicalUsers.None);
    }
}
