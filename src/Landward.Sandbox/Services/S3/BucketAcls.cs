using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.S3;

/// <summary>Access control lists of buckets: canned or explicit grants, public ones refused where Block Public Access says so.</summary>
internal static class BucketAcls
{
    public const string Grants = "Grants";

    private const string AllUsers = "http://acs.amazonaws.com/groups/global/AllUsers";
    private const string AuthenticatedUsers = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";
    private const string LogDelivery = "http://acs.amazonaws.com/groups/s3/LogDelivery";

    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("s3", "GetBucketAcl", GetBucketAcl);
        registry.Add("s3", "PutBucketAcl", PutBucketAcl);
        registry.Add("s3", "GetObjectAcl", GetObjectAcl);
    }

    /// <summary>The grants asked for by header or body; null when the input asks for none.</summary>
    public static JsonArray? FromInput(JsonObject bucket, JsonObject input)
    {
        var owner = Buckets.Owner(bucket);
        if (input.Text("ACL") is { } canned)
            return Canned(canned, owner);
        if (input.Structure("AccessControlPolicy") is { } policy)
            return policy.Structures(Grants).Select(grant => grant.DeepClone()).ToJsonArray();
        var named = new (string Member, string Permission)[]
        {
            ("GrantFullControl", "FULL_CONTROL"), ("GrantRead", "READ"), ("GrantWrite", "WRITE"), ("GrantReadACP", "READ_ACP"), ("GrantWriteACP", "WRITE_ACP"),
        };
        var grants = named.Where(header => input.Text(header.Member) is not null)
            .SelectMany(header => Grantees(input.RequiredText(header.Member)).Select(grantee => (JsonNode?)Grant(grantee, header.Permission)))
            .ToJsonArray();
        return grants.Count > 0 ? grants : null;
    }

    /// <summary>Refuses grants the bucket's ownership controls or Block Public Access do not allow.</summary>
    public static void CheckAllowed(CallContext call, JsonObject bucket, JsonArray grants, bool isNew = false)
    {
        if (BucketConfigurations.Ownership(bucket) == "BucketOwnerEnforced" && !IsOwnerOnly(grants, Buckets.Owner(bucket)))
        {
            throw isNew
                ? new AwsErrorException("InvalidBucketAclWithObjectOwnership", "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting", 400)
                : new AwsErrorException("AccessControlListNotSupported", "The bucket does not allow ACLs", 400);
        }
        if (IsPublic(grants) && PublicAccessBlocks.Applies(call, bucket, PublicAccessBlocks.BlockPublicAcls))
            throw S3Errors.AccessDenied();
    }

    public static bool IsOwnerOnly(JsonObject bucket) =>
        bucket[Grants] is not JsonArray grants || IsOwnerOnly(grants, Buckets.Owner(bucket));

    /// <summary>Whether a grant goes to everybody or to every AWS account.</summary>
    public static bool IsPublic(JsonArray grants) =>
        grants.OfType<JsonObject>().Any(grant => grant.Structure("Grantee")?.Text("URI") is AllUsers or AuthenticatedUsers);

    private static bool IsOwnerOnly(JsonArray grants, string owner) =>
        grants.OfType<JsonObject>().All(grant => grant.Structure("Grantee")?.Text("ID") == Buckets.CanonicalUserId(owner) && grant.Text("Permission") == "FULL_CONTROL");

    private static JsonObject GetBucketAcl(CallContext call, JsonObject input) => Answer(call.RequireBucket(input));

    private static JsonObject Answer(JsonObject bucket)
    {
        var owner = Buckets.Owner(bucket);
        return new JsonObject
        {
            ["Owner"] = Buckets.OwnerStructure(owner),
            [Grants] = bucket[Grants]?.DeepClone() ?? Canned("private", owner),
        };
    }

    private static JsonObject PutBucketAcl(CallContext call, JsonObject input)
    {
        var bucket = call.RequireBucket(input);
        var grants = FromInput(bucket, input)
            ?? throw new AwsErrorException("MissingSecurityHeader", "Your request was missing a required header", 400);
        CheckAllowed(call, bucket, grants);
        call.BucketTable().Update(Buckets.Name(bucket), document => document[Grants] = grants);
        return [];
    }

    // Objects carry no grants of their own: with BucketOwnerEnforced, the default, their list is the owner's alone.
    private static JsonObject GetObjectAcl(CallContext call, JsonObject input)
    {
        var bucket = call.RequireBucket(input);
        new ObjectTable(call, Buckets.Name(bucket)).Require(input.RequiredText("Key"), input.Text("VersionId"));
        var owner = Buckets.Owner(bucket);
        return new JsonObject { ["Owner"] = Buckets.OwnerStructure(owner), [Grants] = Canned("private", owner) };
    }

    private static JsonArray Canned(string name, string owner)
    {
        var grants = new JsonArray(Grant(Canonical(Buckets.CanonicalUserId(owner)), "FULL_CONTROL"));
        (string Group, string Permission)[] added = name switch
        {
            "private" or "bucket-owner-read" or "bucket-owner-full-control" => [],
            "public-read" => [(AllUsers, "READ")],
            "public-read-write" => [(AllUsers, "READ"), (AllUsers, "WRITE")],
            "authenticated-read" => [(AuthenticatedUsers, "READ")],
            "log-delivery-write" => [(LogDelivery, "WRITE"), (LogDelivery, "READ_ACP")],
            _ => throw S3Errors.InvalidArgument("The canned ACL is not valid"),
        };
        foreach (var (group, permission) in added)
            grants.Add(Grant(new JsonObject { ["Type"] = "Group", ["URI"] = group }, permission));
        return grants;
    }

    private static JsonObject Canonical(string id) => new() { ["Type"] = "CanonicalUser", ["ID"] = id };

    private static JsonObject Grant(JsonObject grantee, string permission) => new() { ["Grantee"] = grantee, ["Permission"] = permission };

    /// <summary>Grantees of a grant header: <c>id="..."</c>, <c>uri="..."</c>, comma separated.</summary>
    private static IEnumerable<JsonObject> Grantees(string header)
    {
        foreach (var part in header.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = part.Split('=', 2) is [var left, var right] ? (left, right.Trim('"')) : (part, string.Empty);
            yield return name switch
            {
                "id" => Canonical(value),
                "uri" => new JsonObject { ["Type"] = "Group", ["URI"] = value },
                _ => throw S3Errors.InvalidArgument("Argument format not recognized"),
            };
        }
    }
}
