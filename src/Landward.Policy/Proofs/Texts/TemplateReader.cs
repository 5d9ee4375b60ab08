namespace Landward.Policy.Proofs;

/// <summary>A value of a policy as a set of texts.</summary>
/// <param name="Pattern">Null when nothing can match, whatever the request.</param>
/// <param name="IsMalformed">The value can never be compared.</param>
/// <param name="IsVague">What it matches depends on more than one unknown text per variable; the pattern is then wider than the truth.</param>
/// <param name="Variables">The keys of its policy variables.</param>
internal readonly record struct TemplateReading(TextPattern? Pattern, bool IsMalformed, bool IsVague, IReadOnlyList<string> Variables);

/// <summary>
/// Reads values with wildcards and policy variables. A variable becomes one token, the same in every value of a query: what
/// holds for a token that no pattern mentions holds for every value.
/// </summary>
internal sealed class TemplateReader
{
    private const int SegmentCount = 6;
    private const int MaxVariables = 0x700;

    private readonly Dictionary<string, char> _tokens = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The keys of the variables read so far, with their tokens.</summary>
    public IReadOnlyDictionary<string, char> Tokens => _tokens;

    /// <param name="text">As written.</param>
    /// <param name="variables">False for documents of version 2008-10-17.</param>
    /// <param name="wildcards">False where <c>*</c> is a character like others.</param>
    /// <param name="segment">The wildcards stop at colons.</param>
    /// <param name="absent">The keys that are absent, so that their variables take the default; null when nobody knows.</param>
    public TemplateReading Read(string text, bool variables, bool wildcards = true, bool segment = false, IReadOnlySet<string>? absent = null)
    {
        var symbols = new List<int>();
        var keys = new List<string>();
        var vague = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (variables && text[i] == '$' && i + 1 < text.Length && text[i + 1] == '{' && text.IndexOf('}', i + 2) is var close and > 0)
            {
                var body = text[(i + 2)..close];
                if (body is "*" or "?" or "$")
                {
                    symbols.Add(body[0]);
                }
                else
                {
                    var comma = body.IndexOf(',', StringComparison.Ordinal);
                    var key = (comma < 0 ? body : body[..comma]).Trim();
                    keys.Add(key);
                    if (comma >= 0 && absent?.Contains(key) == true && DefaultOf(body[(comma + 1)..]) is { } fallback)
                    {
                        symbols.AddRange(fallback.Select(character => (int)character));
                    }
                    else
                    {
                        // Nobody knows whether it is the value or the default: a star is both and more.
                        vague |= comma >= 0 && absent is null;
                        symbols.Add((comma >= 0 && absent is null) || TokenOf(key) is not { } token ? Symbols.Star : token);
                    }
                }
                i = close;
            }
            else
            {
                symbols.Add(wildcards && text[i] is '*' ? (segment ? Symbols.SegmentStar : Symbols.Star)
                    : wildcards && text[i] is '?' ? (segment ? Symbols.SegmentAny : Symbols.Any)
                    : text[i]);
            }
        }
        return new TemplateReading(new TextPattern(symbols), IsMalformed: false, vague || _tokens.Count >= MaxVariables, keys);
    }

    /// <summary>The value of an Arn operator: six segments, wildcards inside each; <c>*</c> alone is every ARN.</summary>
    public TemplateReading ReadArn(string text, bool variables)
    {
        if (text == "*")
            return new TemplateReading(TextPattern.AnyArn, false, false, []);
        if (SplitArn(text, variables) is not { } segments || segments[0].Length == 0 || segments[1].Length == 0 || segments[2].Length == 0)
            return new TemplateReading(null, IsMalformed: true, IsVague: false, []);
        return Join([.. segments.Select((segment, index) => Read(segment, variables, segment: index < SegmentCount - 1))], needsPartition: true);
    }

    /// <summary>The value of a Resource element: a short pattern goes on with stars; variables only in the last segment.</summary>
    public TemplateReading ReadResource(string text, bool variables, IReadOnlySet<string>? absent = null)
    {
        var segments = text.Split(':', SegmentCount);
        var readings = new TemplateReading[SegmentCount];
        for (var i = 0; i < SegmentCount; i++)
        {
            var last = i == SegmentCount - 1;
            readings[i] = Read(i < segments.Length ? segments[i] : "*", variables && last, segment: !last, absent: absent);
        }
        return Join(readings, needsPartition: false);
    }

    private static TemplateReading Join(TemplateReading[] segments, bool needsPartition)
    {
        var vague = segments.Any(segment => segment.IsVague);
        string[] variables = [.. segments.SelectMany(segment => segment.Variables)];
        if (segments[0].Variables.Count > 0)
            return new TemplateReading(TextPattern.AnyArn, false, IsVague: true, variables);
        if (!segments[0].Pattern!.Matches("arn"))
            return new TemplateReading(null, false, vague, variables);
        var pattern = TextPattern.Literal("arn");
        for (var i = 1; i < segments.Length; i++)
        {
            // A text without partition is no ARN to an Arn operator.
            var stars = needsPartition && i == 1 && segments[i].Pattern!.Row is [Symbols.SegmentStar];
            pattern = pattern.Then([':', .. stars ? [Symbols.SegmentAny, Symbols.SegmentStar] : segments[i].Pattern!.Row.ToArray()]);
        }
        return new TemplateReading(pattern, false, vague, variables);
    }

    /// <summary>The keys of variables that have a default.</summary>
    public static IEnumerable<string> Defaulted(string text)
    {
        for (var start = text.IndexOf("${", StringComparison.Ordinal); start >= 0; start = text.IndexOf("${", start + 2, StringComparison.Ordinal))
        {
            var close = text.IndexOf('}', start);
            var comma = close < 0 ? -1 : text.IndexOf(',', start, close - start);
            if (comma > 0 && DefaultOf(text[(comma + 1)..close]) is not null)
                yield return text[(start + 2)..comma].Trim();
        }
    }

    private static string? DefaultOf(string text)
    {
        var trimmed = text.Trim();
        return trimmed.Length >= 2 && trimmed[0] == '\'' && trimmed[^1] == '\'' ? trimmed[1..^1] : null;
    }

    private char? TokenOf(string key)
    {
        if (_tokens.TryGetValue(key, out var token))
            return token;
        if (_tokens.Count >= MaxVariables)
            return null;
        token = (char)(Symbols.FirstVariable + _tokens.Count);
        _tokens.Add(key, token);
        return token;
    }

    // Colons inside ${...} belong to the variable's name; without its brace, or in a document without variables, ${ is text.
    private static string[]? SplitArn(string text, bool variables)
    {
        var segments = new List<string>(SegmentCount);
        var lastBrace = variables ? text.LastIndexOf('}') : -1;
        var start = 0;
        for (var i = 0; i < text.Length && segments.Count < SegmentCount - 1; i++)
        {
            if (i < lastBrace && text[i] == '$' && text[i + 1] == '{')
            {
                i = text.IndexOf('}', i);
            }
            else if (text[i] == ':')
            {
                segments.Add(text[start..i]);
                start = i + 1;
            }
        }
        return segments.Count < SegmentCount - 1 ? null : [.. segments, text[start..]];
    }
}
