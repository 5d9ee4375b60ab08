using System.Security.Cryptography;
using System.Text;
using Landward.Logs;

namespace Landward.Detection;

/// <summary>
/// A text of an event as findings show it, and as it is held until they do. No field that AWS writes is as long as those that are cut; a
/// log may have such fields all the same, each of them another. What is cut is still told apart by a hash.
/// </summary>
internal static class ShownText
{
    private const int MaxLength = 1024;
    private const int CutLength = 512;

    /// <summary>Null when the field is absent, null or empty.</summary>
    public static string? Of(CloudTrailEvent @event, CloudTrailField field) => Of(@event.Span(field));

    /// <summary>Null for an empty text.</summary>
    public static string? Of(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
            return null;
        if (text.Length <= MaxLength)
            return Encoding.UTF8.GetString(text);
        var length = CutLength;
        // Never within a character, which begins with a byte that does not go on with one.
        while (length > 0 && (text[length] & 0xC0) == 0x80)
            length--;
        return $"{Encoding.UTF8.GetString(text[..length])}...sha256:{Convert.ToHexStringLower(SHA256.HashData(text))[..32]}";
    }
}
