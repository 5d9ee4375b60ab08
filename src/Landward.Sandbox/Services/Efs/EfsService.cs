using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.Efs;

/// <summary>EFS: file systems and their policies. They hold no files and have no mount targets.</summary>
internal static class EfsService
{
    private const string Id = "FileSystemId";

    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("efs", "CreateFileSystem", CreateFileSystem);
        registry.Add("efs", "DescribeFileSystems", DescribeFileSystems);
        registry.Add("efs", "DeleteFileSystem", DeleteFileSystem);
        registry.Add("efs", "PutFileSystemPolicy", PutFileSystemPolicy);
        registry.Add("efs", "DescribeFileSystemPolicy", DescribeFileSystemPolicy);
        registry.Add("efs", "DeleteFileSystemPolicy", DeleteFileSystemPolicy);
    }

    private static JsonObject CreateFileSystem(CallContext call, JsonObject input)
    {
        // The client makes a token for every call that must not be done twice.
        var token = input.Text("CreationToken") ?? call.RequestId;
        if (Table(call, call.Account).List().Select(entry => entry.Value).FirstOrDefault(system => system.Text("CreationToken") == token) is { } existing)
        {
            throw new AwsErrorException("FileSystemAlreadyExists", $"File system '{existing.Text(Id)}' already exists with creation token '{token}'", 409)
            {
                Members = new Dictionary<string, string>(StringComparer.Ordinal) { [Id] = existing.RequiredText(Id) },
            };
        }
        if (input.Text("KmsKeyId") is not null && input.Flag("Encrypted") != true)
            throw new AwsErrorException("BadRequest", "KmsKeyId can be specified only if Encrypted is true.", 400);
        var id = "fs-0" + call.Ids.HexDigits(16);
        var tags = input["Tags"] as JsonArray;
        var document = new JsonObject
        {
            ["OwnerId"] = call.Account,
            ["CreationToken"] = token,
            [Id] = id,
            ["FileSystemArn"] = $"arn:aws:elasticfilesystem:{call.Region}:{call.Account}:file-system/{id}",
            ["CreationTime"] = call.Now.Timestamp(),
            ["LifeCycleState"] = "available",
            ["NumberOfMountTargets"] = 0,
            ["SizeInBytes"] = new JsonObject { ["Value"] = 6144 },
            ["PerformanceMode"] = input.Text("PerformanceMode") ?? "generalPurpose",
            ["ThroughputMode"] = input.Text("ThroughputMode") ?? "bursting",
            ["Encrypted"] = input.Flag("Encrypted") == true,
            [StateLayout.Tags] = tags?.DeepClone() ?? new JsonArray(),
        };
        if (tags?.OfType<JsonObject>().FirstOrDefault(tag => tag.Text("Key") == "Name")?.Text("Value") is { } name)
            document["Name"] = name;
        input.CopyMembers(document, "KmsKeyId", "ProvisionedThroughputInMibps", "AvailabilityZoneName");
        Table(call, call.Account).Put(id, document);
        return Shown(document);
    }

    private static JsonObject DescribeFileSystems(CallContext call, JsonObject input)
    {
        var systems = input.Text(Id) is not null
            ? [Require(call, input).Document]
            : Table(call, call.Account).List().Select(entry => entry.Value)
                .Where(system => input.Text("CreationToken") is not { } token || system.Text("CreationToken") == token).ToList();
        var page = call.Page(systems, input.Text("Marker"), input.Number("MaxItems"), 100, "BadRequest");
        return page.Answer("NextMarker", new JsonObject { ["FileSystems"] = page.Items.Select(system => (JsonNode?)Shown(system)).ToJsonArray() });
    }

    private static JsonObject DeleteFileSystem(CallContext call, JsonObject input)
    {
        var (account, id, _) = Require(call, input);
        Table(call, account).Remove(id);
        return [];
    }

    private static JsonObject PutFileSystemPolicy(CallContext call, JsonObject input)
    {
        var (account, id, _) = Require(call, input);
        var policy = input.RequiredText("Policy");
        ResourcePolicyCheck.Require(policy, message => new AwsErrorException("InvalidPolicyException", message, 400));
        Table(call, account).Update(id, document => document[StateLayout.Policy] = policy);
        return new JsonObject { [Id] = id, ["Policy"] = policy };
    }

    private static JsonObject DescribeFileSystemPolicy(CallContext call, JsonObject input)
    {
        var (_, id, document) = Require(call, input);
        return new JsonObject
        {
            [Id] = id,
            ["Policy"] = document.Text(StateLayout.Policy) ?? throw new AwsErrorException("PolicyNotFound", $"File system policy does not exist for file system {id}.", 404),
        };
    }

    private static JsonObject DeleteFileSystemPolicy(CallContext call, JsonObject input)
    {
        var (account, id, _) = Require(call, input);
        Table(call, account).Update(id, document => document.Remove(StateLayout.Policy));
        return [];
    }

    private static JsonObject Shown(JsonObject document)
    {
        var shown = document.Copy();
        shown.Remove(StateLayout.Policy);
        return shown;
    }

    /// <summary>The file system an input names, by id or full ARN.</summary>
    private static (string Account, string Id, JsonObject Document) Require(CallContext call, JsonObject input)
    {
        var text = input.RequiredText(Id, "BadRequest");
        var (account, region, id) = text.Split([':', '/'], 7) is ["arn", _, "elasticfilesystem", var arnRegion, var arnAccount, "file-system", var last]
            ? (arnAccount, arnRegion, last)
            : (call.Account, call.Region, text);
        return region == call.Region && Table(call, account).Find(id) is { } document
            ? (account, id, document)
            : throw new AwsErrorException("FileSystemNotFound", $"File system '{text}' does not exist.", 404);
    }

    private static ResourceTable Table(CallContext call, string account) =>
        call.TableOf(StateLayout.Efs.Service, account, call.Region, StateLayout.Efs.FileSystem);
}
