using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.Iam;

/// <summary>Pages of IAM's list operations: Marker, MaxItems (100, at most 1,000), IsTruncated.</summary>
internal static class IamPages
{
    private const int DefaultItems = 100;
    private const int MaxItems = 1000;

    public static JsonObject Answer(CallContext call, JsonObject input, string member, IReadOnlyList<JsonNode> items)
    {
        var page = Cut(call, input, items);
        return Finish(new JsonObject { [member] = page.Items.ToJsonArray() }, page.NextToken);
    }

    public static ResultPage<T> Cut<T>(CallContext call, JsonObject input, IReadOnlyList<T> items)
    {
        try
        {
            return call.Page(items, input.Text("Marker"), input.Number("MaxItems") ?? DefaultItems, MaxItems, "ValidationError");
        }
        catch (AwsErrorException error) when (error.Code == "ValidationError")
        {
            throw IamErrors.Validation("Invalid Marker.");
        }
    }

    public static JsonObject Finish(JsonObject output, string? nextToken)
    {
        output["IsTruncated"] = nextToken is not null;
        if (nextToken is not null)
            output["Marker"] = nextToken;
        return output;
    }
}
