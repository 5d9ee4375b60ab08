using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services;

/// <summary>One page of a list operation and the token of the next page (null on the last).</summary>
internal sealed record ResultPage<T>(IReadOnlyList<T> Items, string? NextToken)
{
    /// <summary>The output with the token of the next page, where there is one.</summary>
    public JsonObject Answer(JsonObject output) => Answer("NextToken", output);

    /// <param name="tokenMember">The output member of the token: <c>NextToken</c> or <c>nextToken</c>.</param>
    public JsonObject Answer(string tokenMember, JsonObject output)
    {
        if (NextToken is not null)
            output[tokenMember] = NextToken;
        return output;
    }
}

/// <summary>Cuts lists into pages. A token is opaque to callers and belongs to one operation; in a cut list its position is how many items came before.</summary>
internal static class ResultPages
{
    public static ResultPage<T> Page<T>(
        this CallContext call, IReadOnlyList<T> items, string? token, long? size, int defaultSize, string invalidTokenCode = "InvalidNextTokenException")
    {
        var start = token is null ? 0 : (int)Math.Min(call.Position(token, invalidTokenCode), items.Count);
        var count = (int)Math.Clamp(size ?? defaultSize, 1, Math.Max(1, defaultSize));
        var page = items.Skip(start).Take(count).ToList();
        var next = start + page.Count;
        return new ResultPage<T>(page, next < items.Count ? call.Token(next) : null);
    }

    /// <summary>A token that says from which position the operation goes on.</summary>
    public static string Token(this CallContext call, long position) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{call.Service}:{call.Operation}:{position}")));

    /// <exception cref="AwsErrorException">The token is none of this operation's.</exception>
    public static long Position(this CallContext call, string token, string invalidTokenCode = "InvalidNextTokenException")
    {
        Span<byte> bytes = stackalloc byte[192];
        if (token.Length <= 256 && Convert.TryFromBase64String(token, bytes, out var length))
        {
            var text = Encoding.UTF8.GetString(bytes[..length]);
            var prefix = $"{call.Service}:{call.Operation}:";
            if (text.StartsWith(prefix, StringComparison.Ordinal)
                && long.TryParse(text.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var position))
                return position;
        }
        throw new AwsErrorException(invalidTokenCode, "The specified token is not valid.");
    }
}
