using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.Organizations;

/// <summary>Tags of the root, units, accounts and policies.</summary>
internal static class OrganizationTags
{
    private const int PageSize = 50;

    public static JsonObject TagResource(CallContext call, JsonObject input)
    {
        var organization = OrganizationState.ForManagement(call);
        var (table, id, document) = Find(organization, input);
        var tags = document.Structures(StateLayout.Tags).ToDictionary(tag => tag.Text("Key")!, tag => tag.Text("Value")!, StringComparer.Ordinal);
        foreach (var tag in Checked(input.Structures("Tags")).OfType<JsonObject>())
            tags[tag.Text("Key")!] = tag.Text("Value")!;
        if (tags.Count > OrganizationsQuotas.Default.TagsPerResource)
            throw TooMany();
        table.Update(id, changed => changed[StateLayout.Tags] = TagList.Of(tags));
        return [];
    }

    public static JsonObject UntagResource(CallContext call, JsonObject input)
    {
        var organization = OrganizationState.ForManagement(call);
        var (table, id, document) = Find(organization, input);
        table.Update(id, changed => changed[StateLayout.Tags] = TagList.Without(document[StateLayout.Tags], input.Texts("TagKeys")));
        return [];
    }

    public static JsonObject ListTagsForResource(CallContext call, JsonObject input)
    {
        var organization = OrganizationState.ForReader(call);
        var (_, _, document) = Find(organization, input);
        var page = call.Page([.. document.Structures(StateLayout.Tags).Select(tag => tag.Copy())], input.Text("NextToken"), PageSize, PageSize, "InvalidInputException");
        return new JsonObject { ["Tags"] = page.Items.ToJsonArray() };
    }

    /// <summary>The tags given with a request, or the error their keys deserve.</summary>
    public static JsonArray Checked(IEnumerable<JsonObject> given)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var tag in given)
        {
            var (key, value) = (tag.RequiredText("Key", "InvalidInputException"), tag.Text("Value") ?? string.Empty);
            if (key.Length is 0 or > 128 || value.Length > 256)
                throw OrganizationsErrors.InvalidInput("MAX_LENGTH_EXCEEDED", "You provided a string parameter that is longer than allowed.");
            if (key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
                throw OrganizationsErrors.InvalidInput(
                    "INVALID_SYSTEM_TAGS_PARAMETER",
                    "You specified a tag key that is a system tag. You can't add, edit, or delete system tag keys because they're reserved for AWS use.");
            if (!tags.TryAdd(key, value))
                throw OrganizationsErrors.InvalidInput("DUPLICATE_TAG_KEY", "Tag keys must be unique among the tags attached to the same entity.");
        }
        return tags.Count <= OrganizationsQuotas.Default.TagsPerResource ? TagList.Of(tags) : throw TooMany();
    }

    private static AwsErrorException TooMany() =>
        OrganizationsErrors.Constraint("MAX_TAG_LIMIT_EXCEEDED", "You have exceeded the number of tags allowed on this resource.");

    private static (ResourceTable Table, string Id, JsonObject Document) Find(OrganizationState organization, JsonObject input)
    {
        var id = input.RequiredText("ResourceId", "InvalidInputException");
        if (organization.FindTarget(id) is { } target)
            return (target.Table, id, target.Document);
        if (organization.Policies.Find(id) is { } policy && policy.Flag("AwsManaged") != true)
            return (organization.Policies, id, policy);
        throw OrganizationsErrors.TargetNotFound();
    }
}
