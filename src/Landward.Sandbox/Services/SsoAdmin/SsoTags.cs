using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.SsoAdmin;

/// <summary>Tags of permission sets.</summary>
internal static class SsoTags
{
    private const int MaxTags = 50;

    public static JsonObject TagResource(CallContext call, JsonObject input)
    {
        var (instance, set) = Find(call, input);
        instance.PermissionSets.Update(set.Text("PermissionSetArn")!, document => document["Tags"] = Merge(set.Structures("Tags"), input.Structures("Tags")));
        return [];
    }

    public static JsonObject UntagResource(CallContext call, JsonObject input)
    {
        var (instance, set) = Find(call, input);
        instance.PermissionSets.Update(set.Text("PermissionSetArn")!, document => document["Tags"] = TagList.Without(set["Tags"], input.Texts("TagKeys")));
        return [];
    }

    public static JsonObject ListTagsForResource(CallContext call, JsonObject input) =>
        IdentityCenterErrors.Page(call, input, "Tags", [.. Find(call, input).Set.Structures("Tags").Select(tag => tag.DeepClone())]);

    public static JsonArray Merge(IEnumerable<JsonObject> existing, IEnumerable<JsonObject> given)
    {
        var tags = existing.ToDictionary(tag => tag.Text("Key")!, tag => tag.Text("Value") ?? string.Empty, StringComparer.Ordinal);
        foreach (var tag in given)
        {
            var key = tag.RequiredText("Key");
            if (key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
                throw IdentityCenterErrors.Validation("Tag keys that start with aws: are reserved.");
            tags[key] = tag.Text("Value") ?? string.Empty;
        }
        return tags.Count <= MaxTags
            ? TagList.Of(tags)
            : throw IdentityCenterErrors.QuotaExceeded($"A resource has at most {MaxTags} tags.");
    }

    private static (IdentityCenterInstance Instance, JsonObject Set) Find(CallContext call, JsonObject input)
    {
        var arn = input.RequiredText("ResourceArn");
        return IdentityCenterInstance.Visible(call) is { } instance && instance.PermissionSets.Find(arn) is { } set
            ? (instance, set)
            : throw IdentityCenterErrors.NotFound($"Could not find resource with arn {arn}");
    }
}
