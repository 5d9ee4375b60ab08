using System.Globalization;

namespace Landward.Access.History;

/// <summary>An eventID as CloudTrail writes it, a UUID, in sixteen bytes instead of a text.</summary>
internal static class EventIdText
{
    private const int Length = 36;

    public static bool TryRead(ReadOnlySpan<byte> text, out UInt128 id)
    {
        id = default;
        if (text.Length != Length)
            return false;
        for (var i = 0; i < Length; i++)
        {
            var isDash = i is 8 or 13 or 18 or 23;
            if (isDash != (text[i] == (byte)'-') || (!isDash && !char.IsAsciiHexDigitLower((char)text[i])))
                return false;
            if (!isDash)
                id = (id << 4) | (uint)(text[i] <= (byte)'9' ? text[i] - '0' : text[i] - 'a' + 10);
        }
        return true;
    }

    public static string Of(UInt128 id)
    {
        var hex = id.ToString("x32", CultureInfo.InvariantCulture);
        return $"{hex[..8]}-{hex[8..12]}-{hex[12..16]}-{hex[16..20]}-{hex[20..]}";
    }
}
