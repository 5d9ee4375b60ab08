namespace Landward.Logs;

/// <summary>Numbers and literals of JSON (RFC 8259, sections 3 and 6).</summary>
internal static class JsonScalars
{
    /// <summary>
    /// The length of the number or literal that the text starts with; 0 when it starts with none. A text that ends inside one answers
    /// its whole length. What follows is not looked at.
    /// </summary>
    public static int Length(ReadOnlySpan<byte> text) => text.IsEmpty ? 0 : text[0] switch
    {
        (byte)'t' => Literal(text, "true"u8),
        (byte)'f' => Literal(text, "false"u8),
        (byte)'n' => Literal(text, "null"u8),
        (byte)'-' or (>= (byte)'0' and <= (byte)'9') => Number(text),
        _ => 0,
    };

    private static int Literal(ReadOnlySpan<byte> text, ReadOnlySpan<byte> literal)
    {
        if (text.StartsWith(literal))
            return literal.Length;
        return literal.StartsWith(text) ? text.Length : 0;
    }

    private static int Number(ReadOnlySpan<byte> text)
    {
        var at = text[0] == '-' ? 1 : 0;
        if (at < text.Length && text[at] == '0')
            at++;
        else if (!Digits(text, ref at))
            return 0;
        if (at < text.Length && text[at] == '.')
        {
            at++;
            if (!Digits(text, ref at))
                return 0;
        }
        if (at < text.Length && text[at] is (byte)'e' or (byte)'E')
        {
            at++;
            if (at < text.Length && text[at] is (byte)'+' or (byte)'-')
                at++;
            if (!Digits(text, ref at))
                return 0;
        }
        return at;
    }

    /// <summary>Passes over digits; false when there is something else instead of the first.</summary>
    private static bool Digits(ReadOnlySpan<byte> text, ref int at)
    {
        var start = at;
        while (at < text.Length && text[at] is >= (byte)'0' and <= (byte)'9')
            at++;
        return at > start || at == text.Length;
    }
}
