using Landward.Logs.Gzip;

namespace Landward.Tests.Logs.Gzip;

public sealed class Crc32Tests
{
    [Fact]
    public void Every_width_gives_the_checksum_of_the_definition()
    {
        // The check value of CRC-32/ISO-HDLC in the "Catalogue of parametrised CRC algorithms".
        Crc32.Append(0, "123456789"u8).ShouldBe(0xCBF4_3926);
        var random = new Random(LongSuite.Seed);
        for (var length = 0; length < LongSuite.Times(1_200); length++)
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);
            var cut = random.Next(length + 1);
            var expected = Reference(bytes);
            Crc32.Append(Crc32.Append(0, bytes.AsSpan(0, cut)), bytes.AsSpan(cut)).ShouldBe(expected, $"length {length}, cut {cut}");
            Crc32.AppendBy16(Crc32.AppendBy16(0, bytes.AsSpan(0, cut)), bytes.AsSpan(cut)).ShouldBe(expected, $"length {length}, cut {cut}");
            Crc32.AppendByTable(Crc32.AppendByTable(0, bytes.AsSpan(0, cut)), bytes.AsSpan(cut)).ShouldBe(expected, $"length {length}, cut {cut}");
        }
    }

    /// <summary>RFC 1952, section 8, one bit after the other.</summary>
    private static uint Reference(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB8_8320;
        }
        return ~crc;
    }
}
