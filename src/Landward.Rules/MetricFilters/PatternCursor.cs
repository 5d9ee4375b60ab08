namespace Landward.Rules.MetricFilters;

/// <summary>A place in a pattern's text.</summary>
internal sealed class PatternCursor(string text)
{
    /// <summary>What CloudWatch allows in all patterns that are no text terms.</summary>
    private const int MaxRegexes = 2;

    private int _regexes;

    public string Text => text;

    public int Position { get; set; }

    public bool AtEnd => Position >= text.Length;

    /// <summary>The character here; U+0000 at the end.</summary>
    public char Current => AtEnd ? '\0' : text[Position];

    public void SkipBlanks()
    {
        while (!AtEnd && char.IsWhiteSpace(text[Position]))
            Position++;
    }

    /// <summary>Steps over the token if it stands here.</summary>
    public bool Take(string token)
    {
        if (string.CompareOrdinal(text, Position, token, 0, token.Length) != 0)
            return false;
        Position += token.Length;
        return true;
    }

    /// <summary>Steps over the word if it stands here and no letter follows.</summary>
    public bool TakeWord(string word)
    {
        var end = Position + word.Length;
        if (string.CompareOrdinal(text, Position, word, 0, word.Length) != 0 || (end < text.Length && char.IsAsciiLetterOrDigit(text[end])))
            return false;
        Position = end;
        return true;
    }

    public string TakeWhile(Func<char, bool> accepts)
    {
        var start = Position;
        while (!AtEnd && accepts(text[Position]))
            Position++;
        return text[start..Position];
    }

    /// <summary>The characters between two double quotes; <c>\"</c> and <c>\\</c> stand for the second character.</summary>
    public string TakeQuoted()
    {
        var start = Position++;
        var content = new System.Text.StringBuilder();
        while (!AtEnd && Current != '"')
        {
            if (Current == '\\' && Position + 1 < text.Length && text[Position + 1] is '"' or '\\')
                Position++;
            content.Append(text[Position++]);
        }
        if (AtEnd)
            throw Error("the double quote is not closed", start);
        Position++;
        return content.ToString();
    }

    /// <summary>The expression between two percent signs.</summary>
    public FilterRegex TakeRegex()
    {
        var start = Position++;
        var close = text.IndexOf('%', Position);
        if (close < 0)
            throw Error("the regular expression is not closed by `%`", start);
        if (++_regexes > MaxRegexes)
            throw Error($"a pattern may have {MaxRegexes} regular expressions", start);
        var source = text[Position..close];
        var regex = FilterRegex.Parse(source, out var problem, out var offset);
        if (regex is null)
            throw Error(problem, Position + offset);
        Position = close + 1;
        return regex;
    }

    public FilterPatternFormatException Error(string reason) => Error(reason, Position);

    public static FilterPatternFormatException Error(string reason, int position, string message = FilterPatternError.Invalid) =>
        new(new FilterPatternError(message, position, reason));
}
