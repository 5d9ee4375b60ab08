using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.CloudTrail;

/// <summary>AddTags, RemoveTags and ListTags.</summary>
internal static class TrailTags
{
    private const int MostTags = 50;

    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("cloudtrail", "AddTags", AddTags);
        registry.Add("cloudtrail", "RemoveTags", RemoveTags);
        registry.Add("cloudtrail", "ListTags", ListTags);
    }

    private static JsonObject AddTags(CallContext call, JsonObject input)
    {
        Change(call, input, tags =>
        {
            foreach (var tag in input.Structures("TagsList"))
                tags[tag.RequiredText("Key")] = tag.Text("Value") ?? string.Empty;
            if (tags.Count > MostTags)
                throw new AwsErrorException("TagsLimitExceededException", $"The number of tags per trail, {MostTags}, is exceeded.");
        });
        return [];
    }

    private static JsonObject RemoveTags(CallContext call, JsonObject input)
    {
        Change(call, input, tags =>
        {
            foreach (var tag in input.Structures("TagsList"))
                tags.Remove(tag.RequiredText("Key"));
        });
        return [];
    }

    private static JsonObject ListTags(CallContext call, JsonObject input)
    {
        var lists = input.Texts("ResourceIdList").Select(id => (JsonNode?)new JsonObject
        {
            ["ResourceId"] = id,
            ["TagsList"] = Trail.Require(call, id).Document[StateLayout.Tags]?.DeepClone() ?? new JsonArray(),
        });
        return new JsonObject { ["ResourceTagList"] = lists.ToJsonArray() };
    }

    private static void Change(CallContext call, JsonObject input, Action<SortedDictionary<string, string>> change)
    {
        var trail = Trail.RequireForChange(call, input.RequiredText("ResourceId"));
        var tags = new SortedDictionary<string, string>(ResourceTags.Read(trail.Document[StateLayout.Tags]), StringComparer.Ordinal);
        change(tags);
        trail.Update(call, document => document[StateLayout.Tags] = TagList.Of(tags));
    }
}
