using Landward.Policy.Conditions;

namespace Landward.Policy.Matching;

/// <summary>
/// A pattern with policy variables, matched in place: the values of the variables are compared where they stand, so that
/// nothing is built for a request. What a variable brings in is literal text, wildcards included.
/// </summary>
internal sealed class VariablePattern
{
    private readonly PatternToken[] _tokens;

    // The tokens between stars.
    private readonly PatternToken[][] _parts;

    public VariablePattern(List<PatternToken> tokens)
    {
        _tokens = [.. tokens];
        var parts = new List<PatternToken[]>();
        var part = new List<PatternToken>();
        foreach (var token in tokens)
        {
            if (token.Kind != PatternTokenKind.Star)
            {
                part.Add(token);
                continue;
            }
            // Two stars in a row say what one says.
            if (parts.Count == 0 || part.Count > 0)
                parts.Add([.. part]);
            part.Clear();
        }
        _parts = [.. parts, [.. part]];
    }

    /// <summary>False when a variable has neither value nor default, unknown when nobody knows the value of one.</summary>
    public Truth Resolution(RequestContext context)
    {
        var result = Truth.True;
        foreach (ref readonly var token in _tokens.AsSpan())
        {
            if (token.IsUnknown(context))
                result = Truth.Unknown;
            else if (token.Value(context) is null)
                return Truth.False;
        }
        return result;
    }

    public bool EqualsText(ReadOnlySpan<char> text, RequestContext context, StringComparison comparison)
    {
        foreach (ref readonly var token in _tokens.AsSpan())
        {
            if (token.Value(context) is not { } value || !text.StartsWith(value, comparison))
                return false;
            text = text[value.Length..];
        }
        return text.IsEmpty;
    }

    /// <summary>Only for a context that resolves every variable.</summary>
    public bool Matches(ReadOnlySpan<char> text, RequestContext context)
    {
        var first = Length(_parts[0], context);
        if (_parts.Length == 1)
            return text.Length == first && PartAt(_parts[0], text, context);
        var last = Length(_parts[^1], context);
        if (text.Length < first + last || !PartAt(_parts[0], text, context) || !PartAt(_parts[^1], text[(text.Length - last)..], context))
            return false;
        var rest = text[first..(text.Length - last)];
        for (var i = 1; i < _parts.Length - 1; i++)
        {
            var length = Length(_parts[i], context);
            var at = 0;
            while (at + length <= rest.Length && !PartAt(_parts[i], rest[at..], context))
                at++;
            if (at + length > rest.Length)
                return false;
            rest = rest[(at + length)..];
        }
        return true;
    }

    private static int Length(PatternToken[] part, RequestContext context)
    {
        var length = 0;
        foreach (ref readonly var token in part.AsSpan())
            length += token.Kind == PatternTokenKind.AnyCharacter ? 1 : token.Value(context)!.Length;
        return length;
    }

    private static bool PartAt(PatternToken[] part, ReadOnlySpan<char> text, RequestContext context)
    {
        foreach (ref readonly var token in part.AsSpan())
        {
            if (token.Kind == PatternTokenKind.AnyCharacter)
            {
                if (text.IsEmpty)
                    return false;
                text = text[1..];
                continue;
            }
            var value = token.Value(context)!;
            if (!text.StartsWith(value, StringComparison.Ordinal))
                return false;
            text = text[value.Length..];
        }
        return true;
    }
}
