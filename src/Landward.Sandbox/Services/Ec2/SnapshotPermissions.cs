using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.Ec2;

/// <summary>Who may make volumes of a snapshot: accounts, or the group <c>all</c> ("Share an Amazon EBS snapshot", Amazon EBS User Guide).</summary>
internal static class SnapshotPermissions
{
    /// <summary>The member of a snapshot with its permissions, a list of {UserId} and {Group}.</summary>
    public const string Member = "CreateVolumePermissions";

    private const string Attribute = "createVolumePermission";
    private const string Everybody = "all";

    public static void AddTo(ServiceRegistry registry)
    {
        registry.AddEc2("ModifySnapshotAttribute", ModifySnapshotAttribute);
        registry.AddEc2("DescribeSnapshotAttribute", DescribeSnapshotAttribute);
        registry.AddEc2("ResetSnapshotAttribute", ResetSnapshotAttribute);
    }

    /// <summary>Whether the account, which is not asked to be another than the owner, may make volumes of the snapshot.</summary>
    public static bool Opens(JsonObject snapshot, string account) => snapshot.Text("OwnerId") == account
        || snapshot.Structures(Member).Any(permission => permission.Text("Group") == Everybody || permission.Text("UserId") == account);

    private static JsonObject ModifySnapshotAttribute(CallContext call, JsonObject input)
    {
        var snapshot = Snapshots.RequireOwn(call, input);
        var (added, removed) = Changes(input);
        if (added.Count + removed.Count == 0)
            throw new AwsErrorException("InvalidParameterCombination", "Must specify a permission to add or to remove", 400);
        if (added.Concat(removed).FirstOrDefault(name => name != Everybody && !(name.Length == 12 && name.All(char.IsAsciiDigit))) is { } wrong)
            throw new AwsErrorException("InvalidUserID.Malformed", $"Invalid user id: '{wrong}'", 400);
        if (added.Contains(Everybody))
        {
            if (snapshot.Flag("Encrypted") == true)
                throw new AwsErrorException("OperationNotPermitted", "Encrypted snapshots cannot be shared publicly", 400);
            // Both states of the block refuse new public shares ("Block public access for Amazon EBS snapshots").
            if (call.Table(AccountDefaults.Type).Find(AccountDefaults.Type)?.Text(AccountDefaults.SnapshotBlockPublicAccess) is not (null or "unblocked"))
                throw new AwsErrorException("OperationNotPermitted", "You can't publicly share snapshots because block public access for snapshots is enabled in this Region.", 400);
        }
        var names = snapshot.Structures(Member).Select(permission => permission.Text("UserId") ?? Everybody)
            .Except(removed, StringComparer.Ordinal).Union(added, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        call.Table(Snapshots.Type).Update(snapshot.RequiredText("SnapshotId"), document =>
            document[Member] = names.Select(name => (JsonNode?)new JsonObject { [name == Everybody ? "Group" : "UserId"] = name }).ToJsonArray());
        return [];
    }

    // Two ways to say it: lists of permissions, or names with the kind of change.
    private static (HashSet<string> Added, HashSet<string> Removed) Changes(JsonObject input)
    {
        if (input.Text("Attribute") is not (null or Attribute))
            throw Ec2Service.InvalidParameterValue($"Value ({input.Text("Attribute")}) for parameter attribute is invalid.");
        var permission = input.Structure("CreateVolumePermission") ?? [];
        var (added, removed) = (Names(permission, "Add"), Names(permission, "Remove"));
        var named = input.Texts("UserIds").Concat(input.Texts("GroupNames")).ToList();
        if (named.Count > 0)
        {
            var target = input.Text("OperationType") switch
            {
                "add" => added,
                "remove" => removed,
                _ => throw Ec2Service.MissingParameter("operationType"),
            };
            target.UnionWith(named);
        }
        return (added, removed);

        static HashSet<string> Names(JsonObject permission, string member) =>
            permission.Structures(member).Select(entry => entry.Text("UserId") ?? entry.Text("Group") ?? string.Empty).ToHashSet(StringComparer.Ordinal);
    }

    private static JsonObject DescribeSnapshotAttribute(CallContext call, JsonObject input)
    {
        var snapshot = Snapshots.RequireOwn(call, input);
        var output = new JsonObject { ["SnapshotId"] = snapshot.Text("SnapshotId") };
        if (input.RequiredText("Attribute") == Attribute)
            output[Member] = snapshot[Member]?.DeepClone() ?? new JsonArray();
        else
            output["ProductCodes"] = new JsonArray();
        return output;
    }

    private static JsonObject ResetSnapshotAttribute(CallContext call, JsonObject input)
    {
        var snapshot = Snapshots.RequireOwn(call, input);
        if (input.RequiredText("Attribute") != Attribute)
            throw Ec2Service.InvalidParameterValue($"Value ({input.Text("Attribute")}) for parameter attribute is invalid.");
        call.Table(Snapshots.Type).Update(snapshot.RequiredText("SnapshotId"), document => document.Remove(Member));
        return [];
    }
}
