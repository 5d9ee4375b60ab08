using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;
using Landward.Sandbox.Services.S3;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.S3Control;

/// <summary>
/// Access points and their policies ("Managing access to shared datasets with access points", S3 User Guide). They are not
/// served as a way to objects.
/// </summary>
internal static class AccessPoints
{
    private const string BlockMember = "PublicAccessBlockConfiguration";

    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("s3control", "CreateAccessPoint", CreateAccessPoint);
        registry.Add("s3control", "GetAccessPoint", GetAccessPoint);
        registry.Add("s3control", "ListAccessPoints", ListAccessPoints);
        registry.Add("s3control", "DeleteAccessPoint", DeleteAccessPoint);
        registry.Add("s3control", "PutAccessPointPolicy", PutAccessPointPolicy);
        registry.Add("s3control", "GetAccessPointPolicy", GetAccessPointPolicy);
        registry.Add("s3control", "DeleteAccessPointPolicy", DeleteAccessPointPolicy);
        // CreateMultiRegionAccessPoint is not served, so there are none.
        registry.Add("s3control", "ListMultiRegionAccessPoints", ListMultiRegionAccessPoints);
    }

    private static JsonObject CreateAccessPoint(CallContext call, JsonObject input)
    {
        var account = S3ControlService.OwnAccount(call, input);
        var name = input.RequiredText("Name");
        if (name.Length is < 3 or > 50 || !name.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-')
            || name.StartsWith('-') || name.EndsWith('-') || name.EndsWith("-s3alias", StringComparison.Ordinal))
            throw S3Errors.InvalidRequest("Your Access Point name is not valid. An Access Point name must be between 3 and 50 lower-case letters, digits and hyphens.");
        var bucket = call.RequireBucket(input.RequiredText("Bucket"));
        if (Buckets.Region(bucket) != call.Region)
            throw S3Errors.InvalidRequest("The bucket is not in the Region of the request.");
        if (Buckets.Owner(bucket) != account && input.Text("BucketAccountId") != Buckets.Owner(bucket))
            throw S3Errors.AccessDenied();
        if (Table(call, account).Contains(name))
            throw new AwsErrorException("AccessPointAlreadyOwnedByYou", "Your previous request to create the named accesspoint succeeded and you already own it.", 409);
        var document = new JsonObject
        {
            ["Name"] = name,
            ["Bucket"] = Buckets.Name(bucket),
            ["BucketAccountId"] = Buckets.Owner(bucket),
            ["AccessPointArn"] = $"arn:aws:s3:{call.Region}:{account}:accesspoint/{name}",
            ["Alias"] = $"{name}-{call.Ids.LowerAlphanumeric(34)}-s3alias",
            ["NetworkOrigin"] = input.Structure("VpcConfiguration") is null ? "Internet" : "VPC",
            ["CreationDate"] = call.Now.Timestamp(),
            // "All block public access settings are enabled by default for an access point."
            [BlockMember] = input.Structure(BlockMember) is { } block ? PublicAccessBlocks.Normalize(block) : PublicAccessBlocks.AllBlocked(),
        };
        input.CopyMembers(document, "VpcConfiguration", StateLayout.Tags);
        Table(call, account).Put(name, document);
        return document.CopyMembers(new JsonObject(), "AccessPointArn", "Alias");
    }

    private static JsonObject GetAccessPoint(CallContext call, JsonObject input) => Require(call, input).Document.CopyMembers(
        new JsonObject(), "Name", "Bucket", "BucketAccountId", "NetworkOrigin", "VpcConfiguration", BlockMember, "CreationDate", "Alias", "AccessPointArn");

    private static JsonObject ListAccessPoints(CallContext call, JsonObject input)
    {
        var points = Table(call, S3ControlService.OwnAccount(call, input)).List().Select(entry => entry.Value)
            .Where(point => input.Text("Bucket") is not { } bucket || point.Text("Bucket") == bucket)
            .ToList();
        var page = call.Page(points, input.Text("NextToken"), input.Number("MaxResults"), 1000, "InvalidRequest");
        return page.Answer(new JsonObject
        {
            ["AccessPointList"] = page.Items.Select(point => (JsonNode?)point.CopyMembers(
                new JsonObject(), "Name", "NetworkOrigin", "VpcConfiguration", "Bucket", "BucketAccountId", "AccessPointArn", "Alias")).ToJsonArray(),
        });
    }

    private static JsonObject DeleteAccessPoint(CallContext call, JsonObject input)
    {
        var (account, name, _) = Require(call, input);
        Table(call, account).Remove(name);
        return [];
    }

    private static JsonObject PutAccessPointPolicy(CallContext call, JsonObject input)
    {
        var (account, name, point) = Require(call, input);
        var policy = input.RequiredText("Policy");
        ResourcePolicyCheck.Require(policy, message => new AwsErrorException("MalformedPolicy", message, 400));
        // The account's setting reaches its access points too.
        var blocked = point.Structure(BlockMember)?.Flag(PublicAccessBlocks.BlockPublicPolicy) == true
            || PublicAccessBlocks.AccountTable(call, account).Find(StateLayout.S3.AccountPublicAccessBlock)?.Flag(PublicAccessBlocks.BlockPublicPolicy) == true;
        if (blocked && PublicPolicy.IsPublic(policy))
            throw S3Errors.AccessDenied();
        Table(call, account).Update(name, document => document[StateLayout.Policy] = policy);
        return [];
    }

    private static JsonObject GetAccessPointPolicy(CallContext call, JsonObject input) => new()
    {
        [StateLayout.Policy] = Require(call, input).Document.Text(StateLayout.Policy)
            ?? throw new AwsErrorException("NoSuchAccessPointPolicy", "The specified accesspoint policy does not exist", 404),
    };

    private static JsonObject DeleteAccessPointPolicy(CallContext call, JsonObject input)
    {
        var (account, name, _) = Require(call, input);
        Table(call, account).Update(name, document => document.Remove(StateLayout.Policy));
        return [];
    }

    private static JsonObject ListMultiRegionAccessPoints(CallContext call, JsonObject input)
    {
        S3ControlService.OwnAccount(call, input);
        return new JsonObject { ["AccessPoints"] = new JsonArray() };
    }

    private static (string Account, string Name, JsonObject Document) Require(CallContext call, JsonObject input)
    {
        var account = S3ControlService.OwnAccount(call, input);
        var name = input.RequiredText("Name");
        return Table(call, account).Find(name) is { } document
            ? (account, name, document)
            : throw new AwsErrorException("NoSuchAccessPoint", "The specified accesspoint does not exist", 404);
    }

    private static ResourceTable Table(CallContext call, string account) =>
        call.TableOf(StateLayout.S3Control.Service, account, call.Region, StateLayout.S3Control.AccessPoint);
}
