using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.Ec2;

/// <summary>EBS snapshots; whom they are shared with is in <see cref="SnapshotPermissions"/>.</summary>
internal static class Snapshots
{
    public const string Type = "snapshot";

    private static readonly ResourceFilter Filter = new(new(StringComparer.Ordinal)
    {
        ["snapshot-id"] = snapshot => [snapshot.Text("SnapshotId")],
        ["volume-id"] = snapshot => [snapshot.Text("VolumeId")],
        ["owner-id"] = snapshot => [snapshot.Text("OwnerId")],
        ["status"] = snapshot => [snapshot.Text("State")],
        ["encrypted"] = snapshot => [snapshot.Text("Encrypted")],
        ["description"] = snapshot => [snapshot.Text("Description")],
        ["volume-size"] = snapshot => [snapshot.Text("VolumeSize")],
    });

    public static void AddTo(ServiceRegistry registry)
    {
        registry.AddEc2("CreateSnapshot", CreateSnapshot);
        registry.AddEc2("DescribeSnapshots", DescribeSnapshots);
        registry.AddEc2("DeleteSnapshot", DeleteSnapshot);
        SnapshotPermissions.AddTo(registry);
    }

    public static AwsErrorException NotFound(string id) => new("InvalidSnapshot.NotFound", $"The snapshot '{id}' does not exist.", 400);

    /// <summary>A snapshot of the caller's account.</summary>
    public static JsonObject RequireOwn(CallContext call, JsonObject input)
    {
        var id = input.RequiredText("SnapshotId");
        return call.Table(Type).Find(id) ?? throw NotFound(id);
    }

    /// <summary>A snapshot that the caller's account owns, or may make volumes of.</summary>
    public static JsonObject RequireOpen(CallContext call, string id) =>
        Visible(call).FirstOrDefault(snapshot => snapshot.Text("SnapshotId") == id) ?? throw NotFound(id);

    private static JsonObject CreateSnapshot(CallContext call, JsonObject input)
    {
        var volumeId = input.RequiredText("VolumeId");
        var volume = call.Table(Volumes.Type).Find(volumeId) ?? throw Volumes.NotFound(volumeId);
        var snapshot = new JsonObject
        {
            ["SnapshotId"] = call.NewId("snap"),
            ["VolumeId"] = volumeId,
            ["VolumeSize"] = volume.Number("Size"),
            ["OwnerId"] = call.Account,
            ["State"] = "completed",
            ["Progress"] = "100%",
            ["StartTime"] = call.Now.Timestamp(),
            ["Description"] = input.Text("Description") ?? string.Empty,
            ["Encrypted"] = volume.Flag("Encrypted") == true,
            [StateLayout.Tags] = Ec2Tags.ForNew(input, Type),
        };
        volume.CopyMembers(snapshot, "KmsKeyId");
        call.Table(Type).Put(snapshot.RequiredText("SnapshotId"), snapshot);
        return Shown(snapshot);
    }

    private static JsonObject DescribeSnapshots(CallContext call, JsonObject input)
    {
        var (ids, owners, restorable) = (input.Texts("SnapshotIds"), input.Texts("OwnerIds"), input.Texts("RestorableByUserIds"));
        var visible = Visible(call).ToList();
        if (ids.FirstOrDefault(id => !visible.Exists(snapshot => snapshot.Text("SnapshotId") == id)) is { } absent)
            throw NotFound(absent);
        var asked = visible
            .Where(snapshot => ids.Count == 0 || ids.Contains(snapshot.Text("SnapshotId"), StringComparer.Ordinal))
            .Where(snapshot => owners.Count == 0 || owners.Any(owner => (owner == "self" ? call.Account : owner) == snapshot.Text("OwnerId")))
            .Where(snapshot => restorable.Count == 0 || restorable.Any(account => SnapshotPermissions.Opens(snapshot, account == "self" ? call.Account : account)));
        var page = call.Page(Filter.Apply(asked, input), input.Text("NextToken"), input.Number("MaxResults"), 1000, "InvalidNextToken");
        return page.Answer(new JsonObject { ["Snapshots"] = page.Items.Select(snapshot => (JsonNode?)Shown(snapshot)).ToJsonArray() });
    }

    private static JsonObject DeleteSnapshot(CallContext call, JsonObject input)
    {
        call.Table(Type).Remove(RequireOwn(call, input).RequiredText("SnapshotId"));
        return [];
    }

    // The account's own, and those of the organization's other accounts that are shared with it.
    private static IEnumerable<JsonObject> Visible(CallContext call)
    {
        var own = call.Table(Type).List().Select(entry => entry.Value);
        var accounts = call.TableOf(StateLayout.Organizations.Service, StateLayout.AnyAccount, ResourceKey.Global, StateLayout.Organizations.Account);
        var others = accounts.List().Where(account => account.Key != call.Account)
            .SelectMany(account => call.TableOf("ec2", account.Key, call.Region, Type).List())
            .Select(entry => entry.Value)
            .Where(snapshot => SnapshotPermissions.Opens(snapshot, call.Account));
        return own.Concat(others);
    }

    private static JsonObject Shown(JsonObject document)
    {
        var shown = document.Copy();
        shown.Remove(SnapshotPermissions.Member);
        return shown;
    }
}
