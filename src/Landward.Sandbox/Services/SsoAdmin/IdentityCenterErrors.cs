using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.SsoAdmin;

/// <summary>The errors Identity Center's two services answer, and their pages.</summary>
internal static class IdentityCenterErrors
{
    public static AwsErrorException NotFound(string message) => new("ResourceNotFoundException", message, 404);

    public static AwsErrorException Conflict(string message) => new("ConflictException", message, 409);

    public static AwsErrorException Validation(string message) => new("ValidationException", message, 400);

    public static AwsErrorException QuotaExceeded(string message) => new("ServiceQuotaExceededException", message, 402);

    public static AwsErrorException AccessDenied(CallContext call, string action) =>
        new("AccessDeniedException", $"User: {call.Caller.Arn} is not authorized to perform: {action}", 403);

    /// <summary>One page under <paramref name="member"/>, with NextToken when there are more.</summary>
    public static JsonObject Page(CallContext call, JsonObject input, string member, IReadOnlyList<JsonNode> items)
    {
        var page = call.Page(items, input.Text("NextToken"), input.Number("MaxResults"), IdentityCenterQuotas.Default.PageSize, "ValidationException");
        return page.Answer(new JsonObject { [member] = page.Items.ToJsonArray() });
    }
}
