using Landward.Policy.Matching;

namespace Landward.Policy.Conditions;

/// <summary>
/// The value of an Arn operator: six segments, each compared for itself, so that a <c>*</c> crosses a colon only in the last.
/// ArnEquals and ArnLike behave alike.
/// </summary>
internal sealed class ArnPattern
{
    private const int SegmentCount = 6;

    private readonly PatternTemplate[] _segments;

    // The leading segments without wildcard or variable, with their colons: one comparison settles them.
    private readonly string _literalHead = string.Empty;
    private readonly int _literalSegments;

    private ArnPattern(PatternTemplate[] segments)
    {
        _segments = segments;
        while (_literalSegments < segments.Length - 1 && segments[_literalSegments].Fixed?.Literal is { } literal)
        {
            _literalHead += literal + ":";
            _literalSegments++;
        }
    }

    /// <summary>Null when the text has not the six segments of an ARN.</summary>
    public static ArnPattern? Compile(string text, bool variables)
    {
        if (text == "*")
            return new ArnPattern([]);
        var segments = Split(text, variables);
        if (segments is null || segments[0].Length == 0 || segments[1].Length == 0 || segments[2].Length == 0)
            return null;
        return new ArnPattern([.. segments.Select(segment => PatternTemplate.Parse(segment, variables))]);
    }

    public ComparisonOutcome Compare(string value, RequestContext context)
    {
        if (!IsArn(value))
            return ComparisonOutcome.Malformed;
        if (!value.StartsWith(_literalHead, StringComparison.Ordinal))
            return ComparisonOutcome.Different;
        var rest = value.AsSpan(_literalHead.Length);
        var result = Truth.True;
        for (var i = _literalSegments; i < _segments.Length; i++)
        {
            var end = i < SegmentCount - 1 ? rest.IndexOf(':') : rest.Length;
            result = Truths.And(result, _segments[i].Matches(rest[..end], context));
            if (result == Truth.False)
                return ComparisonOutcome.Different;
            rest = i < SegmentCount - 1 ? rest[(end + 1)..] : [];
        }
        return result == Truth.True ? ComparisonOutcome.Equal : ComparisonOutcome.Unknown;
    }

    private static bool IsArn(string value) =>
        value.StartsWith("arn:", StringComparison.Ordinal) && value.AsSpan().Count(':') >= SegmentCount - 1 && value[4] != ':';

    // Colons inside ${...} belong to the variable's name; without its brace, or in a document without variables, ${ is text.
    private static string[]? Split(string text, bool variables)
    {
        var segments = new List<string>(SegmentCount);
        var start = 0;
        var lastBrace = variables ? text.LastIndexOf('}') : -1;
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
        if (segments.Count < SegmentCount - 1)
            return null;
        segments.Add(text[start..]);
        return [.. segments];
    }
}
