using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.Ec2;

/// <summary>Tags of EC2 resources: given at creation or set on any resource by its id.</summary>
internal static class Ec2Tags
{
    private static readonly (string Prefix, string Type)[] Types =
    [
        ("vpc-", Vpcs.Type), ("subnet-", Subnets.Type), ("sg-", SecurityGroups.Type), ("i-", Instances.Type), ("fl-", FlowLogs.Type),
        ("vol-", Volumes.Type), ("snap-", Snapshots.Type),
    ];

    public static void AddTo(ServiceRegistry registry)
    {
        registry.AddEc2("CreateTags", CreateTags);
        registry.AddEc2("DeleteTags", DeleteTags);
        registry.AddEc2("DescribeTags", DescribeTags);
    }

    /// <summary>The tags TagSpecifications gives resources of the type (<c>vpc</c>, <c>security-group</c>).</summary>
    public static JsonArray ForNew(JsonObject input, string resourceType) => TagList.Merge(
        null, input.Structures("TagSpecifications").Where(specification => specification.Text("ResourceType") == resourceType).SelectMany(specification => specification.Structures(StateLayout.Tags)));

    private static JsonObject CreateTags(CallContext call, JsonObject input)
    {
        foreach (var id in input.Texts("Resources"))
        {
            var type = TypeOf(call, id);
            call.Table(type).Update(id, document => document[StateLayout.Tags] = TagList.Merge(document[StateLayout.Tags], input.Structures(StateLayout.Tags)));
        }
        return [];
    }

    private static JsonObject DeleteTags(CallContext call, JsonObject input)
    {
        // Without keys all tags go; a tag with a value goes only if it has that value.
        var tags = input.Structures(StateLayout.Tags).ToList();
        foreach (var id in input.Texts("Resources"))
        {
            call.Table(TypeOf(call, id)).Update(id, document => document[StateLayout.Tags] = document.Structures(StateLayout.Tags)
                .Where(own => tags.Count > 0 && !tags.Any(tag => tag.Text("Key") == own.Text("Key") && (tag.Text("Value") is null || tag.Text("Value") == own.Text("Value"))))
                .Select(own => own.DeepClone()).ToJsonArray());
        }
        return [];
    }

    private static JsonObject DescribeTags(CallContext call, JsonObject input)
    {
        var tags = Types.SelectMany(type => call.Table(type.Type).List().SelectMany(entry => entry.Value.Structures(StateLayout.Tags).Select(tag => new JsonObject
        {
            ["Key"] = tag.Text("Key"),
            ["Value"] = tag.Text("Value"),
            ["ResourceId"] = entry.Key,
            ["ResourceType"] = type.Type,
        }))).ToList();
        var filter = new ResourceFilter(new(StringComparer.Ordinal)
        {
            ["key"] = tag => [tag.Text("Key")],
            ["value"] = tag => [tag.Text("Value")],
            ["resource-id"] = tag => [tag.Text("ResourceId")],
            ["resource-type"] = tag => [tag.Text("ResourceType")],
        });
        return new JsonObject { [StateLayout.Tags] = filter.Apply(tags, input).Select(tag => (JsonNode?)tag).ToJsonArray() };
    }

    private static string TypeOf(CallContext call, string id)
    {
        foreach (var (prefix, type) in Types)
        {
            if (id.StartsWith(prefix, StringComparison.Ordinal) && call.Table(type).Contains(id))
                return type;
        }
        throw new AwsErrorException("InvalidID", $"The ID '{id}' is not valid", 400);
    }
}
