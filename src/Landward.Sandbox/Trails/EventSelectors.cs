using System.Text.Json.Nodes;
using Landward.Model;

namespace Landward.Sandbox.Trails;

/// <summary>
/// Which events a trail's basic or advanced event selectors choose. Without selectors: all management events, no data events.
/// Source: "PutEventSelectors", AWS CloudTrail API Reference.
/// </summary>
internal static class EventSelectors
{
    public static bool Select(JsonObject trail, RecordedEvent item)
    {
        if (trail["AdvancedEventSelectors"] is JsonArray { Count: > 0 } advanced)
            return advanced.OfType<JsonObject>().Any(selector => MatchesAdvanced(selector, item));
        if (trail["EventSelectors"] is JsonArray { Count: > 0 } basic)
            return basic.OfType<JsonObject>().Any(selector => MatchesBasic(selector, item));
        return item.IsManagement;
    }

    private static bool MatchesBasic(JsonObject selector, RecordedEvent item)
    {
        var wanted = (string?)selector["ReadWriteType"] switch
        {
            "ReadOnly" => item.IsReadOnly,
            "WriteOnly" => !item.IsReadOnly,
            _ => true,
        };
        if (!wanted)
            return false;
        if (item.IsManagement)
        {
            return (bool?)selector["IncludeManagementEvents"] != false
                && !Texts(selector["ExcludeManagementEventSources"]).Contains(item.EventSource, StringComparer.Ordinal);
        }
        return (selector["DataResources"] as JsonArray ?? []).OfType<JsonObject>().Any(resource =>
            (string?)resource["Type"] == DataType(item)
            && Texts(resource["Values"]).Any(value => item.Resources.Any(arn => arn.StartsWith(Prefix(value), StringComparison.Ordinal))));
    }

    private static bool MatchesAdvanced(JsonObject selector, RecordedEvent item) =>
        (selector["FieldSelectors"] as JsonArray ?? []).OfType<JsonObject>().All(field => MatchesField(field, item));

    private static bool MatchesField(JsonObject field, RecordedEvent item)
    {
        string?[] values = (string?)field["Field"] switch
        {
            "eventCategory" => [item.IsManagement ? "Management" : "Data"],
            "eventName" => [item.EventName],
            "eventSource" => [item.EventSource],
            "readOnly" => [item.IsReadOnly ? "true" : "false"],
            "resources.type" => [DataType(item)],
            "resources.ARN" => [.. item.Resources],
            "errorCode" => [item.ErrorCode],
            _ => [],
        };
        return Holds("Equals", static (value, text) => value == text, negated: false)
            && Holds("StartsWith", static (value, text) => value.StartsWith(text, StringComparison.Ordinal), negated: false)
            && Holds("EndsWith", static (value, text) => value.EndsWith(text, StringComparison.Ordinal), negated: false)
            && Holds("NotEquals", static (value, text) => value == text, negated: true)
            && Holds("NotStartsWith", static (value, text) => value.StartsWith(text, StringComparison.Ordinal), negated: true)
            && Holds("NotEndsWith", static (value, text) => value.EndsWith(text, StringComparison.Ordinal), negated: true);

        bool Holds(string name, Func<string, string, bool> test, bool negated)
        {
            var texts = Texts(field[name]);
            return texts.Count == 0 || values.OfType<string>().Any(value => texts.Any(text => test(value, text))) != negated;
        }
    }

    private static string? DataType(RecordedEvent item) => item.EventSource switch
    {
        "s3.amazonaws.com" => "AWS::S3::Object",
        "sns.amazonaws.com" => "AWS::SNS::Topic",
        "sqs.amazonaws.com" => "AWS::SQS::Queue",
        _ => null,
    };

    /// <summary><c>arn:aws:s3</c> and <c>arn:aws:s3:::</c> mean every bucket; <c>arn:aws:s3:::bucket/</c> all objects of one.</summary>
    private static string Prefix(string value) => Arn.TryParse(value, out _) ? value : value.TrimEnd(':') + ":";

    private static List<string> Texts(JsonNode? node) => node is JsonArray list ? [.. list.OfType<JsonValue>().Select(value => value.ToString())] : [];
}
