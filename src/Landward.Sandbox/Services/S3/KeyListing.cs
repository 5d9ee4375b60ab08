using System.Text;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.S3;

/// <summary>
/// Cuts sorted keys into pages the way S3 lists do: a delimiter folds keys into common prefixes, which count as one entry each.
/// </summary>
internal static class KeyListing
{
    public sealed record Page<T>(IReadOnlyList<T> Items, IReadOnlyList<string> CommonPrefixes, string? LastEntry, bool IsTruncated);

    /// <param name="items">Sorted by key.</param>
    /// <param name="after">The last entry (key or common prefix) of the page before.</param>
    public static Page<T> Cut<T>(IEnumerable<T> items, Func<T, string> keyOf, string prefix, string? delimiter, string? after, int maximum)
    {
        var page = new List<T>();
        var prefixes = new List<string>();
        string? last = null;
        if (maximum == 0)
            return new Page<T>(page, prefixes, null, false);
        foreach (var item in items)
        {
            var key = keyOf(item);
            if (!key.StartsWith(prefix, StringComparison.Ordinal))
                continue;
            var cut = string.IsNullOrEmpty(delimiter) ? -1 : key.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal);
            var entry = cut < 0 ? key : key[..(cut + delimiter!.Length)];
            if (after is not null && string.CompareOrdinal(entry, after) <= 0)
                continue;
            if (cut >= 0 && prefixes.Count > 0 && prefixes[^1] == entry)
                continue;
            if (page.Count + prefixes.Count == maximum)
                return new Page<T>(page, prefixes, last, true);
            if (cut < 0)
                page.Add(item);
            else
                prefixes.Add(entry);
            last = entry;
        }
        return new Page<T>(page, prefixes, last, false);
    }

    public static int Maximum(long? asked) => asked switch
    {
        null => 1000,
        < 0 => throw S3Errors.InvalidArgument("Argument maxKeys must be an integer between 0 and 2147483647"),
        _ => (int)Math.Min(asked.Value, 1000),
    };

    public static string Token(string entry) => Convert.ToBase64String(Encoding.UTF8.GetBytes(entry));

    public static string FromToken(string token)
    {
        var bytes = new byte[token.Length];
        return Convert.TryFromBase64String(token, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : throw new AwsErrorException("InvalidArgument", "The continuation token provided is incorrect", 400);
    }

    /// <summary>The key as the answer shows it: percent-encoded when the caller asked for that.</summary>
    public static string Shown(string text, string? encodingType) =>
        encodingType == "url" ? Uri.EscapeDataString(text).Replace("%2F", "/", StringComparison.Ordinal) : text;
}
