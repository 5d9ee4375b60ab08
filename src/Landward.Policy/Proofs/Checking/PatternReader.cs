namespace Landward.Policy.Proofs;

/// <summary>Texts of policies -> elements, for the checker.</summary>
internal sealed class PatternReader
{
    private const int Segments = 6;

    private readonly Dictionary<string, char> _tokens = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A text with wildcards and variables.</summary>
    /// <param name="narrow">The pattern must not hold more than the truth; null then means that nothing sure is left of it.</param>
    public List<Element>? Read(string text, AtomSource source, bool wildcards, bool stopsAtColon, bool ignoresCase, bool narrow, bool opaque)
    {
        var elements = new List<Element>();
        for (var i = 0; i < text.Length; i++)
        {
            var close = source.Variables && text[i] == '$' && i + 1 < text.Length && text[i + 1] == '{' ? text.IndexOf('}', i + 2) : -1;
            if (close < 0)
            {
                elements.Add(wildcards && text[i] == '*' ? new Element(null, IsRun: true, stopsAtColon)
                    : wildcards && text[i] == '?' ? new Element(null, false, stopsAtColon)
                    : new Element(text[i], IgnoresCase: ignoresCase));
                continue;
            }
            var body = text[(i + 2)..close];
            i = close;
            if (body is "*" or "?" or "$")
            {
                elements.Add(new Element(body[0], IgnoresCase: ignoresCase));
                continue;
            }
            var parts = body.Split(',', 2);
            var key = parts[0].Trim();
            var isDefault = parts.Length == 2 && source.Absent?.Contains(key) == true;
            if (isDefault)
                elements.AddRange(parts[1].Trim().Trim('\'').Select(character => new Element(character, IgnoresCase: ignoresCase)));
            else if ((parts.Length == 2 && source.Absent is null) || ignoresCase || !opaque)
            {
                if (narrow)
                    return null;
                elements.Add(new Element(null, IsRun: true));
            }
            else
                elements.Add(new Element(TokenOf(key)));
        }
        return elements;
    }

    /// <summary>A value of the Resource element; null when nothing matches it.</summary>
    public Element[]? ReadResource(string text, AtomSource source, bool narrow, bool opaque)
    {
        var parts = text.Split(':', Segments).ToList();
        while (parts.Count < Segments)
            parts.Add("*");
        return Join(parts, index => index == Segments - 1 ? source : source with { Variables = false }, narrow, opaque, partition: false);
    }

    /// <summary>A value of an Arn operator; null when nothing matches it.</summary>
    public Element[]? ReadArn(string text, AtomSource source, bool narrow, bool opaque) =>
        SplitArn(text, source.Variables) is { } parts ? Join(parts, _ => source, narrow, opaque, partition: true) : null;

    /// <summary>The six segments; null for a text that Arn operators cannot read.</summary>
    public static List<string>? SplitArn(string text, bool variables)
    {
        if (text == "*")
            text = "arn:*:*:*:*:*";
        var parts = new List<string> { string.Empty };
        var inside = false;
        for (var i = 0; i < text.Length; i++)
        {
            inside = (inside || (variables && text.AsSpan(i).StartsWith("${") && text.IndexOf('}', i) > 0)) && text[i] != '}';
            if (text[i] == ':' && !inside && parts.Count < Segments)
                parts.Add(string.Empty);
            else
                parts[^1] += text[i];
        }
        return parts.Count < Segments || parts.Take(3).Any(part => part.Length == 0) ? null : parts;
    }

    private Element[]? Join(List<string> parts, Func<int, AtomSource> sourceOf, bool narrow, bool opaque, bool partition)
    {
        var elements = new List<Element>();
        for (var i = 0; i < parts.Count; i++)
        {
            if (Read(parts[i], sourceOf(i), wildcards: true, stopsAtColon: i < Segments - 1, ignoresCase: false, narrow, opaque) is not { } part)
                return null;
            if (i == 0)
            {
                if (TextLanguage.IsEmpty([[[.. part]], [[new Element('a'), new Element('r'), new Element('n')]]], []))
                    return null;
                elements.AddRange([new Element('a'), new Element('r'), new Element('n')]);
                continue;
            }
            elements.Add(new Element(':'));
            if (partition && i == 1 && part.TrueForAll(element => element.IsRun))
                elements.Add(new Element(null, false, StopsAtColon: true));
            elements.AddRange(part);
        }
        return [.. elements];
    }

    private char TokenOf(string key)
    {
        if (!_tokens.TryGetValue(key, out var token))
            _tokens.Add(key, token = (char)('\uE100' + _tokens.Count));
        return token;
    }
}
