using System.Buffers.Binary;
using System.Net;
using Landward.Policy.Conditions;

namespace Landward.Policy.Validation;

/// <summary>Address ranges: bits behind the mask, and private addresses where only public ones can be.</summary>
internal static class AddressChecks
{
    // RFC 1918, RFC 6598, RFC 1122, RFC 3927; RFC 4193, RFC 4291.
    private static readonly AddressRange[] Private =
        [.. new[] { "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "fc00::/7", "fe80::/10", "::1/128" }.Select(range => AddressRange.Parse(range)!.Value)];

    public static void Run(ValidationContext context)
    {
        foreach (var condition in context.Statements.SelectMany(statement => statement.Conditions).Where(condition => condition.Comparison == Comparison.IpAddress))
        {
            var ranges = condition.Values.Select(value => (Node: value, Range: AddressRange.Parse(value.Text))).Where(pair => pair.Range is not null).ToList();
            foreach (var (node, range) in ranges)
            {
                if (Improved(node.Text, range!.Value) is { } better)
                    context.Report("IMPROVE_IP_RANGE", $"The bits of `{node.Text}` behind the mask do not count. Write `{better}`.", node);
            }
            if (condition.IsKey("aws:SourceIp") && ranges.Count > 0)
                CheckPrivate(context, condition, [.. ranges.Where(pair => IsPrivate(pair.Range!.Value)).Select(pair => (PolicyPlace)pair.Node)], ranges.Count);
        }
    }

    private static void CheckPrivate(ValidationContext context, ConditionNode condition, PolicyPlace[] privates, int total)
    {
        if (privates.Length == 0)
            return;
        var not = condition.Operator!.Value.Negated;
        if (privates.Length == total)
            context.Report(not ? "PRIVATE_NOT_IP_ADDRESS" : "PRIVATE_IP_ADDRESS", $"`aws:SourceIp` holds public addresses only, so the condition {(not ? "always" : "never")} holds. Name public ranges, or use `aws:VpcSourceIp`.", condition.KeyNode);
        else
            context.Report(not ? "PRIVATE_NOT_IP_ADDRESS_SUBSET" : "PRIVATE_IP_ADDRESS_SUBSET", "`aws:SourceIp` holds public addresses only; the private ranges do nothing. For these use `aws:VpcSourceIp`.", privates);
    }

    private static bool IsPrivate(AddressRange range) =>
        Array.Exists(Private, known => known.IsIPv6 == range.IsIPv6 && range.PrefixLength >= known.PrefixLength && known.Compare(Text(range)) == ComparisonOutcome.Equal);

    private static string? Improved(string text, AddressRange range)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || AddressRange.Parse(text[..slash]) is not { } address || address.Network == range.Network)
            return null;
        return $"{Text(range)}/{range.PrefixLength}";
    }

    private static string Text(AddressRange range)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, range.Network);
        return new IPAddress(range.IsIPv6 ? bytes : bytes[12..]).ToString();
    }
}
