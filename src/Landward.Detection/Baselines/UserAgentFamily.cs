namespace Landward.Detection.Baselines;

/// <summary>
/// The program behind a user agent, without version, platform and other detail that change all the time. User agents are the caller's to
/// choose, so this reads bytes and remembers nothing.
/// </summary>
internal static class UserAgentFamily
{
    public const int MaxLength = 32;

    /// <summary>The part of a long user agent that is looked at.</summary>
    private const int Looked = 512;

    /// <summary>Programs that name themselves behind others (a partner's prefix, the SDK they are built on, a browser's ancestors).</summary>
    private static ReadOnlySpan<byte> Terraform => "Terraform/"u8;

    /// <summary>Lower-case letters, digits and <c>.-_</c>, at most <see cref="MaxLength"/> bytes, written to <paramref name="family"/>.</summary>
    /// <returns>How many bytes were written; 0 when there is no user agent.</returns>
    public static int Write(ReadOnlySpan<byte> userAgent, Span<byte> family)
    {
        var text = userAgent.Length > Looked ? userAgent[..Looked] : userAgent;
        text = text.Trim("[] \""u8);
        if (text.IsEmpty)
            return 0;
        if (text.StartsWith("Mozilla/"u8))
            return Copy(Browser(text), family);
        if (text.IndexOf(Terraform) >= 0)
            return Copy("terraform"u8, family);
        if (text.StartsWith("APN/"u8) && text.IndexOf((byte)' ') is >= 0 and var partner)
            text = text[(partner + 1)..];
        while (text.StartsWith("("u8) && text.IndexOf((byte)')') is >= 0 and var comment)
            text = text[(comment + 1)..].TrimStart((byte)' ');
        var end = text.IndexOfAny(" /;(,"u8);
        return Copy(end < 0 ? text : text[..end], family);
    }

    /// <summary>Every browser names its ancestors; the order is from the youngest to the oldest.</summary>
    private static ReadOnlySpan<byte> Browser(ReadOnlySpan<byte> text) =>
        text.IndexOf("Edg/"u8) >= 0 ? "browser-edge"u8
        : text.IndexOf("Firefox/"u8) >= 0 ? "browser-firefox"u8
        : text.IndexOf("Chrome/"u8) >= 0 ? "browser-chrome"u8
        : text.IndexOf("Safari/"u8) >= 0 ? "browser-safari"u8
        : "browser"u8;

    private static int Copy(ReadOnlySpan<byte> name, Span<byte> family)
    {
        var length = Math.Min(name.Length, MaxLength);
        for (var i = 0; i < length; i++)
        {
            var character = (char)name[i];
            family[i] = char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_' ? (byte)char.ToLowerInvariant(character) : (byte)'_';
        }
        return length;
    }
}
