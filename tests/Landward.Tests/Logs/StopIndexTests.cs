using Landward.Logs;

namespace Landward.Tests.Logs;

public sealed class StopIndexTests
{
    [Fact]
    public void Every_width_finds_the_stops_of_the_definition()
    {
        var random = new Random(LongSuite.Seed);
        const string alphabet = "\"\\\\\\ab{}\n\u0001\u001F ";
        for (var i = 0; i < LongSuite.Times(2_000); i++)
        {
            var text = new byte[random.Next(300)];
            foreach (ref var value in text.AsSpan())
                value = random.Next(60) == 0 ? (byte)random.Next(256) : (byte)alphabet[random.Next(alphabet.Length)];
            var expected = Stops(text);
            var isAscii = Array.TrueForAll(text, value => value < 0x80);
            foreach (var fill in new Action<StopIndex, byte[]>[]
            {
                (index, buffer) => index.Fill512(buffer, text.Length),
                (index, buffer) => index.Fill256(buffer, text.Length),
                (index, buffer) => index.FillBytes(buffer, text.Length),
                (index, buffer) => index.Fill(buffer, text.Length),
            })
            {
                // What stood behind the text in the buffer must not count.
                var buffer = new byte[text.Length + StopIndex.Padding];
                buffer.AsSpan().Fill((byte)'"');
                text.CopyTo(buffer, 0);
                var index = new StopIndex();
                fill(index, buffer);
                Found(index, text.Length).ShouldBe(expected, $"seed {LongSuite.Seed}, case {i}");
                index.IsAscii(0).ShouldBe(isAscii);
            }
        }
    }

    [Fact]
    public void Index_is_used_again_for_a_shorter_text()
    {
        var index = new StopIndex();
        index.Fill("\"\"\"\"\"\"\"\""u8.ToArray().Concat(new byte[500]).ToArray(), 400);
        index.Reset();
        index.Fill([.. "ab\""u8, .. new byte[StopIndex.Padding]], 3);
        Found(index, 3).ShouldBe([2]);
        StopIndex.Next(index.Bits, 3).ShouldBe(3);
    }

    [Fact]
    public void Text_that_comes_in_pieces_and_is_discarded_from_the_front_has_the_stops_of_the_whole()
    {
        var random = new Random(LongSuite.Seed);
        const string alphabet = "\"\\\\\\abc\u0001";
        for (var i = 0; i < LongSuite.Times(500); i++)
        {
            var text = new byte[random.Next(1, 2_000)];
            foreach (ref var value in text.AsSpan())
                value = random.Next(900) == 0 ? (byte)200 : (byte)alphabet[random.Next(alphabet.Length)];
            var index = new StopIndex();
            var gone = 0;
            for (var length = 0; length < text.Length;)
            {
                length = random.Next(length, text.Length + 1);
                index.Fill([.. text.AsSpan(gone, length - gone), .. new byte[StopIndex.Padding]], length - gone);
                var expected = Stops(text).Where(at => at >= gone && at < length).Select(at => at - gone).ToList();
                Found(index, length - gone).ShouldBe(expected, $"seed {LongSuite.Seed}, case {i}");
                var from = random.Next(length - gone + 1);
                if (index.IsAscii(from))
                    text.AsSpan((gone + from)..length).ContainsAnyInRange((byte)0x80, byte.MaxValue).ShouldBeFalse();
                var discarded = StopIndex.Aligned(random.Next(length - gone + 1));
                index.Discard(discarded);
                gone += discarded;
            }
        }
    }

    private static List<int> Found(StopIndex index, int length)
    {
        var found = new List<int>();
        for (var at = StopIndex.Next(index.Bits, 0); at < length; at = StopIndex.Next(index.Bits, at + 1))
            found.Add(at);
        StopIndex.Next(index.Bits, length).ShouldBe(length);
        return found;
    }

    private static List<int> Stops(byte[] text)
    {
        var stops = new List<int>();
        var escaped = false;
        for (var at = 0; at < text.Length; at++)
        {
            var isStart = text[at] == '\\' && !escaped;
            if (isStart || text[at] < 0x20 || (text[at] == '"' && !escaped))
                stops.Add(at);
            escaped = isStart;
        }
        return stops;
    }
}
