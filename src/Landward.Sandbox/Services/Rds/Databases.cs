using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.Rds;

/// <summary>DB instances and DB clusters: their records.</summary>
internal static class Databases
{
    private const int LongestIdentifier = 63;
    private const string Tags = "TagList";

    private static readonly string[] Copied =
    [
        "DBInstanceClass", "Engine", "EngineVersion", "MasterUsername", "AllocatedStorage", "AvailabilityZone", "BackupRetentionPeriod", "MultiAZ", "PubliclyAccessible",
        "StorageEncrypted", "KmsKeyId", "DeletionProtection", "EngineMode",
    ];

    public static void AddTo(ServiceRegistry registry, DatabaseKind kind)
    {
        registry.Add("rds", "Create" + kind.Name, (call, input) => Create(call, input, kind));
        registry.Add("rds", $"Describe{kind.Name}s", (call, input) => Describe(call, input, kind));
        registry.Add("rds", "Delete" + kind.Name, (call, input) => Delete(call, input, kind));
    }

    public static JsonObject Require(CallContext call, JsonObject input, DatabaseKind kind) =>
        Table(call, kind).Find(DatabaseKind.Named(call, input, kind.Identifier, kind.ArnType)) ?? throw NotFound(input, kind);

    private static JsonObject Create(CallContext call, JsonObject input, DatabaseKind kind)
    {
        var id = DatabaseKind.NewIdentifier(input, kind.Identifier, LongestIdentifier);
        if (Table(call, kind).Contains(id))
            throw new AwsErrorException(kind == DatabaseKind.Instance ? "DBInstanceAlreadyExists" : "DBClusterAlreadyExistsFault", $"{kind.Name} already exists", 400);
        if (input.Text("MasterUsername") is not null && input.Text("MasterUserPassword") is null && input.Flag("ManageMasterUserPassword") != true)
            throw new AwsErrorException("InvalidParameterCombination", "You must specify a master user password.", 400);
        if (kind == DatabaseKind.Instance && input.Text("DBClusterIdentifier") is not null)
            Require(call, input, DatabaseKind.Cluster);
        var document = new JsonObject
        {
            [kind.Identifier] = id,
            [kind.Name + "Arn"] = $"arn:aws:rds:{call.Region}:{call.Account}:{kind.ArnType}:{id}",
            [kind.StatusMember] = "available",
            [kind == DatabaseKind.Instance ? "InstanceCreateTime" : "ClusterCreateTime"] = call.Now.Timestamp(),
            ["StorageEncrypted"] = false,
        };
        // The password is not kept: nothing here could be entered with it.
        foreach (var member in Copied.Where(member => kind == DatabaseKind.Instance ? member != "EngineMode" : member != "AvailabilityZone"))
            input.CopyMembers(document, member);
        if (kind == DatabaseKind.Instance)
            input.CopyMembers(document, "DBClusterIdentifier");
        if (input["Tags"] is JsonArray tags)
            document[Tags] = tags.DeepClone();
        Table(call, kind).Put(id, document);
        return new JsonObject { [kind.Name] = document.DeepClone() };
    }

    private static JsonObject Describe(CallContext call, JsonObject input, DatabaseKind kind)
    {
        var databases = input.Text(kind.Identifier) is not null ? [Require(call, input, kind)] : Table(call, kind).List().Select(entry => entry.Value).ToList();
        var page = call.Page(databases, input.Text("Marker"), input.Number("MaxRecords"), 100, "InvalidParameterValue");
        return page.Answer("Marker", new JsonObject { [kind.Name + "s"] = page.Items.Select(database => database.DeepClone()).ToJsonArray() });
    }

    private static JsonObject Delete(CallContext call, JsonObject input, DatabaseKind kind)
    {
        var document = Require(call, input, kind);
        if (document.Flag("DeletionProtection") == true)
            throw new AwsErrorException("InvalidParameterCombination", "Cannot delete protected database, please disable deletion protection and try again.", 400);
        var id = document.RequiredText(kind.Identifier);
        if (kind == DatabaseKind.Cluster && Table(call, DatabaseKind.Instance).List().Any(entry => entry.Value.Text("DBClusterIdentifier") == id))
            throw new AwsErrorException("InvalidDBClusterStateFault", "Cluster cannot be deleted, it still contains DB instances in non-deleting state.", 400);
        var final = input.Text("FinalDBSnapshotIdentifier");
        if (input.Flag("SkipFinalSnapshot") == true == final is not null && !(kind == DatabaseKind.Instance && document["DBClusterIdentifier"] is not null))
            throw new AwsErrorException("InvalidParameterCombination", "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified, and then must not be given.", 400);
        if (final is not null)
            DatabaseSnapshots.Make(call, document, DatabaseKind.NewIdentifier(input, "FinalDBSnapshotIdentifier", DatabaseSnapshots.LongestIdentifier), kind);
        Table(call, kind).Remove(id);
        var shown = document.Copy();
        shown[kind.StatusMember] = "deleting";
        return new JsonObject { [kind.Name] = shown };
    }

    private static AwsErrorException NotFound(JsonObject input, DatabaseKind kind) => new(kind.NotFound, $"{kind.Name} {input.Text(kind.Identifier)} not found.", 404);

    private static ResourceTable Table(CallContext call, DatabaseKind kind) => call.Table(kind.ArnType);
}
