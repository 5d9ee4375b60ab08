using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.Iam;

/// <summary>Tags of users, roles, managed policies and instance profiles.</summary>
internal static class IamTags
{
    public static JsonArray Checked(IEnumerable<JsonObject> given) => TagList.Of(Merge([], given));

    /// <summary>Registers Tag, Untag and List...Tags of one kind of resource.</summary>
    /// <param name="find">The resource the input names, to read.</param>
    /// <param name="findChangeable">The same, to change; refuses what belongs to AWS.</param>
    /// <param name="idMember">The member that is the resource's id in its table.</param>
    public static void AddTo(
        ServiceRegistry registry,
        string kind,
        Func<CallContext, JsonObject, JsonObject> find,
        Func<CallContext, JsonObject, JsonObject> findChangeable,
        Func<CallContext, ResourceTable> table,
        string idMember)
    {
        registry.Add("iam", $"Tag{kind}", (call, input) => Change(call, input, tags => TagList.Of(Merge(tags, input.Structures("Tags")))));
        registry.Add("iam", $"Untag{kind}", (call, input) =>
        {
            var keys = input.Texts("TagKeys");
            return Change(call, input, tags =>
                tags.Where(tag => !keys.Contains(tag.Text("Key")!, StringComparer.OrdinalIgnoreCase)).Select(tag => tag.DeepClone()).ToJsonArray());
        });
        registry.Add("iam", $"List{kind}Tags", (call, input) => IamPages.Answer(
            call, input, "Tags", [.. find(call, input).Structures(StateLayout.Tags).Select(tag => tag.DeepClone())]));

        JsonObject Change(CallContext call, JsonObject input, Func<IEnumerable<JsonObject>, JsonArray> change)
        {
            var document = findChangeable(call, input);
            table(call).Update(document.Text(idMember)!, changed => changed[StateLayout.Tags] = change(document.Structures(StateLayout.Tags)));
            return [];
        }
    }

    /// <summary>Tag keys are case-insensitive in IAM: a second spelling replaces the first.</summary>
    private static Dictionary<string, string> Merge(IEnumerable<JsonObject> existing, IEnumerable<JsonObject> given)
    {
        var tags = existing.ToDictionary(tag => tag.Text("Key")!, tag => tag.Text("Value") ?? string.Empty, StringComparer.OrdinalIgnoreCase);
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var tag in given)
        {
            var (key, value) = (tag.RequiredText("Key", "ValidationError"), tag.Text("Value") ?? string.Empty);
            if (key.Length is 0 or > 128 || value.Length > 256)
                throw IamErrors.Validation("A tag key has 1 to 128 characters and a tag value at most 256.");
            if (key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
                throw IamErrors.InvalidInput("System tags cannot be added/updated by requester. [Tag key prefixed by 'aws:']");
            if (!seen.Add(key))
                throw IamErrors.InvalidInput("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
            tags.Remove(key);
            tags[key] = value;
        }
        return tags.Count <= IamQuotas.TagsPerResource
            ? tags
            : throw IamErrors.LimitExceeded($"The number of tags has reached the maximum limit. Maximum allowed: {IamQuotas.TagsPerResource}.");
    }
}
