using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.Rds;

/// <summary>
/// Manual snapshots of DB instances and DB clusters, and whom they are shared with: accounts, or all
/// (https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBSnapshotAttribute.html).
/// </summary>
internal static class DatabaseSnapshots
{
    public const int LongestIdentifier = 255;

    private const string SharedWith = "SharedWith";
    private const string Restore = "restore";

    /// <summary>"You can share a manual snapshot with up to 20 other AWS accounts."</summary>
    private const int MostAccounts = 20;

    public static void AddTo(ServiceRegistry registry, DatabaseKind kind)
    {
        registry.Add("rds", "Create" + kind.Snapshot, (call, input) => Create(call, input, kind));
        registry.Add("rds", $"Describe{kind.Snapshot}s", (call, input) => Describe(call, input, kind));
        registry.Add("rds", "Delete" + kind.Snapshot, (call, input) => Delete(call, input, kind));
        registry.Add("rds", $"Modify{kind.Snapshot}Attribute", (call, input) => Modify(call, input, kind));
        registry.Add("rds", $"Describe{kind.Snapshot}Attributes", (call, input) => Attributes(Require(call, input, kind), kind));
    }

    /// <summary>Stores a snapshot of the database.</summary>
    public static JsonObject Make(CallContext call, JsonObject database, string id, DatabaseKind kind)
    {
        if (Table(call, kind).Contains(id))
            throw new AwsErrorException(kind.SnapshotExists, $"Cannot create the snapshot because a snapshot with the identifier {id} already exists.", 400);
        var document = new JsonObject
        {
            [kind.SnapshotIdentifier] = id,
            [kind.Snapshot + "Arn"] = $"arn:aws:rds:{call.Region}:{call.Account}:{kind.SnapshotArnType}:{id}",
            ["SnapshotCreateTime"] = call.Now.Timestamp(),
            ["SnapshotType"] = "manual",
            ["Status"] = "available",
            ["PercentProgress"] = 100,
            [kind.EncryptedMember] = database.Flag("StorageEncrypted") == true,
            [SharedWith] = new JsonArray(),
        };
        database.CopyMembers(document, kind.Identifier, "Engine", "EngineVersion", "MasterUsername", "AllocatedStorage", "KmsKeyId");
        Table(call, kind).Put(id, document);
        return document;
    }

    private static JsonObject Create(CallContext call, JsonObject input, DatabaseKind kind)
    {
        var id = DatabaseKind.NewIdentifier(input, kind.SnapshotIdentifier, LongestIdentifier);
        var document = Make(call, Databases.Require(call, input, kind), id, kind);
        if (input["Tags"] is JsonArray tags)
            document = Table(call, kind).Update(id, changed => changed["TagList"] = tags.DeepClone());
        return new JsonObject { [kind.Snapshot] = Shown(document) };
    }

    private static JsonObject Describe(CallContext call, JsonObject input, DatabaseKind kind)
    {
        var snapshots = input.Text(kind.SnapshotIdentifier) is not null ? [Require(call, input, kind)] : Table(call, kind).List().Select(entry => entry.Value);
        // Those of the caller's account only; all of them are manual.
        var found = snapshots
            .Where(snapshot => input.Text("SnapshotType") is null or "manual")
            .Where(snapshot => input.Text(kind.Identifier) is null || snapshot.Text(kind.Identifier) == DatabaseKind.Named(call, input, kind.Identifier, kind.ArnType))
            .ToList();
        var page = call.Page(found, input.Text("Marker"), input.Number("MaxRecords"), 100, "InvalidParameterValue");
        return page.Answer("Marker", new JsonObject { [kind.Snapshot + "s"] = page.Items.Select(snapshot => (JsonNode?)Shown(snapshot)).ToJsonArray() });
    }

    private static JsonObject Delete(CallContext call, JsonObject input, DatabaseKind kind)
    {
        var document = Require(call, input, kind);
        Table(call, kind).Remove(document.RequiredText(kind.SnapshotIdentifier));
        var shown = Shown(document);
        shown["Status"] = "deleted";
        return new JsonObject { [kind.Snapshot] = shown };
    }

    private static JsonObject Modify(CallContext call, JsonObject input, DatabaseKind kind)
    {
        var document = Require(call, input, kind);
        if (input.RequiredText("AttributeName") != Restore)
            throw Invalid($"Invalid attribute name: {input.Text("AttributeName")}. The attribute of manual snapshots is restore.");
        var (added, removed) = (input.Texts("ValuesToAdd"), input.Texts("ValuesToRemove"));
        if (added.Concat(removed).FirstOrDefault(value => value != "all" && !(value.Length == 12 && value.All(char.IsAsciiDigit))) is { } wrong)
            throw Invalid($"Invalid account id: {wrong}");
        if (added.Contains("all", StringComparer.Ordinal) && document.Flag(kind.EncryptedMember) == true)
            throw Invalid("Encrypted snapshots cannot be shared publicly.");
        var shared = document.Texts(SharedWith).Except(removed, StringComparer.Ordinal).Union(added, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (shared.Count(value => value != "all") > MostAccounts)
            throw new AwsErrorException("SharedSnapshotQuotaExceeded", $"A snapshot can be shared with at most {MostAccounts} accounts.", 400);
        return Attributes(Table(call, kind).Update(document.RequiredText(kind.SnapshotIdentifier), changed => changed[SharedWith] = shared.ToJsonArray()), kind);
    }

    private static JsonObject Attributes(JsonObject snapshot, DatabaseKind kind) => new()
    {
        [kind.Snapshot + "AttributesResult"] = new JsonObject
        {
            [kind.SnapshotIdentifier] = snapshot.Text(kind.SnapshotIdentifier),
            [kind.Snapshot + "Attributes"] = new JsonArray(new JsonObject { ["AttributeName"] = Restore, ["AttributeValues"] = snapshot.Texts(SharedWith).ToJsonArray() }),
        },
    };

    private static JsonObject Shown(JsonObject document)
    {
        var shown = document.Copy();
        shown.Remove(SharedWith);
        return shown;
    }

    private static JsonObject Require(CallContext call, JsonObject input, DatabaseKind kind) =>
        Table(call, kind).Find(DatabaseKind.Named(call, input, kind.SnapshotIdentifier, kind.SnapshotArnType))
        ?? throw new AwsErrorException(kind.SnapshotNotFound, $"{kind.Snapshot} {input.Text(kind.SnapshotIdentifier)} not found.", 404);

    private static AwsErrorException Invalid(string message) => new("InvalidParameterValue", message, 400);

    private static ResourceTable Table(CallContext call, DatabaseKind kind) => call.Table(kind.SnapshotArnType);
}
