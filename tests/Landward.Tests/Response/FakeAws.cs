using System.Text.Json.Nodes;
using Landward.Aws;

namespace Landward.Tests.Response;

/// <summary>One account with a user, a bucket, a security group and a trail, answering in AWS's shapes.</summary>
internal sealed class FakeAws
{
    public const string Account = "222233334444";
    public const string PublicPolicy =
        """{"Version":"2012-10-17","Statement":[{"Sid":"Mine","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::222233334444:root"},"Action":"s3:*","Resource":"arn:aws:s3:::loot"},{"Sid":"Everybody","Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::loot/*"}]}""";

    private readonly JsonArray _ingress;

    public FakeAws()
    {
        Keys["AKIALEAKED"] = "Active";
        Keys["AKIAOTHER"] = "Active";
        _ingress = new JsonArray(
            new JsonObject { ["IpProtocol"] = "tcp", ["FromPort"] = 22, ["ToPort"] = 22, ["IpRanges"] = new JsonArray(Range("0.0.0.0/0"), Range("10.0.0.0/8")), ["Ipv6Ranges"] = new JsonArray() });
    }

    public SortedDictionary<string, string> Keys { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, string> Inline { get; } = new(StringComparer.Ordinal);

    public SortedSet<string> Attached { get; } = new(StringComparer.Ordinal) { "arn:aws:iam::aws:policy/AdministratorAccess" };

    public JsonArray UserTags { get; } = [];

    public string? BucketPolicy { get; set; } = PublicPolicy;

    public JsonObject? PublicAccessBlock { get; set; }

    public bool IsLogging { get; set; }

    public IReadOnlyList<string> Ingress => [.. _ingress.SelectMany(rule => rule!["IpRanges"]!.AsArray().Select(range => range!["CidrIp"]!.GetValue<string>()))];

    /// <summary>The changing calls made, in order.</summary>
    public List<string> Changes { get; } = [];

    /// <summary>Asked before each call; what it answers is thrown.</summary>
    public Func<string, Exception?> Fault { get; set; } = _ => null;

    /// <summary>Asked after each call was carried out; what it answers is thrown instead of the call's answer.</summary>
    public Func<string, Exception?> LostAnswer { get; set; } = _ => null;

    public Task<JsonObject> CallAsync(string service, string operation, JsonObject? input, CancellationToken cancellationToken)
    {
        if (Fault(operation) is { } fault)
            throw fault;
        if (!operation.StartsWith("Get", StringComparison.Ordinal) && !operation.StartsWith("List", StringComparison.Ordinal) && !operation.StartsWith("Describe", StringComparison.Ordinal))
            Changes.Add(operation);
        var answer = service switch
        {
            "iam" => Iam(operation, input!),
            "s3" => S3(operation, input!),
            "ec2" => Ec2(operation, input!),
            "cloudtrail" => CloudTrail(operation),
            _ => throw Unknown(service, operation),
        };
        return LostAnswer(operation) is { } lost ? throw lost : Task.FromResult(answer);
    }

    public static AwsApiException Error(string service, string operation, string code, int status = 400) => new(service, operation, code, "refused by the test", status, "request-1");

    private JsonObject Iam(string operation, JsonObject input)
    {
        if (input["UserName"]?.GetValue<string>() is { } user && user != "ci-deploy")
            throw Error("iam", operation, "NoSuchEntity", 404);
        switch (operation)
        {
            case "GetUser":
                return new JsonObject { ["User"] = new JsonObject { ["UserName"] = "ci-deploy", ["Arn"] = $"arn:aws:iam::{Account}:user/ci-deploy", ["PasswordLastUsed"] = Changes.Count.ToString(), ["Tags"] = UserTags.DeepClone() } };
            case "ListAccessKeys":
                return List("AccessKeyMetadata", Keys.Select(key => new JsonObject { ["AccessKeyId"] = key.Key, ["Status"] = key.Value, ["UserName"] = "ci-deploy" }));
            case "UpdateAccessKey":
                Keys[input["AccessKeyId"]!.GetValue<string>()] = input["Status"]!.GetValue<string>();
                return [];
            case "GetAccessKeyLastUsed":
                return new JsonObject { ["AccessKeyLastUsed"] = new JsonObject { ["ServiceName"] = "s3", ["Region"] = "eu-west-1" } };
            case "ListUserPolicies":
                return List("PolicyNames", Inline.Keys.Select(name => (JsonNode)name));
            case "GetUserPolicy":
                return new JsonObject { ["PolicyDocument"] = Uri.EscapeDataString(Inline[input["PolicyName"]!.GetValue<string>()]) };
            case "PutUserPolicy":
                Inline[input["PolicyName"]!.GetValue<string>()] = input["PolicyDocument"]!.GetValue<string>();
                return [];
            case "DeleteUserPolicy":
                return Inline.Remove(input["PolicyName"]!.GetValue<string>()) ? [] : throw Error("iam", operation, "NoSuchEntity", 404);
            case "ListAttachedUserPolicies":
                return List("AttachedPolicies", Attached.Select(arn => new JsonObject { ["PolicyArn"] = arn, ["PolicyName"] = arn[(arn.LastIndexOf('/') + 1)..] }));
            case "AttachUserPolicy":
                Attached.Add(input["PolicyArn"]!.GetValue<string>());
                return [];
            case "DetachUserPolicy":
                Attached.Remove(input["PolicyArn"]!.GetValue<string>());
                return [];
            case "ListGroupsForUser":
                return List("Groups", []);
            case "ListMFADevices":
                return List("MFADevices", []);
            case "GetLoginProfile":
                throw Error("iam", operation, "NoSuchEntity", 404);
            default:
                throw Unknown("iam", operation);
        }
    }

    private JsonObject S3(string operation, JsonObject input)
    {
        if (input["Bucket"]!.GetValue<string>() != "loot")
            throw Error("s3", operation, "NoSuchBucket", 404);
        switch (operation)
        {
            case "GetBucketLocation":
                return new JsonObject { ["LocationConstraint"] = "eu-west-1" };
            case "GetBucketPolicy":
                return new JsonObject { ["Policy"] = BucketPolicy ?? throw Error("s3", operation, "NoSuchBucketPolicy", 404) };
            case "GetBucketPolicyStatus":
                return new JsonObject { ["PolicyStatus"] = new JsonObject { ["IsPublic"] = true } };
            case "PutBucketPolicy":
                if (PublicAccessBlock?["BlockPublicPolicy"]?.GetValue<bool>() == true && input["Policy"]!.GetValue<string>().Contains("Everybody"))
                    throw Error("s3", operation, "AccessDenied", 403);
                BucketPolicy = input["Policy"]!.GetValue<string>();
                return [];
            case "DeleteBucketPolicy":
                BucketPolicy = null;
                return [];
            case "GetPublicAccessBlock":
                return new JsonObject { ["PublicAccessBlockConfiguration"] = PublicAccessBlock?.DeepClone() ?? throw Error("s3", operation, "NoSuchPublicAccessBlockConfiguration", 404) };
            case "PutPublicAccessBlock":
                PublicAccessBlock = (JsonObject)input["PublicAccessBlockConfiguration"]!.DeepClone();
                return [];
            case "DeletePublicAccessBlock":
                PublicAccessBlock = null;
                return [];
            case "GetBucketOwnershipControls":
                throw Error("s3", operation, "OwnershipControlsNotFoundError", 404);
            case "GetBucketLifecycleConfiguration":
                throw Error("s3", operation, "NoSuchLifecycleConfiguration", 404);
            case "GetBucketTagging":
                throw Error("s3", operation, "NoSuchTagSet", 404);
            case "GetBucketEncryption":
                throw Error("s3", operation, "ServerSideEncryptionConfigurationNotFoundError", 404);
            case "GetBucketAcl" or "GetBucketVersioning" or "GetBucketLogging":
                return [];
            default:
                throw Unknown("s3", operation);
        }
    }

    private JsonObject Ec2(string operation, JsonObject input)
    {
        switch (operation)
        {
            case "DescribeSecurityGroups":
                return new JsonObject { ["SecurityGroups"] = new JsonArray(new JsonObject { ["GroupId"] = "sg-1", ["VpcId"] = "vpc-1", ["IpPermissions"] = _ingress.DeepClone() }) };
            case "DescribeNetworkInterfaces":
                throw Error("ec2", operation, "UnauthorizedOperation", 403);
            case "RevokeSecurityGroupIngress" or "AuthorizeSecurityGroupIngress":
                foreach (var rule in input["IpPermissions"]!.AsArray())
                {
                    var ranges = _ingress.Single(known => known!["FromPort"]!.ToString() == rule!["FromPort"]!.ToString())!["IpRanges"]!.AsArray();
                    foreach (var range in rule!["IpRanges"]!.AsArray())
                    {
                        if (operation[0] == 'A')
                            ranges.Add(range!.DeepClone());
                        else
                            ranges.Remove(ranges.Single(known => JsonNode.DeepEquals(known, range)));
                    }
                }
                return [];
            default:
                throw Unknown("ec2", operation);
        }
    }

    private JsonObject CloudTrail(string operation)
    {
        switch (operation)
        {
            case "GetTrail":
                return new JsonObject { ["Trail"] = new JsonObject { ["Name"] = "main", ["TrailARN"] = "arn:aws:cloudtrail:eu-west-1:222233334444:trail/main" } };
            case "GetTrailStatus":
                return new JsonObject { [nameof(IsLogging)] = IsLogging, ["LatestDeliveryTime"] = Changes.Count.ToString() };
            case "GetEventSelectors":
                return [];
            case "StartLogging":
                IsLogging = true;
                return [];
            default:
                throw Unknown("cloudtrail", operation);
        }
    }

    private static JsonObject List(string member, IEnumerable<JsonNode> items) => new() { [member] = new JsonArray([.. items]), ["IsTruncated"] = false };

    private static JsonObject Range(string cidr) => new() { ["CidrIp"] = cidr };

    private static NotSupportedException Unknown(string service, string operation) => new($"The fake has no {service}:{operation}.");
}
