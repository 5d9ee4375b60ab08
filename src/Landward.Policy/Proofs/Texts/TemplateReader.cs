using System.Runtime.InteropServices;

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
        var symbols = new List<int>(text.Length);
        List<string>? keys = null;
        var vague = Append(symbols, ref keys, text, variables, wildcards, segment, absent);
        return new TemplateReading(new TextPattern(CollectionsMarshal.AsSpan(symbols)), IsMalformed: false, vague, keys ?? []);
    }

    // True when the symbols are wider than the truth.
    private bool Append(List<int> symbols, ref List<string>? keys, ReadOnlySpan<char> text, bool variables, bool wildcards, bool segment, IReadOnlySet<string>? absent)
    {
        var vague = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (variables && text[i] == '$' && i + 1 < text.Length && text[i + 1] == '{' && text[(i + 2)..].IndexOf('}') is var length and >= 0)
            {
                var body = text.Slice(i + 2, length).ToString();
                if (body is "*" or "?" or "$")
                {
                    symbols.Add(body[0]);
                }
                else
                {
                    var comma = body.IndexOf(',', StringComparison.Ordinal);
                    var key = (comma < 0 ? body : body[..comma]).Trim();
                    (keys ??= []).Add(key);
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
                i += length + 2;
            }
            else
            {
                symbols.Add(wildcards && text[i] is '*' ? (segment ? Symbols.SegmentStar : Symbols.Star)
                    : wildcards && text[i] is '?' ? (segment ? Symbols.SegmentAny : Symbols.Any)
                    : text[i]);
            }
        }
        return vague || _tokens.Count >= MaxVariables;
    }

    /// <summary>The value of an Arn operator: six segments, wildcards inside each; <c>*</c> alone is every ARN.</summary>
    public TemplateReading ReadArn(string text, bool variables)
    {
        if (text == "*")
            return new TemplateReading(TextPattern.AnyArn, false, false, []);
        if (SplitArn(text, variables) is not { } segments || IsEmpty(segments[0]) || IsEmpty(segments[1]) || IsEmpty(segments[2]))
            return new TemplateReading(null, IsMalformed: true, IsVague: false, []);
        return Join(segments, text, needsPartition: true, _ => variables, null);
    }

    /// <summary>The value of a Resource element: a short pattern goes on with stars; variables only in the last segment.</summary>
    public TemplateReading ReadResource(string text, bool variables, IReadOnlySet<string>? absent = null)
    {
        var segments = new Range[SegmentCount];
        var count = text.AsSpan().Split(segments, ':');
        return Join(segments.AsSpan(0, count), text, needsPartition: false, segment => variables && segment == SegmentCount - 1, absent);
    }

    private TemplateReading Join(ReadOnlySpan<Range> segments, string text, bool needsPartition, Func<int, bool> variables, IReadOnlySet<string>? absent)
    {
        var symbols = new List<int>(text.Length + SegmentCount);
        List<string>? keys = null;
        var vague = false;
        for (var i = 0; i < SegmentCount; i++)
        {
            if (i > 0)
                symbols.Add(':');
            var start = symbols.Count;
            vague |= Append(symbols, ref keys, i < segments.Length ? text.AsSpan(segments[i]) : "*", variables(i), true, i < SegmentCount - 1, absent);
            if (i == 0)
            {
                if (keys is not null)
                    return new TemplateReading(TextPattern.AnyArn, false, IsVague: true, keys);
                if (!new TextPattern(CollectionsMarshal.AsSpan(symbols)).Matches("arn"))
                    return new TemplateReading(null, false, vague, []);
                symbols.Clear();
                symbols.AddRange((ReadOnlySpan<int>)['a', 'r', 'n']);
            }
            // A text without partition is no ARN to an Arn operator.
            if (needsPartition && i == 1 && symbols.Count > start && symbols.FindIndex(start, symbol => !Symbols.IsStar(symbol)) < 0)
                symbols.Insert(start, Symbols.SegmentAny);
        }
        return new TemplateReading(new TextPattern(CollectionsMarshal.AsSpan(symbols)), false, vague, keys ?? []);
    }

    /// <summary>The keys of variables that have a default.</summary>
    public static IEnumerable<string> Defaulted(string text) => VariablesOf(text).Where(variable => variable.HasDefault).Select(variable => variable.Key);

    /// <summary>The keys of variables that have none.</summary>
    public static IEnumerable<string> Undefaulted(string text) => VariablesOf(text).Where(variable => !variable.HasDefault).Select(variable => variable.Key);

    private static IEnumerable<(string Key, bool HasDefault)> VariablesOf(string text)
    {
        for (var start = text.IndexOf("${", StringComparison.Ordinal); start >= 0; start = text.IndexOf("${", start + 2, StringComparison.Ordinal))
        {
            var close = text.IndexOf('}', start);
            if (close < 0)
                yield break;
            var body = text[(start + 2)..close];
            if (body is "*" or "?" or "$")
                continue;
            var comma = body.IndexOf(',', StringComparison.Ordinal);
            yield return comma > 0 ? (body[..comma].Trim(), DefaultOf(body[(comma + 1)..]) is not null) : (body.Trim(), false);
        }
    }

    private static string? DefaultOf(string text)
    {
        var trimmed = text.Trim();
        return trimmed.Length >= 2 && trimmed[0] == '\'' && trimmed[^1] == '\'' ? trimmed[1..^1] : null;
    }

    private static bool IsEmpty(Range range) => range.Start.Equals(range.End);

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
    private static Range[]? SplitArn(string text, bool variables)
    {
        var segments = new Range[SegmentCount];
        var lastBrace = variables ? text.LastIndexOf('}') : -1;
        int start = 0, count = 0;
        for (var i = 0; i < text.Length && count < SegmentCount - 1; i++)
        {
            if (i < lastBrace && text[i] == '$' && text[i + 1] == '{')
            {
                i = text.IndexOf('}', i);
            }
            else if (text[i] == ':')
            {
                segments[count++] = start..i;
                start = i + 1;
            }
        }
        if (count < SegmentCount - 1)
            return null;
        segments[count] = start..text.Length;
        return segments;
    }
}
