using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using Landward.Logs;
using Landward.Logs.VpcFlow;

namespace Landward.Tests.Logs.VpcFlow;

public sealed class FlowLogReaderTests
{
    private const string Row = "2 111122223333 eni-0a1b2c3d4e5f60718 10.0.0.5 203.0.113.9 43210 443 6 12 3400 1700000000 1700000059 ACCEPT OK";
    private const string Header = "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status";

    [Fact]
    public async Task A_default_record_is_read_field_by_field()
    {
        var (rows, diagnostics) = await ReadAsync(Row);
        diagnostics.ShouldBeEmpty();
        rows.ShouldHaveSingleItem().ShouldBe("10.0.0.5:43210 > 203.0.113.9:443 p6 12/3400 1700000000-1700000059 Accept Ok 255");
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public async Task Headers_blank_lines_and_line_ends_of_any_kind_are_no_rows(string end)
    {
        var (rows, diagnostics) = await ReadAsync(string.Join(end, Header, Row, string.Empty, Header, Row, "  ", Row));
        diagnostics.ShouldBeEmpty();
        rows.Count.ShouldBe(3);
        rows.Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Custom_formats_are_read_by_their_header_which_may_change_in_the_middle()
    {
        var text = """
            dstaddr srcaddr end start bytes new-field tcp-flags flow-direction
            2001:db8::9 2600:1f18::1 1700000059 1700000000 3400 something 19 egress
            pkt-srcaddr srcaddr dstaddr pkt-dstaddr start protocol
            10.9.9.9 10.0.0.5 203.0.113.9 - 1700000000 17
            """;
        var (rows, diagnostics) = await ReadAsync(text);
        diagnostics.ShouldBeEmpty();
        rows.ShouldBe(
        [
            "2600:1f18::1:0 > 2001:db8::9:0 p0 0/3400 1700000000-1700000059 Unknown Ok 19",
            "10.9.9.9:0 > 203.0.113.9:0 p17 0/0 1700000000-1700000000 Unknown Ok 255",
        ]);
    }

    [Theory]
    [InlineData("${end} ${start} ${srcaddr} ${dstaddr} ${log-status}")]
    [InlineData("end start srcaddr dstaddr log_status")]
    public async Task A_format_may_be_given_for_logs_without_header(string format)
    {
        var (rows, diagnostics) = await ReadAsync("1700000059 1700000000 10.0.0.5 203.0.113.9 OK\n1700000059 1700000000 - - SKIPDATA", FlowLayout.Parse(format));
        diagnostics.ShouldBeEmpty();
        rows.ShouldBe(
        [
            "10.0.0.5:0 > 203.0.113.9:0 p0 0/0 1700000000-1700000059 Unknown Ok 255",
            ":::0 > :::0 p0 0/0 1700000000-1700000059 Unknown SkipData 255",
        ]);
    }

    [Fact]
    public async Task The_time_that_cloudwatch_logs_exports_before_each_line_is_passed_over()
    {
        var (rows, diagnostics) = await ReadAsync($"2023-11-14T22:13:20.000Z {Row}\n2023-11-14T22:13:21.000Z {Row}\n");
        diagnostics.ShouldBeEmpty();
        rows.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("2 1 eni 10.0.0.256 203.0.113.9 1 2 6 1 1 1 1 ACCEPT OK")]
    [InlineData("2 1 eni 10.0.0 203.0.113.9 1 2 6 1 1 1 1 ACCEPT OK")]
    [InlineData("2 1 eni 10.0..1 203.0.113.9 1 2 6 1 1 1 1 ACCEPT OK")]
    [InlineData("2 1 eni 10.0.0.1x 203.0.113.9 1 2 6 1 1 1 1 ACCEPT OK")]
    [InlineData("2 1 eni 10.0.0.1 203.0.113.9 65536 2 6 1 1 1 1 ACCEPT OK")]
    [InlineData("2 1 eni 10.0.0.1 203.0.113.9 1 2 256 1 1 1 1 ACCEPT OK")]
    [InlineData("2 1 eni 10.0.0.1 203.0.113.9 1 2 6 -1 1 1 1 ACCEPT OK")]
    [InlineData("2 1 eni 10.0.0.1 203.0.113.9 1 2 6 1 1 99999999999 1 ACCEPT OK")]
    [InlineData("2 1 eni 10.0.0.1 fe80::zz 1 2 6 1 1 1 1 ACCEPT OK")]
    [InlineData("2 1 eni 10.0.0.1 203.0.113.9 1 2 6")]
    [InlineData("2 1 eni 10.0.0.1 203.0.113.9 1 2 6 1 1 1 1 ACCEPT OK extra")]
    public async Task What_is_no_record_is_reported_and_the_others_are_read(string line)
    {
        var (rows, diagnostics) = await ReadAsync($"{Row}\n{line}\n{Row}");
        rows.Count.ShouldBe(2);
        diagnostics.ShouldBe(["LW3550"]);
    }

    [Fact]
    public async Task Problems_are_listed_up_to_a_limit()
    {
        var (rows, diagnostics) = await ReadAsync(string.Concat(Enumerable.Repeat($"{Row}\nnonsense\n", 1000)));
        rows.Count.ShouldBe(1000);
        diagnostics.ShouldBe(["LW3550", "LW3550", "LW3550", "LW3550", "LW3550", "LW3554"]);
    }

    [Fact]
    public async Task A_line_of_any_length_is_passed_over_in_bounded_memory()
    {
        var (rows, diagnostics) = await ReadAsync($"{Row}\n{new string('x', 3_000_000)}\n{Row}");
        rows.Count.ShouldBe(2);
        diagnostics.ShouldBe(["LW3551"]);
    }

    [Fact]
    public async Task A_log_that_is_neither_default_nor_has_a_header_asks_for_its_format_once()
    {
        var (rows, diagnostics) = await ReadAsync(string.Concat(Enumerable.Repeat("3 111122223333 10.0.0.1 10.0.0.2\n", 50)));
        rows.ShouldBeEmpty();
        diagnostics.ShouldBe(["LW3553"]);
    }

    [Fact]
    public async Task A_log_without_addresses_says_what_it_lacks()
    {
        var (rows, diagnostics) = await ReadAsync("interface-id bytes start end log-status\neni-1 5 1 2 OK\neni-1 5 1 2 OK\n");
        rows.ShouldBeEmpty();
        diagnostics.ShouldBe(["LW3552"]);
    }

    [Fact]
    public async Task Rows_are_what_a_reader_of_strings_reads_from_them()
    {
#pragma warning disable RS0030 // The seed makes the run repeatable.
        var random = new Random(LongSuite.Seed);
#pragma warning restore RS0030
        for (var i = 0; i < LongSuite.Times(3000); i++)
        {
            var fields = Row.Split(' ');
            (fields[3], fields[4]) = (Address(random), Address(random));
            foreach (var column in new[] { 5, 6, 7, 8, 9, 10, 11 })
                fields[column] = Number(random, column);
            var line = string.Join(' ', fields).ToCharArray();
            if (random.Next(3) == 0)
                line[random.Next(line.Length)] = ".:-/09af "[random.Next(9)];
            var text = new string(line);
            var (rows, _) = await ReadAsync(text);
            rows.ShouldBe(Naive(text) is { } row ? [row] : [], text);
        }
    }

    [Fact]
    public async Task Interfaces_are_told_apart_by_their_whole_names()
    {
        // Of every length around what is read at once, and with a zero byte where a shorter name ends.
        var names = Enumerable.Range(1, 70).SelectMany(length => new[] { new string('e', length), new string('e', length) + "\0", new string('e', length - 1) + "f" }).ToArray();
        var text = string.Join('\n', names.Concat(names.Reverse()).Select(name => Row.Replace("eni-0a1b2c3d4e5f60718", name, StringComparison.Ordinal)));
        var numbers = new List<ulong>();
        await using var reader = new FlowLogReader(Source(text, 1000));
        while (await reader.ReadAsync(CancellationToken.None))
        {
            foreach (ref readonly var row in reader.Rows)
                numbers.Add(row.Interface);
        }
        numbers.Count.ShouldBe(2 * names.Length);
        numbers.Take(names.Length).Distinct().Count().ShouldBe(names.Length);
        numbers.Skip(names.Length).Reverse().ShouldBe(numbers.Take(names.Length));
    }

    private static string Address(Random random)
    {
        if (random.Next(4) > 0)
            return string.Join('.', Enumerable.Range(0, 4).Select(_ => random.Next(random.Next(2) == 0 ? 300 : 12)));
        var groups = Enumerable.Range(0, random.Next(7, 9)).Select(_ => random.Next(3) == 0 ? string.Empty : random.Next(1 << random.Next(1, 18)).ToString("x", CultureInfo.InvariantCulture));
        return string.Join(':', groups) is { Length: > 1 } text ? text : "::1";
    }

    private static string Number(Random random, int column)
    {
        // Half of the sums and most of the times are as long as usual.
        var digits = column switch
        {
            5 or 6 => random.Next(1, 7),
            7 => random.Next(1, 4),
            8 or 9 => random.Next(1, random.Next(2) == 0 ? 10 : 20),
            _ => random.Next(4) > 0 ? 10 : random.Next(9, 12),
        };
        return random.Next(20) == 0 ? "-" : string.Concat(Enumerable.Range(0, digits).Select(_ => random.Next(10)));
    }

    private static string? Naive(string line)
    {
        var fields = line.TrimEnd(' ').Split(' ');
        if (fields.Length != 14 || Naive(fields[10], uint.MaxValue) is not { } start || Naive(fields[11], uint.MaxValue) is not { } end)
            return null;
        (start, end) = (start == 0 ? end : start, Math.Max(end, start == 0 ? end : start));
        if (fields[13] is ['N' or 'S', ..])
            return $":::0 > :::0 p0 0/0 {start}-{end} Unknown {(fields[13][0] == 'N' ? "NoData" : "SkipData")} 255";
        if (NaiveAddress(fields[3]) is not { } source || NaiveAddress(fields[4]) is not { } destination || Naive(fields[5], 65535) is not { } from
            || Naive(fields[6], 65535) is not { } to || Naive(fields[7], 255) is not { } protocol || Naive(fields[8], long.MaxValue) is not { } packets
            || Naive(fields[9], long.MaxValue) is not { } bytes)
        {
            return null;
        }
        var action = fields[12] switch { ['A', ..] => "Accept", ['R', ..] => "Reject", _ => "Unknown" };
        return $"{source}:{from} > {destination}:{to} p{protocol} {packets}/{bytes} {start}-{end} {action} Ok 255";
    }

    private static ulong? Naive(string text, ulong most) =>
        text == "-" ? 0 : text.Length is > 0 and < 20 && text.All(char.IsAsciiDigit) && ulong.Parse(text, CultureInfo.InvariantCulture) is var value && value <= most ? value : null;

    private static string? NaiveAddress(string text)
    {
        if (text.Contains(':', StringComparison.Ordinal))
            return IPAddress.TryParse(text, out var address) && !address.Equals(IPAddress.IPv6Any) ? FlowAddress.From(address).ToString() : null;
        var octets = text.Split('.');
        return octets.Length == 4 && octets.All(octet => octet.Length is > 0 and < 4 && octet.All(char.IsAsciiDigit) && int.Parse(octet, CultureInfo.InvariantCulture) < 256)
            ? string.Join('.', octets.Select(octet => int.Parse(octet, CultureInfo.InvariantCulture)))
            : null;
    }

    [Fact]
    public async Task Rows_are_the_same_however_the_stream_is_cut()
    {
        var text = new StringBuilder(Header).Append('\n');
        for (var i = 0; i < 3000; i++)
            text.Append(CultureInfo.InvariantCulture, $"2 111122223333 eni-{i % 7} 10.0.{i % 256}.{i % 250} 198.51.{i % 256}.{(i * 7) % 256} {i} {(i * 31) % 65536} {i % 256} {i} {(long)i * i * i} {1_700_000_000 + i} {1_700_000_060 + i} {(i % 3 == 0 ? "REJECT" : "ACCEPT")} OK\n");
        var (expected, _) = await ReadAsync(text.ToString());
        expected.Count.ShouldBe(3000);
        for (var piece = 1; piece < 4000; piece = (piece * 3) + 1)
        {
            var (rows, diagnostics) = await ReadAsync(text.ToString(), piece: piece);
            diagnostics.ShouldBeEmpty();
            rows.ShouldBe(expected);
        }
    }

    [Fact]
    public async Task A_compressed_log_longer_than_the_buffer_is_read_as_the_text_is()
    {
#pragma warning disable RS0030 // The seed makes the run repeatable.
        var random = new Random(LongSuite.Seed);
#pragma warning restore RS0030
        var lines = Enumerable.Range(0, 400).Select(_ => $"2 111122223333 eni-0a1b2c3d4e5f60718 10.0.{random.Next(256)}.5 203.0.113.{random.Next(256)} {random.Next(65536)} 443 6 12 3400 1700000000 1700000059 ACCEPT OK").ToArray();
        // Copied from up to a whole window before.
        var text = string.Join('\n', Enumerable.Range(0, 20_000).Select(_ => lines[random.Next(lines.Length)]));
        using var compressed = new MemoryStream();
        await using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize, leaveOpen: true))
            await gzip.WriteAsync(Encoding.ASCII.GetBytes(text));
        await using var content = await LogContent.OpenAsync(new LogSource("a.log.gz", _ => Task.FromResult<Stream>(new MemoryStream(compressed.ToArray()))), CancellationToken.None);
        var (rows, diagnostics) = await ReadAsync(new FlowLogReader(content.Source));
        var (expected, _) = await ReadAsync(text);
        diagnostics.ShouldBeEmpty();
        rows.SequenceEqual(expected).ShouldBeTrue();
        rows.Count.ShouldBe(20_000);
    }

    [Fact]
    public async Task Any_field_can_be_read_by_its_name()
    {
        await using var reader = new FlowLogReader(Source("srcaddr dstaddr start future-field\r\n10.0.0.1 10.0.0.2 5 tomorrow\r\n", 1000));
        (await reader.ReadAsync(CancellationToken.None)).ShouldBeTrue();
        Encoding.ASCII.GetString(reader.Text(reader.Rows[0], reader.Layout.Column("future-field"))).ShouldBe("tomorrow");
        Encoding.ASCII.GetString(reader.Line(reader.Rows[0])).ShouldBe("10.0.0.1 10.0.0.2 5 tomorrow");
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("203.0.113.9", true)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.16.0.1", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.1.1", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("100.128.0.1", true)]
    [InlineData("169.254.169.254", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("2600:1f18::1", true)]
    [InlineData("fd00::1", false)]
    [InlineData("fe80::1", false)]
    public void Addresses_of_the_internet_are_public(string text, bool isPublic)
    {
        var address = FlowAddress.From(System.Net.IPAddress.Parse(text));
        address.IsPublic.ShouldBe(isPublic);
        address.ToString().ShouldBe(text);
    }

    private static async Task<(List<string> Rows, string[] Diagnostics)> ReadAsync(string text, FlowLayout? format = null, int piece = int.MaxValue)
    {
        await using var reader = new FlowLogReader(Source(text, piece), format);
        return await ReadAsync(reader);
    }

    private static async Task<(List<string> Rows, string[] Diagnostics)> ReadAsync(FlowLogReader reader)
    {
        var rows = new List<string>();
        while (await reader.ReadAsync(CancellationToken.None))
        {
            foreach (var row in reader.Rows)
                rows.Add($"{row.Source}:{row.SourcePort} > {row.Destination}:{row.DestinationPort} p{row.Protocol} {row.Packets}/{row.Bytes} {row.Start}-{row.End} {row.Action} {row.Status} {row.TcpFlags}");
        }
        reader.RowsRead.ShouldBe(rows.Count);
        return (rows, [.. reader.Diagnostics.Select(diagnostic => diagnostic.Code)]);
    }

    private static LogSource Source(string text, int piece) => new("a.log", _ => Task.FromResult<Stream>(new Pieces(Encoding.ASCII.GetBytes(text), piece)));

    /// <summary>Gives at most so many bytes at a time.</summary>
    private sealed class Pieces(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, piece)], cancellationToken);
    }
}
