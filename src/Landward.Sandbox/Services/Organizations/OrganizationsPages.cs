using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.Organizations;

/// <summary>Pages of the list operations of Organizations: at most 20 entries, token <c>NextToken</c>.</summary>
internal static class OrganizationsPages
{
    public static JsonObject Answer(CallContext call, JsonObject input, string member, IReadOnlyList<JsonObject> items)
    {
        ResultPage<JsonObject> page;
        try
        {
            page = call.Page(items, input.Text("NextToken"), input.Number("MaxResults"), OrganizationsQuotas.Default.PageSize, "InvalidInputException");
        }
        catch (AwsErrorException error) when (error.Code == "InvalidInputException")
        {
            throw OrganizationsErrors.InvalidInput("INVALID_NEXT_TOKEN", "You provided an invalid NextToken.");
        }
        return page.Answer(new JsonObject { [member] = page.Items.ToJsonArray() });
    }
}
