namespace Landward.Rules.MetricFilters;

/// <summary>
/// The values of a message: separated by blanks; what stands between <c>[</c> and <c>]</c> or between two double quotes is one value,
/// without them.
/// </summary>
internal static class DelimitedLine
{
    /// <summary>More values than any pattern of 1,024 characters can name; a longer message matches no such pattern.</summary>
    public const int MaxValues = 1024;

    /// <summary>How many values there are; -1 when they are too many.</summary>
    public static int Split(ReadOnlySpan<byte> message, Span<Range> values)
    {
        var count = 0;
        var position = 0;
        while (true)
        {
            while (position < message.Length && IsBlank(message[position]))
                position++;
            if (position == message.Length)
                return count;
            if (count == values.Length)
                return -1;
            values[count++] = Next(message, ref position);
        }
    }

    private static Range Next(ReadOnlySpan<byte> message, ref int position)
    {
        var closing = message[position] switch
        {
            (byte)'[' => (byte)']',
            (byte)'"' => (byte)'"',
            _ => (byte)0,
        };
        if (closing != 0 && message[(position + 1)..].IndexOf(closing) is var length and >= 0)
        {
            var start = position + 1;
            position = start + length + 1;
            return start..(start + length);
        }
        var from = position;
        while (position < message.Length && !IsBlank(message[position]))
            position++;
        return from..position;
    }

    private static bool IsBlank(byte character) => character is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';
}
