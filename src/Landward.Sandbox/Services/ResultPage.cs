using System.Globalization;
using System.Text;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services;

/// <summary>One page of a list operation and the token of the next page (null on the last).</summary>
internal sealed record ResultPage<T>(IReadOnlyList<T> Items, string? NextToken);

/// <summary>Cuts lists into pages. A token is opaque, belongs to one operation and says how many items came before.</summary>
internal static class ResultPages
{
    public static ResultPage<T> Page<T>(
        this CallContext call, IReadOnlyList<T> items, string? token, long? size, int defaultSize, string invalidTokenCode = "InvalidNextTokenException")
    {
        var start = token is null ? 0 : Offset(call, token, invalidTokenCode);
        var count = (int)Math.Clamp(size ?? defaultSize, 1, Math.Max(1, defaultSize));
        var page = items.Skip(start).Take(count).ToList();
        var next = start + page.Count;
        return new ResultPage<T>(page, next < items.Count ? Token(call, next) : null);
    }

    private static string Token(CallContext call, int offset) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{call.Service}:{call.Operation}:{offset}")));

    private static int Offset(CallContext call, string token, string invalidTokenCode)
    {
        Span<byte> bytes = stackalloc byte[192];
        if (token.Length <= 256 && Convert.TryFromBase64String(token, bytes, out var length))
        {
            var text = Encoding.UTF8.GetString(bytes[..length]);
            var prefix = $"{call.Service}:{call.Operation}:";
            if (text.StartsWith(prefix, StringComparison.Ordinal)
                && int.TryParse(text.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var offset))
                return offset;
        }
        throw new AwsErrorException(invalidTokenCode, "The specified token is not valid.");
    }
}
