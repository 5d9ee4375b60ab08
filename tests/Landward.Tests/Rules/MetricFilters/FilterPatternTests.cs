using System.Text;
using System.Text.Json;
using Landward.Rules.MetricFilters;

namespace Landward.Tests.Rules.MetricFilters;

public sealed class FilterPatternTests
{
    [Theory]
    [MemberData(nameof(FilterPatternCases.All), MemberType = typeof(FilterPatternCases))]
    public void Documented_examples_and_corner_cases_match_as_in_CloudWatch(string source, string pattern, string message, bool expected) =>
        Compile(pattern).Matches(message).ShouldBe(expected, source);

    [Theory]
    [MemberData(nameof(FilterPatternCases.All), MemberType = typeof(FilterPatternCases))]
    public void Printing_and_reading_a_pattern_changes_nothing(string source, string pattern, string message, bool expected)
    {
        var printed = Compile(pattern).ToString();
        Compile(printed).ToString().ShouldBe(printed, source);
        Compile(printed).Matches(message).ShouldBe(expected, source);
    }

    [Theory]
    [MemberData(nameof(FilterPatternCases.Refused), MemberType = typeof(FilterPatternCases))]
    public void A_wrong_pattern_is_refused_with_its_place(string pattern, string message, int position, string reason)
    {
        var (compiled, error) = FilterPattern.Parse(pattern);
        compiled.ShouldBeNull();
        error!.Message.ShouldBe(message);
        error.Reason.ShouldContain(reason);
        error.Position.ShouldBe(position);
    }

    [Fact]
    public void A_pattern_longer_than_1024_characters_is_refused()
    {
        FilterPattern.Parse(new string('a', 1024)).Pattern.ShouldNotBeNull();
        FilterPattern.Parse(new string('a', 1025)).Error!.Reason.ShouldContain("1024");
    }

    [Fact]
    public void Five_hundred_parentheses_are_read()
    {
        var pattern = "{" + new string('(', 500) + "$.a=1" + new string(')', 500) + "}";
        Compile(pattern).Matches("""{"a": 1}""").ShouldBeTrue();
    }

    [Fact]
    public void Values_of_a_space_delimited_event_are_extracted_by_name_or_place()
    {
        const string Line = """127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534""";
        var values = Compile("[..., request=*.html*, status_code=4*,]").Extract(Encoding.UTF8.GetBytes(Line));
        values["$status_code"].ShouldBe("404");
        values["$request"].ShouldBe("GET /index.html HTTP/1.0");
        values["$7"].ShouldBe("1534");
        values["$4"].ShouldBe("10/Oct/2000:13:25:15 -0700");
        values["$1"].ShouldBe("127.0.0.1");
        values.Count.ShouldBe(7);
    }

    [Fact]
    public void Values_of_a_JSON_event_are_extracted_by_selector()
    {
        var values = Compile("{ $.eventName = \"*\" && $.missing NOT EXISTS && $.n > 1 }").Extract("""{"eventName": "PutObject", "n": 2.5}"""u8.ToArray());
        values.ShouldBe(new Dictionary<string, string> { ["$.eventName"] = "PutObject", ["$.n"] = "2.5" });
    }

    [Theory]
    [InlineData("$.latency", """{"latency": 12.5}""", "12.5")]
    [InlineData("$.a.['b.c'][1]", """{"a": {"b.c": [1, "x"]}}""", "x")]
    [InlineData("$.a", """{"a": {"b": 1}}""", null)]
    [InlineData("$.a", """{"a": true}""", null)]
    public void A_reference_reads_a_string_or_a_number(string reference, string message, string? expected)
    {
        using var document = JsonDocument.Parse(message);
        FieldReference.Parse(reference)!.Read(document.RootElement).ShouldBe(expected);
    }

    [Theory]
    [InlineData("latency")]
    [InlineData("$")]
    [InlineData("$.a[*]")]
    [InlineData("$.a = 1")]
    [InlineData("$a b")]
    public void What_is_no_reference_is_refused(string text) => FieldReference.Parse(text).ShouldBeNull();

    [Fact]
    public void Fields_that_are_only_equal_to_texts_are_pinned()
    {
        var pattern = Compile("{ $.eventSource = kms.amazonaws.com && ($.eventName = DisableKey || $.eventName = \"ScheduleKeyDeletion\") }");
        pattern.Pinned("$.eventName").ShouldBe(["DisableKey", "ScheduleKeyDeletion"]);
        pattern.Pinned("$.eventSource").ShouldBe(["kms.amazonaws.com"]);
        pattern.Pinned("$.userIdentity.type").ShouldBeNull();
        Compile("{ $.eventName = a || $.eventSource = b }").Pinned("$.eventName").ShouldBeNull();
        Compile("{ $.eventName = a* }").Pinned("$.eventName").ShouldBeNull();
    }

    [Fact]
    public void Hostile_messages_cost_little_and_match_nothing()
    {
        var pattern = Compile("{ $.a = \"*a*a*a*a*a*a*b\" }");
        pattern.Matches("{\"a\": \"" + new string('a', 20_000) + "\"}").ShouldBeFalse();
        pattern.Matches("{\"a\":" + new string('[', 10_000)).ShouldBeFalse();
        pattern.Matches(new byte[] { (byte)'{', (byte)'"', 0xff, 0xfe, 0xff }).ShouldBeFalse();
        Compile("{ $.a = \"x\" }").Matches("""{"a": "\ud800"}""").ShouldBeFalse();
        Compile("%a{1,255}b%").Matches(new string('a', 100_000)).ShouldBeFalse();
    }

    private static FilterPattern Compile(string text)
    {
        var (pattern, error) = FilterPattern.Parse(text);
        error.ShouldBeNull(error?.ToString());
        return pattern!;
    }
}
