using System.Buffers.Binary;
using System.Globalization;
using System.Net;

namespace Landward.Policy.Proofs;

/// <summary>
/// Values that hit every elementary cell the operands of some tests draw: each operand, what lies beside it and between two
/// neighbours, and something that cannot be read.
/// </summary>
internal static class ValueCandidates
{
    private const string Unreadable = "?";

    public static IEnumerable<string> Of(IReadOnlyCollection<ValueTest> tests) =>
        Numbers([.. tests.SelectMany(test => test.Numbers).Distinct().Order()])
            .Concat(Instants([.. tests.SelectMany(test => test.Instants).Distinct().Order()]))
            .Concat(Addresses([.. tests.SelectMany(test => test.Ranges).Distinct()]))
            .Concat(Blobs([.. tests.SelectMany(test => test.Blobs)]))
            .Concat(tests.Select(test => test.Family).Distinct().Select(Neutral))
            .Append(Unreadable);

    private static string Neutral(ValueFamily family) => family switch
    {
        ValueFamily.Number => "0",
        ValueFamily.Instant => "2030-01-01T00:00:00Z",
        ValueFamily.Address => "198.51.100.77",
        ValueFamily.Binary => "AA==",
        _ => Unreadable,
    };

    private static IEnumerable<string> Numbers(decimal[] operands)
    {
        for (var i = 0; i < operands.Length; i++)
        {
            if (i == 0 && operands[i] > decimal.MinValue / 2)
                yield return Text(operands[i] - 1);
            if (i == operands.Length - 1 && operands[i] < decimal.MaxValue / 2)
                yield return Text(operands[i] + 1);
            if (i > 0)
                yield return Text((operands[i - 1] / 2) + (operands[i] / 2));
            yield return Text(operands[i]);
        }
    }

    private static IEnumerable<string> Instants(long[] operands)
    {
        foreach (var operand in operands)
        {
            long[] near = [operand - TimeSpan.TicksPerDay, operand + TimeSpan.TicksPerDay, operand - 1, operand + 1, operand];
            foreach (var ticks in near.Where(ticks => ticks >= 0 && ticks <= DateTimeOffset.MaxValue.UtcTicks))
                yield return new DateTimeOffset(ticks, TimeSpan.Zero).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
        }
    }

    private static IEnumerable<string> Addresses(Conditions.AddressRange[] operands)
    {
        foreach (var range in operands)
        {
            var width = range.IsIPv6 ? 128 : 32;
            var last = range.PrefixLength == 0 ? UInt128.MaxValue : range.Network | ((UInt128.One << (width - range.PrefixLength)) - 1);
            if (!range.IsIPv6)
                last &= uint.MaxValue;
            yield return Text(range.Network, range.IsIPv6);
            yield return Text(last, range.IsIPv6);
            if (range.Network > 0)
                yield return Text(range.Network - 1, range.IsIPv6);
            if (last < (range.IsIPv6 ? UInt128.MaxValue : uint.MaxValue))
                yield return Text(last + 1, range.IsIPv6);
        }
        if (operands.Length > 0)
            yield return "2001:db8::77";
    }

    // One more value than there are operands is sure to be none of them.
    private static IEnumerable<string> Blobs(byte[][] operands) =>
        operands.Select(Convert.ToBase64String).Concat(operands.Length == 0 ? [] : Enumerable.Range(0, operands.Length + 1).Select(i => Convert.ToBase64String(BitConverter.GetBytes(i))));

    private static string Text(decimal number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(UInt128 address, bool isIPv6)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, address);
        return new IPAddress(isIPv6 ? bytes : bytes[12..]).ToString();
    }
}
