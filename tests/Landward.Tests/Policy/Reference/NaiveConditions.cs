using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Landward.Tests.Policy.Reference;

/// <summary>
/// Condition elements, read word for word from "Condition operators", "Multivalued context keys" and "Variables and tags" of
/// the IAM User Guide, with regular expressions and the framework's own parsers; slow and simple.
/// </summary>
internal sealed class NaiveConditions(Dictionary<string, string[]> context, bool variables)
{
    private enum Answer
    {
        No,
        Yes,
        Unreadable,
    }

    public bool Hold(JsonNode? block) =>
        block is null || block.AsObject().All(op => op.Value!.AsObject().All(key => Holds(op.Key, key.Key, Strings(key.Value!))));

    public static string[] Strings(JsonNode node) => node is JsonArray array ? [.. array.Select(item => item!.ToString())] : [node.ToString()];

    /// <summary>A pattern as a regular expression; null when a variable in it has no value.</summary>
    public string? Expression(string pattern, bool wildcards)
    {
        var result = new StringBuilder("\\A");
        for (var rest = pattern; rest.Length > 0;)
        {
            var variable = variables ? Regex.Match(rest, @"\A\$\{([^}]*)\}") : Match.Empty;
            if (variable.Success)
            {
                var text = variable.Groups[1].Value is "*" or "?" or "$" ? variable.Groups[1].Value : Value(variable.Groups[1].Value);
                if (text is null)
                    return null;
                result.Append(Regex.Escape(text));
                rest = rest[variable.Length..];
                continue;
            }
            result.Append(wildcards && rest[0] == '*' ? ".*" : wildcards && rest[0] == '?' ? "." : Regex.Escape(rest[..1]));
            rest = rest[1..];
        }
        return result.Append("\\z").ToString();
    }

    private string? Value(string body)
    {
        var fallback = Regex.Match(body, @"\A(.*?),\s*'(.*)'\s*\z");
        var key = fallback.Success ? fallback.Groups[1].Value.Trim() : body.Trim();
        if (context.TryGetValue(key, out var values) && !FuzzCase.IsMultivalued(key))
            return values[0];
        return fallback.Success ? fallback.Groups[2].Value : null;
    }

    private bool Holds(string written, string key, string[] wanted)
    {
        var set = Regex.Match(written, @"\A(ForAllValues|ForAnyValue):(.*)\z");
        var quantifier = set.Success ? set.Groups[1].Value : string.Empty;
        var op = set.Success ? set.Groups[2].Value : written;
        var ifExists = op.EndsWith("IfExists", StringComparison.Ordinal);
        op = ifExists ? op[..^8] : op;
        var present = context.TryGetValue(key, out var actual) && actual.Length > 0;
        if (op == "Null")
            return !ifExists && Array.Exists(wanted, value => value == (present ? "false" : "true"));
        if (op.Length == 0)
            return false;
        // An empty set is there, and only set operators may test a set.
        if (!present && actual is not null && quantifier.Length == 0)
            return false;
        if (!present)
            return quantifier == "ForAllValues" || (quantifier != "ForAnyValue" && (ifExists || op.Contains("Not", StringComparison.Ordinal)));
        if (quantifier.Length == 0)
            return !FuzzCase.IsMultivalued(key) && Matches(op, actual![0], wanted);
        if (actual is [""])
            return quantifier == "ForAllValues";
        return quantifier == "ForAllValues" ? actual!.All(value => Matches(op, value, wanted)) : actual!.Any(value => Matches(op, value, wanted));
    }

    private bool Matches(string op, string value, string[] wanted)
    {
        var negated = op.Contains("Not", StringComparison.Ordinal);
        var positive = op.Replace("Not", string.Empty, StringComparison.Ordinal);
        // The values are tried in turn; the first that is equal settles it, and an unreadable side never lets a negation hold.
        foreach (var item in wanted)
        {
            var answer = Compare(positive, value, item);
            if (answer == Answer.Yes)
                return !negated;
            if (answer == Answer.Unreadable && negated)
                return false;
        }
        return negated;
    }

    private Answer Compare(string op, string value, string wanted) => op switch
    {
        "StringEquals" => When(Expression(wanted, wildcards: false) is { } text && Regex.IsMatch(value, text, RegexOptions.Singleline)),
        "StringEqualsIgnoreCase" => When(Expression(wanted, wildcards: false) is { } text && Regex.IsMatch(value, text, RegexOptions.Singleline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)),
        "StringLike" => When(Expression(wanted, wildcards: true) is { } text && Regex.IsMatch(value, text, RegexOptions.Singleline)),
        "Bool" => bool.TryParse(value, out var one) && bool.TryParse(wanted, out var other) ? When(one == other) : Answer.Unreadable,
        "BinaryEquals" => When(value == wanted),
        "IpAddress" => CompareAddress(value, wanted),
        "ArnEquals" or "ArnLike" => CompareArn(value, wanted),
        _ when op.StartsWith("Numeric", StringComparison.Ordinal) => Order(op[7..], ReadNumber(value), ReadNumber(wanted)),
        _ => Order(op[4..], ReadDate(value), ReadDate(wanted)),
    };

    private static Answer When(bool yes) => yes ? Answer.Yes : Answer.No;

    private static Answer Order(string op, decimal? value, decimal? wanted)
    {
        if (value is null || wanted is null)
            return Answer.Unreadable;
        return When(op switch
        {
            "Equals" => value == wanted,
            "LessThan" => value < wanted,
            "LessThanEquals" => value <= wanted,
            "GreaterThan" => value > wanted,
            _ => value >= wanted,
        });
    }

    private static decimal? ReadNumber(string text) => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static decimal? ReadDate(string text)
    {
        if (text.All(char.IsAsciiDigit))
            return decimal.Parse(text, CultureInfo.InvariantCulture);
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date.ToUnixTimeSeconds() : null;
    }

    private static Answer CompareAddress(string value, string wanted)
    {
        if (!IPAddress.TryParse(value, out var address))
            return Answer.Unreadable;
        var range = wanted.Contains('/', StringComparison.Ordinal) ? wanted : wanted + (wanted.Contains(':', StringComparison.Ordinal) ? "/128" : "/32");
        return IPNetwork.TryParse(range, out var network) ? When(network.BaseAddress.AddressFamily == address.AddressFamily && network.Contains(address)) : Answer.Unreadable;
    }

    private Answer CompareArn(string value, string wanted)
    {
        var (one, other) = (value.Split(':', 6), wanted.Split(':', 6));
        if (one.Length < 6 || other.Length < 6)
            return Answer.Unreadable;
        return When(one.Zip(other).All(pair => Expression(pair.Second, wildcards: true) is { } text && Regex.IsMatch(pair.First, text, RegexOptions.Singleline)));
    }
}
