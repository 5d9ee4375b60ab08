using System.Globalization;
using System.Text.Json.Nodes;

namespace Landward.Sandbox.Services.GuardDuty;

/// <summary>Criteria over findings: attribute paths in camel case, conditions ANDed (https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_filter-findings.html).</summary>
internal static class FindingCriteria
{
    public static bool Matches(JsonObject criteria, JsonObject finding) => criteria.All(criterion => criterion.Value is JsonObject condition && Holds(condition, Values(finding, criterion.Key)));

    /// <summary>The values at a path such as <c>service.action.actionType</c>; lists on the way are walked.</summary>
    public static List<string> Values(JsonObject finding, string path)
    {
        IEnumerable<JsonNode> nodes = [finding];
        foreach (var part in path.Split('.'))
        {
            var member = char.ToUpperInvariant(part[0]) + part[1..];
            nodes = nodes.SelectMany(node => node is JsonArray list ? list.OfType<JsonNode>() : [node]).OfType<JsonObject>().Select(node => node[member]).OfType<JsonNode>();
        }
        return [.. nodes.SelectMany(node => node is JsonArray list ? list.OfType<JsonNode>() : [node]).OfType<JsonValue>().Select(value => value.ToString())];
    }

    private static bool Holds(JsonObject condition, List<string> values) => condition.All(test => test.Key switch
    {
        "Eq" or "Equals" => condition.Texts(test.Key).Any(values.Contains),
        "Neq" or "NotEquals" => !condition.Texts(test.Key).Any(values.Contains),
        "Gt" or "GreaterThan" => Compare(values, condition.Number(test.Key), result => result > 0),
        "Gte" or "GreaterThanOrEqual" => Compare(values, condition.Number(test.Key), result => result >= 0),
        "Lt" or "LessThan" => Compare(values, condition.Number(test.Key), result => result < 0),
        "Lte" or "LessThanOrEqual" => Compare(values, condition.Number(test.Key), result => result <= 0),
        "Matches" => condition.Texts(test.Key).Any(pattern => values.Exists(value => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, value, ignoreCase: false))),
        "NotMatches" => !condition.Texts(test.Key).Any(pattern => values.Exists(value => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, value, ignoreCase: false))),
        _ => throw Detectors.BadRequest($"The request is rejected because the condition {test.Key} is not supported."),
    });

    // Times are compared as Unix milliseconds, which is how callers give them.
    private static bool Compare(List<string> values, long? bound, Func<int, bool> accepts) => bound is not null && values.Exists(value =>
        double.TryParse(value, CultureInfo.InvariantCulture, out var number) ? accepts(number.CompareTo((double)bound.Value))
        : DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && accepts(time.ToUnixTimeMilliseconds().CompareTo(bound.Value)));
}
