using System.Text;

namespace Landward.Aws.Wire;

/// <summary>Percent-encoding as AWS signs and routes it: everything but unreserved characters is encoded (RFC 3986).</summary>
internal static class UriText
{
    public static string Encode(string text) => Uri.EscapeDataString(text);

    /// <summary>Encodes each segment and keeps the slashes, as greedy labels want.</summary>
    public static string EncodePath(string text)
    {
        if (!text.Contains('/', StringComparison.Ordinal))
            return Uri.EscapeDataString(text);
        var builder = new StringBuilder(text.Length + 16);
        var first = true;
        foreach (var segment in text.Split('/'))
        {
            if (!first)
                builder.Append('/');
            builder.Append(Uri.EscapeDataString(segment));
            first = false;
        }
        return builder.ToString();
    }

    public static string Decode(string text) => text.Contains('%', StringComparison.Ordinal) ? Uri.UnescapeDataString(text) : text;

    /// <summary>Decodes a form or query component, in which a plus stands for a space.</summary>
    public static string DecodeForm(ReadOnlySpan<char> text)
    {
        if (text.IndexOfAny('%', '+') < 0)
            return text.ToString();
        var spaced = text.Contains('+') ? text.ToString().Replace('+', ' ') : text.ToString();
        return Uri.UnescapeDataString(spaced);
    }

    /// <summary>The parameters of a raw query string, decoded, in order. A parameter without equal sign has the value null.</summary>
    public static List<KeyValuePair<string, string?>> Parameters(string rawQuery)
    {
        var parameters = new List<KeyValuePair<string, string?>>();
        foreach (var range in rawQuery.AsSpan().Split('&'))
        {
            var part = rawQuery.AsSpan()[range];
            if (part.IsEmpty)
                continue;
            var equal = part.IndexOf('=');
            parameters.Add(equal < 0
                ? new(DecodeForm(part), null)
                : new(DecodeForm(part[..equal]), DecodeForm(part[(equal + 1)..])));
        }
        return parameters;
    }
}
