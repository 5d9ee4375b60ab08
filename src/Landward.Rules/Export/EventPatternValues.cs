using System.Globalization;
using System.Text.Json.Nodes;
using Landward.Rules.Sigma;

namespace Landward.Rules.Export;

/// <summary>The list of values of one field of an event pattern.</summary>
/// <param name="hasVersions">Whether event names may carry a version.</param>
internal sealed class EventPatternValues(bool hasVersions)
{
    /// <summary>The bound of EventBridge's numeric matching.</summary>
    private const long LargestNumber = 5_000_000_000;

    public JsonArray Of(ExportTest test) => test.Negated ? Not(test) : new JsonArray([.. test.Values.SelectMany(value => Matchers(test, value))]);

    private IEnumerable<JsonNode?> Matchers(ExportTest test, ExportValue value) => value switch
    {
        ExportNull => [null, Exists(false)],
        ExportPresence => Present(test, Exists(true)),
        ExportText { IsAnything: true } => Present(test, AnyText()),
        ExportText { IsLiteral: true } text => Literal(test, text),
        ExportText text => [Wildcard(test, text)],
        ExportNumber number => [new JsonObject { ["numeric"] = new JsonArray(Sign(number.Comparison), Number(number.Bound)) }],
        ExportBlock block => [Block(block)],
        _ => throw new ExportException(test.Construct, "event patterns know no regular expressions."),
    };

    private IEnumerable<JsonNode?> Literal(ExportTest test, ExportText text)
    {
        var characters = text.Characters;
        yield return CloudTrailFields.ComparesAlike(test.Path, text) ? JsonValue.Create(characters) : new JsonObject { ["equals-ignore-case"] = characters };
        if (CloudTrailFields.IsText(test.Path))
        {
            if (hasVersions && test.Path == "eventName")
                yield return new JsonObject { ["prefix"] = characters + EventVersions.Start };
            yield break;
        }
        // Sigma compares the written form: the text "22" and the number 22 are the same to it, and so are "true" and true.
        if (bool.TryParse(characters, out var flag))
            yield return JsonValue.Create(flag);
        else if (characters.All(char.IsAsciiDigit) && long.TryParse(characters, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= LargestNumber)
            yield return JsonValue.Create(number);
    }

    private static JsonObject Wildcard(ExportTest test, ExportText text)
    {
        var inner = text.Characters.Trim(SigmaText.Any);
        var (open, closed) = (text.Characters[0] == SigmaText.Any, text.Characters[^1] == SigmaText.Any);
        var alike = CloudTrailFields.ComparesAlike(test.Path, text);
        if (!inner.Contains(SigmaText.Any, StringComparison.Ordinal) && open != closed)
            return new JsonObject { [open ? "suffix" : "prefix"] = alike ? JsonValue.Create(inner) : new JsonObject { ["equals-ignore-case"] = inner } };
        return alike
            ? new JsonObject { ["wildcard"] = Escape(text) }
            : throw new ExportException(test.Construct, "Sigma compares without case and EventBridge's wildcards with it, and the field's values are free text, spelled in any way.");
    }

    private static string Escape(ExportText text) => text.Characters
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal).Replace(SigmaText.Any, '*');

    private static IEnumerable<JsonNode?> Present(ExportTest test, JsonObject matcher) => CloudTrailFields.IsText(test.Path)
        ? [matcher]
        : throw new ExportException(test.Construct, "to EventBridge an object or an empty list is absent, and this field may be one.");

    private static JsonObject AnyText() => new() { ["prefix"] = string.Empty };

    private static JsonArray Not(ExportTest test)
    {
        if (test.Values is [ExportPresence])
            return new JsonArray(Exists(false));
        if (test.Values is [ExportNull])
            return new JsonArray([.. Present(test, AnyText())]);
        if (test.Values.Any(value => value is not ExportText { IsAnything: false }))
            throw new ExportException(test.Construct, "only texts can be negated in an event pattern.");
        var excluded = AnythingBut(test, [.. test.Values.Cast<ExportText>()]);
        return CloudTrailFields.IsAlwaysThere(test.Path) ? new JsonArray(excluded) : new JsonArray(Exists(false), excluded);
    }

    /// <summary><c>anything-but</c> takes one kind of comparison: texts, prefixes, suffixes, wildcards, or texts without case.</summary>
    private static JsonObject AnythingBut(ExportTest test, ExportText[] texts)
    {
        var alike = texts.All(text => CloudTrailFields.ComparesAlike(test.Path, text));
        if (texts.All(text => text.IsLiteral))
        {
            var list = new JsonArray([.. texts.Select(text => JsonValue.Create(text.Characters))]);
            return new JsonObject { ["anything-but"] = alike ? list : new JsonObject { ["equals-ignore-case"] = list } };
        }
        if (!alike)
            throw new ExportException(test.Construct, "Sigma compares without case and EventBridge's negated prefixes and wildcards with it, and the field's values are free text.");
        // A wildcard without a star is an equality, so all of them fit one list.
        return new JsonObject { ["anything-but"] = new JsonObject { ["wildcard"] = new JsonArray([.. texts.Select(text => JsonValue.Create(Escape(text)))]) } };
    }

    private static JsonNode Block(ExportBlock block)
    {
        var slash = block.Cidr.IndexOf('/', StringComparison.Ordinal);
        // Masks of a single address are not valid in EventBridge.
        if (slash < 0 || block.Cidr[slash..] is "/32" or "/128")
            return JsonValue.Create(slash < 0 ? block.Cidr : block.Cidr[..slash]);
        return new JsonObject { ["cidr"] = block.Cidr };
    }

    private static JsonObject Exists(bool exists) => new() { ["exists"] = exists };

    private static JsonNode Number(decimal number) => number == decimal.Truncate(number) && Math.Abs(number) < long.MaxValue ? JsonValue.Create((long)number) : JsonValue.Create(number);

    private static string Sign(Comparison comparison) => comparison switch
    {
        Comparison.Less => "<",
        Comparison.LessOrEqual => "<=",
        Comparison.Greater => ">",
        Comparison.GreaterOrEqual => ">=",
        _ => "=",
    };
}
