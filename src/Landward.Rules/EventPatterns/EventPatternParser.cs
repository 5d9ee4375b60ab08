using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;

namespace Landward.Rules.EventPatterns;

/// <summary>Pattern JSON to alternatives of fields. Throws <see cref="EventPatternFormatException"/> with EventBridge's reasons.</summary>
internal sealed class EventPatternParser
{
    /// <summary>How many conjunctions the <c>$or</c> of a pattern may multiply out to.</summary>
    private const int AlternativeLimit = 1000;

    /// <summary>How many <c>*</c> all wildcards of a pattern may hold; EventBridge refuses complex patterns too.</summary>
    private const int WildcardLimit = 64;

    private const string OrRelationship = "$or";

    /// <summary>Names that make <c>$or</c> an ordinary field when they stand inside it.</summary>
    private static readonly FrozenSet<string> ReservedNames = new[]
    {
        "exact", "exactly", "prefix", "suffix", "cidr", "anything-but", "numeric", "exists", "equals-ignore-case", "wildcard",
        "=", "<", "<=", ">", ">=", "regex", "not-wildcard", "not-equals-ignore-case", "date-after", "date-on-or-after",
        "date-before", "date-on-or-before", "in-date-range", "ip-address-in-range", "ip-address-not-in-range",
    }.ToFrozenSet(StringComparer.Ordinal);

    private int _stars;

    public static ImmutableArray<PatternAlternative> Parse(JsonElement pattern)
    {
        if (pattern.ValueKind != JsonValueKind.Object)
            throw new EventPatternFormatException("Filter is not an object");
        var alternatives = new EventPatternParser().ParseObject(pattern, string.Empty);
        return [.. alternatives.Select(fields => new PatternAlternative([.. fields.Values]))];
    }

    private List<SortedDictionary<string, PatternField>> ParseObject(JsonElement element, string prefix)
    {
        var alternatives = new List<SortedDictionary<string, PatternField>> { new(StringComparer.Ordinal) };
        var empty = true;
        foreach (var property in element.EnumerateObject())
        {
            empty = false;
            alternatives = Combine(alternatives, ParseMember(property, prefix));
        }
        if (empty)
            throw new EventPatternFormatException("Empty objects are not allowed");
        return alternatives;
    }

    private List<SortedDictionary<string, PatternField>> ParseMember(JsonProperty property, string prefix)
    {
        if (property.Name == OrRelationship && IsOrRelationship(property.Value))
            return [.. property.Value.EnumerateArray().SelectMany(branch => ParseObject(branch, prefix))];
        var path = prefix.Length == 0 ? property.Name : $"{prefix}.{property.Name}";
        return property.Value.ValueKind switch
        {
            JsonValueKind.Object => ParseObject(property.Value, path),
            JsonValueKind.Array => [new(StringComparer.Ordinal) { [path] = ParseValues(property.Value, path) }],
            _ => throw new EventPatternFormatException($"\"{property.Name}\" must be an object or an array"),
        };
    }

    private static bool IsOrRelationship(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array
        && value.GetArrayLength() >= 2
        && value.EnumerateArray().All(branch =>
            branch.ValueKind == JsonValueKind.Object && branch.EnumerateObject().All(member => !ReservedNames.Contains(member.Name)));

    private static List<SortedDictionary<string, PatternField>> Combine(
        List<SortedDictionary<string, PatternField>> left, List<SortedDictionary<string, PatternField>> right)
    {
        if ((long)left.Count * right.Count > AlternativeLimit)
            throw new EventPatternFormatException("Rule is too complex - too many combinations of $or");
        var combined = new List<SortedDictionary<string, PatternField>>(left.Count * right.Count);
        foreach (var before in left)
        {
            foreach (var after in right)
            {
                var fields = new SortedDictionary<string, PatternField>(before, StringComparer.Ordinal);
                foreach (var (path, field) in after)
                    fields[path] = field;
                combined.Add(fields);
            }
        }
        return combined;
    }

    private PatternField ParseValues(JsonElement array, string path)
    {
        var matchers = ImmutableArray.CreateBuilder<ValueMatcher>();
        var matchesAbsence = false;
        foreach (var value in array.EnumerateArray())
        {
            if (value.ValueKind == JsonValueKind.Object)
            {
                if (ParseExpression(value) is { } matcher)
                    matchers.Add(matcher);
                else
                    matchesAbsence = true;
            }
            else
            {
                matchers.Add(ParseLiteral(value));
            }
        }
        if (matchers.Count == 0 && !matchesAbsence)
            throw new EventPatternFormatException("Empty arrays are not allowed");
        return new PatternField(path, matchers.ToImmutable(), matchesAbsence);
    }

    private static ValueMatcher ParseLiteral(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => new LiteralText(value.GetString()!),
        JsonValueKind.Number => new LiteralNumber(value.GetRawText()),
        JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null => new LiteralConstant(value.ValueKind),
        _ => throw new EventPatternFormatException("Match value must be String, number, true, false, or null"),
    };

    /// <summary>A match expression; null stands for <c>{"exists": false}</c>.</summary>
    private ValueMatcher? ParseExpression(JsonElement expression)
    {
        var members = expression.EnumerateObject().ToArray();
        if (members.Length == 0)
            throw new EventPatternFormatException("Match expression name not found");
        if (members.Length > 1)
            throw new EventPatternFormatException("Only one key allowed in match expression");
        var (name, value) = (members[0].Name, members[0].Value);
        return name switch
        {
            "exactly" => new ExactText(Text(value, "exact")),
            "prefix" => Affix(value, "prefix", static (text, ignoreCase) => new TextPrefix(text, ignoreCase)),
            "suffix" => Affix(value, "suffix", static (text, ignoreCase) => new TextSuffix(text, ignoreCase)),
            "equals-ignore-case" => new TextIgnoringCase(Text(value, "equals-ignore-case")),
            "wildcard" => ParseWildcard(Text(value, "wildcard")),
            "anything-but" => ParseAnythingBut(value),
            "numeric" => NumericRangeParser.Parse(value),
            "cidr" => new InAddressBlock(AddressBlock.Parse(Text(value, "prefix"))),
            "exists" => value.ValueKind switch
            {
                JsonValueKind.True => new Present(),
                JsonValueKind.False => null,
                _ => throw new EventPatternFormatException("exists match pattern must be either true or false."),
            },
            _ => throw new EventPatternFormatException($"Unrecognized match type {name}"),
        };
    }

    private static ValueMatcher Affix(JsonElement value, string kind, Func<string, bool, ValueMatcher> create)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return create(Text(value, kind), false);
        var members = value.EnumerateObject().ToArray();
        if (members.Length == 0)
            throw new EventPatternFormatException("Match expression name not found");
        if (members.Length > 1)
            throw new EventPatternFormatException("Only one key allowed in match expression");
        if (members[0].Name != "equals-ignore-case")
            throw new EventPatternFormatException($"Unsupported {kind} pattern: {members[0].Name}");
        return create(Text(members[0].Value, "equals-ignore-case"), true);
    }

    private Wildcard ParseWildcard(string text)
    {
        var pattern = WildcardText.Parse(text);
        _stars += pattern.Stars;
        if (_stars > WildcardLimit)
        {
            throw new EventPatternFormatException(
                "Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character");
        }
        return new Wildcard(pattern);
    }

    private AnythingBut ParseAnythingBut(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                return ParseAnythingButExpression(value);
            case JsonValueKind.String or JsonValueKind.Number:
                return new AnythingBut([ParseExcluded(value)]);
            case JsonValueKind.Array:
                var items = value.EnumerateArray().ToArray();
                if (items.Any(item => item.ValueKind is not (JsonValueKind.String or JsonValueKind.Number)))
                    throw new EventPatternFormatException("Inside anything but list, start|null|boolean is not supported.");
                if (items.Select(item => item.ValueKind).Distinct().Count() != 1)
                {
                    throw new EventPatternFormatException(
                        "Inside anything but list, either all values are number or string, mixed type is not supported");
                }
                return new AnythingBut([.. items.Select(ParseExcluded)]);
            default:
                throw new EventPatternFormatException("Value of anything-but must be an array or single string/number value.");
        }
    }

    private static ValueMatcher ParseExcluded(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
            return new ExactText(value.GetString()!);
        NumericRangeParser.RequireComparable(value);
        return new LiteralNumber(value.GetRawText());
    }

    private AnythingBut ParseAnythingButExpression(JsonElement expression)
    {
        var members = expression.EnumerateObject().ToArray();
        if (members.Length == 0)
            throw new EventPatternFormatException("Match expression name not found");
        if (members.Length > 1)
            throw new EventPatternFormatException("Only one key allowed in match expression");
        var (name, value) = (members[0].Name, members[0].Value);
        Func<string, ValueMatcher> create = name switch
        {
            "prefix" => text => new TextPrefix(NotEmpty(text, name), IgnoreCase: false),
            "suffix" => text => new TextSuffix(NotEmpty(text, name), IgnoreCase: false),
            "equals-ignore-case" => text => new TextIgnoringCase(text),
            "wildcard" => ParseWildcard,
            _ => throw new EventPatternFormatException($"Unsupported anything-but pattern: {name}"),
        };
        if (value.ValueKind != JsonValueKind.Array)
            return new AnythingBut([create(Text(value, name))]);
        if (value.GetArrayLength() == 0)
            throw new EventPatternFormatException("Empty arrays are not allowed");
        return new AnythingBut([.. value.EnumerateArray().Select(item => create(Text(item, name)))]);
    }

    private static string NotEmpty(string text, string kind) =>
        text.Length > 0 ? text : throw new EventPatternFormatException($"Null {kind} not allowed");

    private static string Text(JsonElement value, string kind) =>
        value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new EventPatternFormatException($"{kind} match pattern must be a string");
}
