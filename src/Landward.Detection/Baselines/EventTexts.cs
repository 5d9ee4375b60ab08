namespace Landward.Detection.Baselines;

/// <summary>
/// Texts and numbers of an event by member name, found in its bytes without parsing. A caller's text cannot imitate a member: inside a
/// text, quotes are escaped.
/// </summary>
internal static class EventTexts
{
    /// <summary>The text of the first member of the name, as written; empty when there is none or it is no text.</summary>
    /// <param name="json">The event, or a part of it.</param>
    /// <param name="member">The name in quotes with its colon: <c>"bucketName":</c>.</param>
    public static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> json, ReadOnlySpan<byte> member)
    {
        var value = Value(json, member);
        if (value.IsEmpty || value[0] != '"')
            return [];
        var end = value[1..].IndexOfAny((byte)'"', (byte)'\\');
        return end >= 0 && value[end + 1] == '"' ? value.Slice(1, end) : [];
    }

    /// <summary>The whole number of the first member of the name; false when there is none. Fractions are cut: <c>123.0</c> is 123.</summary>
    public static bool TryNumber(ReadOnlySpan<byte> json, ReadOnlySpan<byte> member, out long number)
    {
        number = 0;
        var value = Value(json, member);
        var digits = value.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return digits > 0 && System.Buffers.Text.Utf8Parser.TryParse(value[..digits], out number, out _);
    }

    private static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> json, ReadOnlySpan<byte> member)
    {
        var start = json.IndexOf(member);
        return start < 0 ? [] : json[(start + member.Length)..].TrimStart(" \t\r\n"u8);
    }
}
