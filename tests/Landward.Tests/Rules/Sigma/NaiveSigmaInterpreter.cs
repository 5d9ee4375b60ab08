using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Landward.Rules.Sigma;

namespace Landward.Tests.Rules.Sigma;

/// <summary>
/// The semantics of rules written down a second time, slowly and over the syntax tree: every value's texts are listed, every pattern
/// becomes a regular expression, nothing is compiled or indexed. What the compiled engine is compared with.
/// </summary>
internal sealed class NaiveSigmaInterpreter(SigmaRule rule)
{
    public bool Matches(JsonNode root) => Holds(rule.Condition, root);

    private bool Holds(SigmaCondition condition, JsonNode root) => condition switch
    {
        SigmaCondition.Search search => SearchHolds(search.Name, root),
        SigmaCondition.Not not => !Holds(not.Operand, root),
        SigmaCondition.All all => all.Operands.All(operand => Holds(operand, root)),
        SigmaCondition.Any any => any.Operands.Any(operand => Holds(operand, root)),
        SigmaCondition.AtLeast atLeast => atLeast.Names.Count(name => SearchHolds(name, root)) >= atLeast.Count,
        _ => throw new InvalidOperationException(),
    };

    private bool SearchHolds(string name, JsonNode root) =>
        rule.Searches.Single(search => search.Name == name).Alternatives.Any(alternative => alternative.Items.All(item => ItemHolds(item, root)));

    private static bool ItemHolds(SigmaItem item, JsonNode? root)
    {
        if (item.Field is null)
            return item.Values.Any(keyword => Texts(root).Any(text => Like(text, $"*{keyword}*", cased: false)));
        var values = Walk(root, item.Field.Split('.')).ToList();
        if (!item.Elements.IsEmpty)
        {
            var elements = values.SelectMany(Flatten);
            return elements.Any(element => item.Elements.Any(alternative => alternative.Items.All(inner => ItemHolds(inner, element))));
        }
        if (item.Modifiers.Contains("exists"))
            return (values.Count > 0) == bool.Parse(item.Values[0]!);
        var results = item.Values.Select(value => ValueHolds(item, value, values, root));
        var holds = item.Modifiers.Contains("all") ? results.All(result => result) : results.Any(result => result);
        return holds != item.Modifiers.Contains("neq");
    }

    private static bool ValueHolds(SigmaItem item, string? value, List<JsonNode?> values, JsonNode? root)
    {
        if (value is null)
            return values.Count == 0 || values.Contains(null);
        var cased = item.Modifiers.Contains("cased");
        if (item.Modifiers.Contains("fieldref"))
        {
            var others = Walk(root, value.Split('.')).SelectMany(Flatten).Select(Form).OfType<string>().ToList();
            return values.SelectMany(Flatten).Select(Form).OfType<string>().Any(text => others.Exists(other => text.Equals(other, StringComparison.OrdinalIgnoreCase)));
        }
        var texts = values.SelectMany(Texts);
        if (item.Modifiers.Contains("re"))
            return texts.Any(text => Regex.IsMatch(text, value, RegexOptions.None, TimeSpan.FromSeconds(5)));
        if (item.Modifiers.Contains("gte"))
        {
            return texts.Any(text => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                && number >= decimal.Parse(value, CultureInfo.InvariantCulture));
        }
        var pattern = value;
        if (item.Modifiers.Contains("contains"))
            pattern = $"*{pattern}*";
        if (item.Modifiers.Contains("startswith"))
            pattern = $"{pattern}*";
        if (item.Modifiers.Contains("endswith"))
            pattern = $"*{pattern}";
        return texts.Any(text => Like(text, pattern, cased));
    }

    private static IEnumerable<JsonNode?> Walk(JsonNode? node, IEnumerable<string> path)
    {
        if (!path.Any())
            return [node];
        return node switch
        {
            JsonArray array => array.SelectMany(item => Walk(item, path)),
            JsonObject @object => @object.TryGetPropertyValue(path.First(), out var member) ? Walk(member, path.Skip(1)) : [],
            _ => [],
        };
    }

    private static IEnumerable<JsonNode?> Flatten(JsonNode? node) => node is JsonArray array ? array.SelectMany(Flatten) : [node];

    private static string? Form(JsonNode? node) => node switch
    {
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        JsonValue value => value.ToJsonString(),
        _ => null,
    };

    private static IEnumerable<string> Texts(JsonNode? node)
    {
        switch (node)
        {
            case null:
                return [];
            case JsonObject @object:
                return @object.SelectMany(member => Texts(member.Value)).Append(Canonical(node));
            case JsonArray array:
                return array.SelectMany(Texts).Append(Canonical(node));
            default:
                var text = Form(node)!;
                return Embedded(text) is { } embedded ? [text, embedded] : [text];
        }
    }

    private static string? Embedded(string text)
    {
        try
        {
            return JsonNode.Parse(text) is JsonObject or JsonArray ? Canonical(JsonNode.Parse(text)!) : null;
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    private static string Canonical(JsonNode node) => node.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private static bool Like(string text, string pattern, bool cased)
    {
        var expression = new StringBuilder("\\A");
        for (var i = 0; i < pattern.Length; i++)
        {
            var escaped = pattern[i] == '\\' && i + 1 < pattern.Length && "\\*?".Contains(pattern[i + 1]);
            if (escaped)
                expression.Append(Regex.Escape(pattern[++i].ToString()));
            else
                expression.Append(pattern[i] switch { '*' => "[\\s\\S]*", '?' => "[\\s\\S]", var other => Regex.Escape(other.ToString()) });
        }
        var options = RegexOptions.CultureInvariant | (cased ? RegexOptions.None : RegexOptions.IgnoreCase);
        return Regex.IsMatch(text, expression.Append("\\z").ToString(), options, TimeSpan.FromSeconds(5));
    }
}
