using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Landward.Rules.Sigma;

namespace Landward.Tests.Rules.Sigma;

/// <summary>
/// The semantics of rules written down a second time, slowly and over the syntax tree: every value's texts are listed, every pattern
/// becomes a regular expression, nothing is compiled or indexed. What the compiled engine is compared with, in tests and in the
/// benchmark's verification.
/// </summary>
/// <param name="lists">What placeholders stand for.</param>
/// <param name="otherForms">By field: another text a text of it may be taken for, or null.</param>
internal sealed class NaiveSigmaInterpreter(
    SigmaRule rule, IReadOnlyDictionary<string, ImmutableArray<string>> lists, IReadOnlyDictionary<string, Func<string, string?>> otherForms)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly Dictionary<string, Regex> _patterns = new(StringComparer.Ordinal);

    public NaiveSigmaInterpreter(SigmaRule rule)
        : this(rule, ImmutableDictionary<string, ImmutableArray<string>>.Empty, ImmutableDictionary<string, Func<string, string?>>.Empty)
    {
    }

    public bool Matches(JsonElement root) => Holds(rule.Condition, root);

    private bool Holds(SigmaCondition condition, JsonElement root) => condition switch
    {
        SigmaCondition.Search search => SearchHolds(search.Name, root),
        SigmaCondition.Not not => !Holds(not.Operand, root),
        SigmaCondition.All all => all.Operands.All(operand => Holds(operand, root)),
        SigmaCondition.Any any => any.Operands.Any(operand => Holds(operand, root)),
        SigmaCondition.AtLeast atLeast => atLeast.Names.Count(name => SearchHolds(name, root)) >= atLeast.Count,
        _ => throw new InvalidOperationException(),
    };

    private bool SearchHolds(string name, JsonElement root) =>
        rule.Searches.Single(search => search.Name == name).Alternatives.Any(alternative => alternative.Items.All(item => ItemHolds(item, root)));

    private bool ItemHolds(SigmaItem item, JsonElement root)
    {
        var values = item.Field is null ? [root] : Walk(root, item.Field.Split('.')).ToList();
        if (!item.Elements.IsEmpty)
            return values.SelectMany(Flatten).Any(element => item.Elements.Any(alternative => alternative.Items.All(inner => ItemHolds(inner, element))));
        if (item.Modifiers.Contains("exists"))
            return (values.Count > 0) == bool.Parse(item.Values[0]!);
        var results = item.Values.Select(value => Expanded(item, value).Any(one => ValueHolds(item, one, values, root)));
        var holds = item.Modifiers.Contains("all") ? results.All(result => result) : results.Any(result => result);
        return holds != item.Modifiers.Contains("neq");
    }

    private IEnumerable<string?> Expanded(SigmaItem item, string? value)
    {
        if (value is null || !item.Modifiers.Contains("expand"))
            return [value];
        var name = Regex.Match(value, @"(?<!\\)%(?<name>[\w.-]+)%", RegexOptions.ExplicitCapture, Patience);
        if (!name.Success)
            return [value.Replace("\\%", "%")];
        return lists[name.Groups["name"].Value]
            .Select(element => item.Modifiers.Contains("re") ? Regex.Escape(element) : element)
            .SelectMany(element => Expanded(item, value[..name.Index] + element + value[(name.Index + name.Length)..]));
    }

    private bool ValueHolds(SigmaItem item, string? value, List<JsonElement> values, JsonElement root)
    {
        if (value is null)
            return values.Count == 0 || values.Exists(found => found.ValueKind == JsonValueKind.Null);
        if (item.Modifiers.Contains("fieldref"))
        {
            var others = Walk(root, value.Split('.')).SelectMany(Flatten).Select(Form).OfType<string>().ToList();
            return values.SelectMany(Flatten).Select(Form).OfType<string>().Any(text => others.Exists(other => Related(item, text, other)));
        }
        var texts = values.SelectMany(found => Texts(found, item.Field));
        if (item.Modifiers.Contains("re"))
            return texts.Any(text => Pattern(value, Options(item)).IsMatch(text));
        if (item.Modifiers.Contains("cidr"))
            return texts.Any(text => Inside(text, value));
        if (item.Modifiers.FirstOrDefault(modifier => modifier is "minute" or "hour" or "day" or "week" or "month" or "year") is { } part)
        {
            return texts.Any(text => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
                && Compared(item, Part(part, date.UtcDateTime), value, otherwise: "eq"));
        }
        if (item.Modifiers.Any(modifier => modifier is "lt" or "lte" or "gt" or "gte"))
        {
            return texts.Any(text => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Compared(item, number, value, otherwise: "eq"));
        }
        return Encoded(item, value).Any(variant => texts.Any(text => Like(text, Around(item, variant), item.Modifiers.Contains("cased"))));
    }

    private static bool Related(SigmaItem item, string text, string other)
    {
        var comparison = item.Modifiers.Contains("cased") ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        return item.Modifiers.Contains("contains") ? text.Contains(other, comparison)
            : item.Modifiers.Contains("startswith") ? text.StartsWith(other, comparison)
            : item.Modifiers.Contains("endswith") ? text.EndsWith(other, comparison)
            : text.Equals(other, comparison);
    }

    private static bool Compared(SigmaItem item, decimal number, string value, string otherwise)
    {
        var bound = decimal.Parse(value, NumberStyles.Float, CultureInfo.InvariantCulture);
        return (item.Modifiers.FirstOrDefault(modifier => modifier is "lt" or "lte" or "gt" or "gte") ?? otherwise) switch
        {
            "lt" => number < bound,
            "lte" => number <= bound,
            "gt" => number > bound,
            "gte" => number >= bound,
            _ => number == bound,
        };
    }

    private static int Part(string part, DateTime date) => part switch
    {
        "minute" => date.Minute,
        "hour" => date.Hour,
        "day" => date.Day,
        "week" => ISOWeek.GetWeekOfYear(date),
        "month" => date.Month,
        _ => date.Year,
    };

    /// <summary>Bit by bit.</summary>
    private static bool Inside(string text, string block)
    {
        var parts = block.Split('/');
        if (!Regex.IsMatch(text, @"\A(\d+\.\d+\.\d+\.\d+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)\z", RegexOptions.ExplicitCapture, Patience) || !IPAddress.TryParse(text, out var address))
            return false;
        var network = IPAddress.Parse(parts[0]);
        if (address.AddressFamily != network.AddressFamily)
            return false;
        var (left, right) = (address.GetAddressBytes(), network.GetAddressBytes());
        var length = parts.Length == 1 ? left.Length * 8 : int.Parse(parts[1], CultureInfo.InvariantCulture);
        return Enumerable.Range(0, length).All(bit => ((left[bit / 8] ^ right[bit / 8]) & (0x80 >> (bit % 8))) == 0);
    }

    /// <summary>The patterns a value stands for; encoded ones are escaped, they have no wildcards.</summary>
    private static IEnumerable<string> Encoded(SigmaItem item, string value)
    {
        IEnumerable<string> variants = [value];
        Encoding? wide = null;
        foreach (var modifier in item.Modifiers)
        {
            var encoding = wide ?? Encoding.UTF8;
            var preamble = ReferenceEquals(wide, Marked) ? new byte[] { 0xFF, 0xFE } : [];
            switch (modifier)
            {
                case "windash":
                    variants = [.. variants.SelectMany(variant => Dashes(variant, 0))];
                    break;
                case "base64":
                    variants = [.. variants.Select(variant => Convert.ToBase64String([.. preamble, .. encoding.GetBytes(Plain(variant))]))];
                    break;
                case "base64offset":
                    variants = [.. variants.SelectMany(variant => Offsets([.. preamble, .. encoding.GetBytes(Plain(variant))]))];
                    break;
                case "utf16" or "utf16le" or "wide" or "utf16be":
                    wide = modifier == "utf16be" ? Encoding.BigEndianUnicode : modifier == "utf16" ? Marked : Encoding.Unicode;
                    break;
                default:
                    break;
            }
        }
        if (wide is null || item.Modifiers.Any(modifier => modifier.StartsWith("base64", StringComparison.Ordinal)))
            return variants;
        // Without base64 the bytes stand in the text as the characters with their numbers; such values have no wildcards here.
        return variants.Select(variant => Encoding.Latin1.GetString([.. wide.GetPreamble().Take(ReferenceEquals(wide, Marked) ? 2 : 0), .. wide.GetBytes(variant)]));
    }

    private static readonly UnicodeEncoding Marked = new(bigEndian: false, byteOrderMark: true);

    private static string Plain(string value) => Regex.Replace(value, @"\\(?<escaped>[\\*?])", "${escaped}", RegexOptions.ExplicitCapture, Patience);

    private static IEnumerable<string> Dashes(string text, int from)
    {
        var dash = new Regex(@"(?<!\w)[-/\u2013\u2014\u2015](?=\w)", RegexOptions.ExplicitCapture, Patience).Match(text, from);
        return dash.Success
            ? "-/\u2013\u2014\u2015".SelectMany(other => Dashes(text[..dash.Index] + other + text[(dash.Index + 1)..], dash.Index + 1))
            : [text];
    }

    /// <summary>What of the encoded text depends on no bit of what stands around the value.</summary>
    private static IEnumerable<string> Offsets(byte[] bytes)
    {
        for (var offset = 0; offset < 3; offset++)
        {
            var one = Convert.ToBase64String([.. Enumerable.Repeat((byte)0, offset), .. bytes, .. new byte[3]]);
            var other = Convert.ToBase64String([.. Enumerable.Repeat((byte)0xFF, offset), .. bytes, .. Enumerable.Repeat((byte)0xFF, 3)]);
            var same = string.Concat(one.Zip(other).Select(pair => pair.First == pair.Second ? pair.First : ' ')).Trim();
            yield return same.Split(' ')[0];
        }
    }

    private static string Around(SigmaItem item, string pattern) =>
        item.Field is null || item.Modifiers.Contains("contains") ? $"*{pattern}*"
            : item.Modifiers.Contains("startswith") ? $"{pattern}*"
            : item.Modifiers.Contains("endswith") ? $"*{pattern}"
            : pattern;

    private static IEnumerable<JsonElement> Walk(JsonElement node, IEnumerable<string> path)
    {
        if (!path.Any())
            return [node];
        return node.ValueKind switch
        {
            JsonValueKind.Array => node.EnumerateArray().SelectMany(item => Walk(item, path)),
            JsonValueKind.Object => node.TryGetProperty(path.First(), out var member) ? Walk(member, path.Skip(1)) : [],
            _ => [],
        };
    }

    private static IEnumerable<JsonElement> Flatten(JsonElement node) => node.ValueKind == JsonValueKind.Array ? node.EnumerateArray().SelectMany(Flatten) : [node];

    private static string? Form(JsonElement node) => node.ValueKind switch
    {
        JsonValueKind.String => node.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => node.GetRawText(),
        _ => null,
    };

    private IEnumerable<string> Texts(JsonElement node, string? field)
    {
        switch (node.ValueKind)
        {
            case JsonValueKind.Object:
                return node.EnumerateObject().SelectMany(member => Texts(member.Value, null)).Append(Canonical(node));
            case JsonValueKind.Array:
                return node.EnumerateArray().SelectMany(item => Texts(item, field)).Append(Canonical(node));
            case JsonValueKind.String:
                var text = node.GetString()!;
                var other = field is not null && otherForms.TryGetValue(field, out var form) ? form(text) : null;
                return new[] { text, other, Embedded(text) }.OfType<string>();
            default:
                return Form(node) is { } scalar ? [scalar] : [];
        }
    }

    private static string? Embedded(string text)
    {
        if (text.Length < 2 || (text.Trim() is not ['{', .., '}'] && text.Trim() is not ['[', .., ']']))
            return null;
        try
        {
            using var document = JsonDocument.Parse(text);
            return Canonical(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Canonical(JsonElement node)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            node.WriteTo(writer);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static RegexOptions Options(SigmaItem item) =>
        (item.Modifiers.Contains("i") ? RegexOptions.IgnoreCase : RegexOptions.None)
        | (item.Modifiers.Contains("m") ? RegexOptions.Multiline : RegexOptions.None)
        | (item.Modifiers.Contains("s") ? RegexOptions.Singleline : RegexOptions.None);

    private bool Like(string text, string pattern, bool cased)
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
        return Pattern(expression.Append("\\z").ToString(), cased ? RegexOptions.None : RegexOptions.IgnoreCase).IsMatch(text);
    }

    private Regex Pattern(string expression, RegexOptions options)
    {
        var key = $"{(int)options} {expression}";
        if (!_patterns.TryGetValue(key, out var pattern))
            _patterns.Add(key, pattern = new Regex(expression, options | RegexOptions.CultureInvariant, Patience));
        return pattern;
    }
}
