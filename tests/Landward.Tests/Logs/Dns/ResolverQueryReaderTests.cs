using System.IO.Compression;
using System.Text;
using Landward.Logs;
using Landward.Logs.Dns;

namespace Landward.Tests.Logs.Dns;

public sealed class ResolverQueryReaderTests
{
    private const string Documented = """
        {"version":"1.100000","account_id":"111122223333","region":"us-west-2","vpc_id":"vpc-7example","query_timestamp":"2020-01-27T17:35:22Z","query_name":"WWW.Example.com.","query_type":"A","query_class":"IN","rcode":"NOERROR","answers":[{"Rdata":"203.0.113.9","Type":"A","Class":"IN"},{"Rdata":"203.0.113.10","Type":"A","Class":"IN"}],"srcaddr":"10.0.0.7","srcport":"4567","transport":"UDP","srcids":{"instance":"i-0d15cd0d3example","resolver_endpoint":null}}
        """;

    [Fact]
    public async Task Fields_of_the_documented_record_are_read()
    {
        await using var reader = Reader(Documented);
        (await reader.ReadAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
        var query = reader.Current;
        query.Text(ResolverQueryField.QueryName).ShouldBe("www.example.com");
        query.Text(ResolverQueryField.QueryType).ShouldBe("A");
        query.Text(ResolverQueryField.Rcode).ShouldBe("NOERROR");
        query.Text(ResolverQueryField.AccountId).ShouldBe("111122223333");
        query.Text(ResolverQueryField.Region).ShouldBe("us-west-2");
        query.Text(ResolverQueryField.VpcId).ShouldBe("vpc-7example");
        query.Text(ResolverQueryField.SourceAddress).ShouldBe("10.0.0.7");
        query.Text(ResolverQueryField.Instance).ShouldBe("i-0d15cd0d3example");
        query.Text(ResolverQueryField.ResolverEndpoint).ShouldBeNull();
        query.Time.ShouldBe(new DateTimeOffset(2020, 1, 27, 17, 35, 22, TimeSpan.Zero).ToUnixTimeSeconds());
        query.Answers.ShouldBe(2);
        Encoding.UTF8.GetString(query.Answer(1)).ShouldBe("203.0.113.10");
        (await reader.ReadAsync(TestContext.Current.CancellationToken)).ShouldBeFalse();
        reader.Diagnostics.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"query_timestamp":"2022-06-25 00:27:53","query_name":"a.example"}""")]
    [InlineData("""{"query_timestamp":"2022-06-25T00:27:53.000Z","query_name":"a.example."}""")]
    [InlineData("""{"query_timestamp":"2022-06-25T02:27:53+02:00","query_name":"A.EXAMPLE"}""")]
    [InlineData("""{"answers":{"Rdata":"1.2.3.4","Type":"A"},"query_timestamp":"2022-06-25T00:27:53Z","query_name":"\u0061.example","srcids":[]}""")]
    [InlineData("""{"answers":[],"unknown":{"a":[{"Rdata":"x"}]},"query_timestamp":"2022-06-25T00:27:53Z","query_name":"a.example","srcids":null}""")]
    public async Task Other_spellings_are_read_alike(string record)
    {
        await using var reader = Reader(record);
        (await reader.ReadAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
        reader.Current.Text(ResolverQueryField.QueryName).ShouldBe("a.example");
        reader.Current.Time.ShouldBe(1_656_116_873);
        reader.Diagnostics.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("\"rcode\"", "\"rcode\" ")]
    [InlineData("\"rcode\":\"NOERROR\"", "\"rcode\":\"NO\\u0045RROR\"")]
    [InlineData("\"rcode\":\"NOERROR\"", "\"rcode\":\"NXDOMAIN\",\"rcode\":\"NOERROR\"")]
    [InlineData("\"transport\":\"UDP\"", "\"transport\":17")]
    [InlineData("\"transport\":\"UDP\"", "\"transport\":\"\u00fc\"")]
    [InlineData("\"transport\":\"UDP\"", "\"firewall_rule_action\":null")]
    [InlineData("\"Class\":\"IN\"", "\"Class\":null")]
    [InlineData("\"resolver_endpoint\":null", "\"resolver_endpoint\":\"\",\"other\":{\"instance\":\"i-0\"}")]
    public async Task A_record_with_an_unusual_part_is_read_like_the_usual_one(string usual, string unusual)
    {
        var record = Documented.Trim().Replace(usual, unusual, StringComparison.Ordinal);
        (await Fields($"{record}\n{Documented}")).Distinct().ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("2020-01-27T17:35:22Z", "2020-01-27T17:35:22.0Z")]
    [InlineData("2024-02-29T00:00:00Z", "2024-02-29 00:00:00")]
    [InlineData("1999-12-31T23:59:59Z", "1999-12-31T23:59:59+00:00")]
    public async Task A_time_is_the_same_however_it_is_written(string usual, string unusual)
    {
        const string Record = """{"query_timestamp":"@","query_name":"a.example","srcids":{"instance":"i-1"}}""";
        (await Fields($"{Record.Replace("@", usual, StringComparison.Ordinal)}\n{Record.Replace("@", unusual, StringComparison.Ordinal)}")).Distinct().ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("2023-02-29T00:00:00Z")]
    [InlineData("2023-13-01T00:00:00Z")]
    [InlineData("2023-01-01T24:00:01Z")]
    [InlineData("2023-0a-01T00:00:00Z")]
    public async Task A_record_without_a_time_there_is_is_no_query(string time)
    {
        await using var reader = Reader($$"""{"query_timestamp":"{{time}}","query_name":"a.example"}""");
        (await reader.ReadAsync(TestContext.Current.CancellationToken)).ShouldBeFalse();
        reader.Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("LW3560");
    }

    [Fact]
    public async Task Records_are_the_same_wherever_the_buffer_ends()
    {
        // Longer than the reader's buffer by far, records of many lengths, and one that is longer than what is read at once.
        var names = Enumerable.Range(0, 6000).Select(i => $"{new string('a', i % 61)}{i}.example.com").ToArray();
        var log = string.Concat(names.Select((name, i) => Documented.Trim().Replace("WWW.Example.com", name, StringComparison.Ordinal)
            .Replace("UDP", i == 3000 ? new string('x', 200_000) : "UDP", StringComparison.Ordinal) + "\n"));
        (await Names(log)).ShouldBe(names);
    }

    [Fact]
    public async Task Arrays_and_records_over_several_lines_are_read()
    {
        var pretty = Documented.Replace(",\"", ",\n  \"", StringComparison.Ordinal);
        (await Names($"[{pretty},\n{pretty}]\n")).ShouldBe(["www.example.com", "www.example.com"]);
    }

    [Fact]
    public async Task Damaged_records_are_reported_and_the_others_read()
    {
        var log = string.Join('\n', Documented.Trim(), "nonsense", """{"query_name":"broken", """, Documented.Trim(), """{"query_name":"no.time"}""", new string('[', 100) + "{", Documented.Trim(), """{"query_name":"cut""");
        await using var reader = Reader(log);
        var count = 0;
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            count++;
        count.ShouldBe(3);
        reader.Diagnostics.Select(diagnostic => diagnostic.Code).ShouldBe(["LW3505", "LW3505", "LW3560", "LW3505", "LW3509"]);
        reader.Diagnostics.ShouldAllBe(diagnostic => diagnostic.Detail.Contains("`test`", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_line_of_many_megabytes_is_skipped_in_bounded_memory()
    {
        var log = $$"""{"query_name":"{{new string('a', 8 * 1024 * 1024)}}"}""" + "\n" + Documented;
        await using var reader = Reader(log);
        (await reader.ReadAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
        reader.Current.Text(ResolverQueryField.QueryName).ShouldBe("www.example.com");
        reader.Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("LW3506");
    }

    [Fact]
    public async Task A_truncated_gzip_gives_what_was_there_and_a_diagnostic()
    {
        var compressed = new MemoryStream();
        await using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 5000).Select(i => Documented.Replace("WWW", $"h{i * 7919}", StringComparison.Ordinal) + "\n"))), TestContext.Current.CancellationToken);
        var half = compressed.ToArray()[..(int)(compressed.Length / 2)];
        var content = await LogContent.OpenAsync(new LogSource("test", _ => Task.FromResult<Stream>(new MemoryStream(half))), TestContext.Current.CancellationToken);
        content.Format.ShouldBe(LogFormat.ResolverQuery);
        await using var reader = new ResolverQueryReader(content.Source);
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
        }
        reader.QueriesRead.ShouldBeInRange(1, 4999);
        reader.Diagnostics.ShouldContain(diagnostic => diagnostic.Code == "LW3504");
    }

    /// <summary>All that is known of each query.</summary>
    private static async Task<List<string>> Fields(string log)
    {
        await using var reader = Reader(log);
        var queries = new List<string>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            var query = reader.Current;
            var answers = Enumerable.Range(0, query.Answers).Select(i => Encoding.UTF8.GetString(query.Answer(i)));
            queries.Add($"{query.Time} {string.Join('|', Enum.GetValues<ResolverQueryField>().Select(query.Text))} {string.Join('|', answers)}");
        }
        reader.Diagnostics.ShouldBeEmpty();
        queries.Count.ShouldBe(2);
        return queries;
    }

    private static async Task<List<string?>> Names(string log)
    {
        await using var reader = Reader(log);
        var names = new List<string?>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            names.Add(reader.Current.Text(ResolverQueryField.QueryName));
        reader.Diagnostics.ShouldBeEmpty();
        return names;
    }

    private static ResolverQueryReader Reader(string log) =>
        new(new LogSource("test", _ => Task.FromResult<Stream>(new MemoryStream(Encoding.UTF8.GetBytes(log)))));
}
