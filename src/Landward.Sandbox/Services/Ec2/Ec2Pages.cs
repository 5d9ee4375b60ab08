using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.Ec2;

/// <summary>The common way of Describe calls: by id (an unknown one is an error), filtered, in pages.</summary>
internal static class Ec2Pages
{
    /// <param name="idsMember">Input member with the ids, such as <c>VpcIds</c>.</param>
    /// <param name="notFound">Error for an id that does not exist.</param>
    public static JsonObject Describe(
        this CallContext call, JsonObject input, string type, string idsMember, string outputMember, ResourceFilter filter,
        Func<string, AwsErrorException> notFound, Func<JsonObject, JsonObject>? show = null, string filtersMember = "Filters")
    {
        var table = call.Table(type);
        var ids = input.Texts(idsMember);
        var resources = ids.Count > 0 ? ids.Select(id => table.Find(id) ?? throw notFound(id)) : table.List().Select(entry => entry.Value);
        var page = call.Page(filter.Apply(resources, input, filtersMember), input.Text("NextToken"), input.Number("MaxResults"), 1000, "InvalidNextToken");
        return page.Answer(new JsonObject { [outputMember] = page.Items.Select(resource => (JsonNode?)(show?.Invoke(resource) ?? resource.Copy())).ToJsonArray() });
    }
}
