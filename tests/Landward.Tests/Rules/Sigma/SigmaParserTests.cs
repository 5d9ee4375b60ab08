using Landward.Model;
using Landward.Rules.Sigma;

namespace Landward.Tests.Rules.Sigma;

public sealed class SigmaParserTests
{
    private const string Good = "title: Good\nlogsource: {product: aws}\ndetection: {s: {a: 1}, condition: s}\n";

    [Theory]
    [InlineData("detection: {s: {a: 1}, condition: s}", "LW3002", "no `logsource`")]
    [InlineData("logsource: {product: aws}", "LW3002", "no `detection`")]
    [InlineData("logsource: {product: aws}\ndetection: {s: {a: 1}}", "LW3002", "no `condition`")]
    [InlineData("logsource: {product: aws}\ndetection: {s: [], condition: s}", "LW3002", "search `s`")]
    [InlineData("logsource: {product: aws}\nlevel: hihg\ndetection: {s: {a: 1}, condition: s}", "LW3005", "`level: hihg`")]
    [InlineData("logsource: {product: aws}\ndetection: {s: {'a|contian': x}, condition: s}", "LW3003", "Did you mean `contains`?")]
    [InlineData("logsource: {product: aws}\ndetection: {s: {'a|re|contains': x}, condition: s}", "LW3003", "exclude each other")]
    [InlineData("logsource: {product: aws}\ndetection: {s: {'a|contains|all': x}, condition: s}", "LW3003", "`all` needs a list")]
    [InlineData("logsource: {product: aws}\ndetection: {s: {a: 1}, condition: selction}", "LW3004", "no search named `selction`")]
    [InlineData("logsource: {product: aws}\ndetection: {s: {a: 1}, condition: s and}", "LW3004", "ends where")]
    [InlineData("logsource: {product: aws}\ndetection: {s: {a: 1}, condition: (s}", "LW3004", "closing parenthesis")]
    [InlineData("logsource: {product: aws}\ndetection: {s: {a: 1}, condition: all of x*}", "LW3004", "names no search")]
    [InlineData("logsource: {product: aws}\ndetection: {s: {a: [1, null]}, condition: s}", "LW3005", "null may not")]
    [InlineData("logsource: {product: aws}\ndetection: {s: {'a|gte': x}, condition: s}", "LW3005", "`x` is no number")]
    [InlineData("logsource: {product: aws}\ndetection: {s: {'a|cidr': 10.0.0.0/33}, condition: s}", "LW3005", "no CIDR block")]
    [InlineData("logsource: {product: aws}\ndetection: {s: {'a|re': '(a'}, condition: s}", "LW3005", "no regular expression")]
    [InlineData("logsource: {product: aws}\ndetection: {s: {'a|re': '(?=a)b'}, condition: s}", "LW3005", "no regular expression")]
    [InlineData("logsource: {product: aws}\ndetection: {s: {'a|expand': '%peple%'}, condition: s}", "LW3006", "Did you mean `people`?")]
    [InlineData("logsource: {product: aws}\ndetection: {s: {a: 1}, condition: s | count() > 5}", "LW3008", "aggregations")]
    [InlineData("logsource: {product: aws}\ndetection: {s: {a: 1}, timeframe: 5m, condition: s}", "LW3008", "timeframe")]
    [InlineData("correlation: {type: temporal, rules: [x, y], timespan: 5m, condition: x and not y}", "LW3008", "`not`")]
    [InlineData("correlation: {type: temporal, rules: [x, y], timespan: 5m, condition: x and z}", "LW3004", "no search named `z`")]
    [InlineData("correlation: {type: temporal_ordered, rules: [x, y], timespan: 5m, condition: x or y}", "LW3008", "joined by `and`")]
    [InlineData("correlation: {type: temporal_ordered, rules: [x, y], timespan: 5m, condition: {lte: 1}}", "LW3008", "at least")]
    [InlineData("correlation: {type: event_count, rules: [x], timespan: 5m, condition: {gte: 1}, window: session}", "LW3008", "`window`")]
    [InlineData("correlation: {type: event_count, rules: [x], timespan: 400d, condition: {gte: 1}}", "LW3007", "366 days")]
    [InlineData("correlation: {type: event_count, rules: [x], timespan: 5m, condition: {}}", "LW3002", "no comparison")]
    [InlineData("correlation: {type: value_sum, rules: [x], timespan: 5m, condition: {gte: 1}}", "LW3002", "condition.field")]
    [InlineData("correlation: {type: value_percentile, rules: [x], timespan: 5m, condition: {gte: 1, percentile: 101, field: f}}", "LW3005", "between 0 and 100")]
    [InlineData("logsource: {product: aws}\nfilter: {s: {a: 1}, condition: s}", "LW3002", "`rules`")]
    [InlineData("logsource: {product: aws}\nfilter: {rules: any, condition: s}", "LW3002", "needs a search")]
    [InlineData("logsource: {product: aws}\nfilter: {rules: any, s: {a: 1}, condition: not t}", "LW3004", "no search named `t`")]
    [InlineData("correlation: {type: evnt_count, rules: [x], timespan: 5m, condition: {gte: 1}}", "LW3002", "Did you mean `event_count`?")]
    [InlineData("correlation: {type: event_count, rules: [x], timespan: 5 minutes, condition: {gte: 1}}", "LW3005", "timespan")]
    [InlineData("correlation: {type: value_count, rules: [x], timespan: 5m, condition: {gte: 1}}", "LW3002", "condition.field")]
    [InlineData("correlation: {type: event_count, rules: [x], timespan: 5m, condition: {gte: many}}", "LW3005", "no whole number")]
    public void Wrong_document_is_a_diagnostic_and_the_others_are_read(string body, string code, string detail)
    {
        var file = SigmaParser.Parse($"{Good}---\ntitle: Bad\n{body}\n---\n{Good}", "rules.yaml");
        var diagnostics = file.Diagnostics.Concat(file.Rules.Select(rule => new SigmaCompiler(SigmaSemanticsTests.Environment).Compile(rule).Diagnostic).OfType<Diagnostic>());
        var diagnostic = diagnostics.ShouldHaveSingleItem();
        diagnostic.Code.ShouldBe(code);
        diagnostic.Detail.ShouldContain("`Bad`");
        diagnostic.Detail.ShouldContain(detail);
        diagnostic.Span!.File.ShouldBe("rules.yaml");
        diagnostic.Span.Line.ShouldBeGreaterThan(3);
        file.Rules.Count(rule => rule.Header.Title == "Good").ShouldBe(2);
    }

    [Fact]
    public void Correlation_bounds_are_read_as_a_range()
    {
        var file = SigmaParser.Parse("title: C\nlevel: high\ncorrelation: {type: event_count, rules: [a, b], group-by: [x], timespan: 90s, condition: {gt: 2, lte: 9, neq: 5}}", "c.yaml");
        var correlation = file.Correlations.ShouldHaveSingleItem();
        correlation.Timespan.ShouldBe(TimeSpan.FromSeconds(90));
        correlation.Rules.ShouldBe(["a", "b"]);
        Enumerable.Range(0, 12).Where(count => correlation.Condition.Holds(count)).ShouldBe([3, 4, 6, 7, 8, 9]);
    }

    [Theory]
    [InlineData(10_000)]
    [InlineData(500)]
    public void Hostile_nesting_is_refused(int depth)
    {
        var text = $"title: x\ndetection: {new string('[', depth)}{new string(']', depth)}";
        SigmaParser.Parse(text, "x.yaml").Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("LW3302");
        var condition = string.Concat(Enumerable.Repeat("not ", depth));
        SigmaParser.Parse($"title: x\nlogsource: {{product: aws}}\ndetection: {{s: {{a: 1}}, condition: {condition} s}}", "x.yaml")
            .Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("LW3007");
    }

    [Fact]
    public void Regular_expressions_run_in_linear_time()
    {
        var rule = SigmaParser.Parse("title: x\nlogsource: {product: aws}\ndetection: {s: {'a|re': '^(a+)+$'}, condition: s}", "x.yaml").Rules[0];
        var compiled = new SigmaCompiler(new SigmaEnvironment()).Compile(rule).Rule!;
        using var document = System.Text.Json.JsonDocument.Parse($"{{\"a\":\"{new string('a', 20_000)}b\"}}");
        var started = TimeProvider.System.GetTimestamp();
        compiled.Matches(document.RootElement).ShouldBeFalse();
        TimeProvider.System.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }
}
