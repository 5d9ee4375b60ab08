using System.Runtime.CompilerServices;

namespace Landward.Logs;

/// <summary>
/// The tokens of JSON (RFC 8259, section 2) in bytes that are indexed: each is checked and passed over. What is passed over ends where
/// the answer says; when it cannot be, the answer is the complement of where it goes wrong, or of the end.
/// </summary>
internal static class JsonTokens
{
    /// <summary>Passes over the text whose opening quote is at <paramref name="open"/>, to its closing quote.</summary>
    /// <param name="target">Learns of halves of surrogate pairs.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int PassText(ReadOnlySpan<byte> bits, ReadOnlySpan<byte> bytes, int open, int end, CloudTrailEvent target)
    {
        var at = StopIndex.Next(bits, open + 1);
        return bytes[at] == '"' ? at : PassEscapes(bits, bytes, at, end, target);
    }

    /// <summary>Passes over the number or literal that starts with a byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int PassScalar(ReadOnlySpan<byte> bytes, int at, int end)
    {
        var rest = bytes[at..];
        return rest.StartsWith("true"u8) || rest.StartsWith("null"u8) ? at + 4 : PassOther(bytes, at, end);
    }

    public static int PassSpace(ReadOnlySpan<byte> bytes, int at)
    {
        while (bytes[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            at++;
        return at;
    }

    /// <summary>From the first stop in a text to its closing quote.</summary>
    public static int PassEscapes(ReadOnlySpan<byte> bits, ReadOnlySpan<byte> bytes, int at, int end, CloudTrailEvent target)
    {
        while (bytes[at] == '\\')
        {
            var length = JsonEscapes.Check(bytes[at..end], out var isHalf);
            if (isHalf)
                target.SetHasHalves();
            if (length <= 0)
                return ~(length == 0 ? at : end);
            at = StopIndex.Next(bits, at + length);
        }
        return bytes[at] == '"' ? at : ~at;
    }

    private static int PassOther(ReadOnlySpan<byte> bytes, int at, int end)
    {
        var length = JsonScalars.Length(bytes[at..Math.Max(at, end)]);
        return length > 0 ? at + length : ~at;
    }
}
