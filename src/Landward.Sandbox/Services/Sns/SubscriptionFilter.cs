using System.Text.Json.Nodes;

namespace Landward.Sandbox.Services.Sns;

/// <summary>
/// Subscription filter policies: over message attributes, or over the message body where the scope says so
/// (https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html).
/// </summary>
internal static class SubscriptionFilter
{
    public static bool Accepts(JsonObject subscription, JsonObject message)
    {
        if (InputMembers.ParseObject(subscription.Text("FilterPolicy")) is not { Count: > 0 } policy)
            return true;
        if (subscription.Text("FilterPolicyScope") == "MessageBody")
            return InputMembers.ParseObject(message.Text("Message")) is { } body && Matches(policy, body);
        return Matches(policy, AttributeValues(message.Structure("MessageAttributes") ?? []));
    }

    private static bool Matches(JsonObject policy, JsonObject values) => policy.All(field => field.Value switch
    {
        JsonArray conditions => conditions.Any(condition => Holds(condition, Candidates(values[field.Key]))),
        JsonObject nested => values[field.Key] is JsonObject child && Matches(nested, child),
        _ => false,
    });

    private static List<JsonNode> Candidates(JsonNode? value) => value switch
    {
        null => [],
        JsonArray list => [.. list.OfType<JsonNode>()],
        _ => [value],
    };

    private static bool Holds(JsonNode? condition, List<JsonNode> candidates)
    {
        if (condition is not JsonObject rule)
            return candidates.Any(candidate => JsonNode.DeepEquals(candidate, condition));
        if (rule.Flag("exists") is { } exists)
            return exists == candidates.Count > 0;
        return candidates.Any(candidate => candidate is JsonValue && rule.All(test => Test(test.Key, test.Value, candidate.ToString())));
    }

    private static bool Test(string name, JsonNode? operand, string value) => name switch
    {
        "prefix" => value.StartsWith(operand?.ToString() ?? string.Empty, StringComparison.Ordinal),
        "suffix" => value.EndsWith(operand?.ToString() ?? string.Empty, StringComparison.Ordinal),
        "equals-ignore-case" => value.Equals(operand?.ToString(), StringComparison.OrdinalIgnoreCase),
        "anything-but" => !ResourcePolicyCheck.List(operand).Contains(value, StringComparer.Ordinal),
        "numeric" => operand is JsonArray terms && Numeric(terms, value),
        _ => false,
    };

    private static bool Numeric(JsonArray terms, string text)
    {
        if (!decimal.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var value))
            return false;
        for (var index = 0; index + 1 < terms.Count; index += 2)
        {
            if (!decimal.TryParse(terms[index + 1]?.ToString(), System.Globalization.CultureInfo.InvariantCulture, out var bound))
                return false;
            var holds = terms[index]?.ToString() switch
            {
                "=" => value == bound,
                "<" => value < bound,
                "<=" => value <= bound,
                ">" => value > bound,
                ">=" => value >= bound,
                _ => false,
            };
            if (!holds)
                return false;
        }
        return true;
    }

    private static JsonObject AttributeValues(JsonObject attributes)
    {
        var values = new JsonObject();
        foreach (var (name, node) in attributes)
        {
            if (node is not JsonObject attribute)
                continue;
            var text = attribute.Text("StringValue") ?? string.Empty;
            values[name] = attribute.Text("DataType") switch
            {
                "String.Array" => InputMembers.ParseArray(text),
                "Number" when decimal.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
                _ => JsonValue.Create(text),
            };
        }
        return values;
    }
}
