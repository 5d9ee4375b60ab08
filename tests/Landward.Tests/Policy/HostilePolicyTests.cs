using System.Text;
using Landward.Policy;
using static Landward.Tests.Policy.Given;

namespace Landward.Tests.Policy;

/// <summary>Documents that nobody writes in good faith: read or refused, never an exception, and said in words one can read.</summary>
public sealed class HostilePolicyTests
{
    private const int Many = 60_000;

    public static readonly TheoryData<string, string> Large = new()
    {
        { "statements without content", $$"""{"Statement":[{{List("{}")}}]}""" },
        { "malformed actions", Statement($"\"Action\":[{List("\"\"")}],\"Resource\":\"*\"") },
        { "malformed resources", Statement($"\"Action\":\"*\",\"Resource\":[{List("\"x\"")}]") },
        { "malformed principals", Statement($"\"Action\":\"*\",\"Resource\":\"*\",\"Principal\":{{\"AWS\":[{List("\"x\"")}]}}") },
        { "unknown elements", Statement("\"Action\":\"*\",\"Resource\":\"*\"," + string.Join(',', Enumerable.Range(0, Many / 2).Select(i => $"\"o{i}\":1"))) },
        { "unknown operators", Condition(string.Join(',', Enumerable.Range(0, Many / 2).Select(i => $"\"o{i}\":{{\"k\":1}}"))) },
        { "one key many times", "{\"Statement\":{" + List("\"Effect\":\"Allow\"", Many / 2) + "}}" },
        { "a long operator", Condition($$"""{{Quoted(new string('x', 900_000))}}:{"k":"v"}""") },
        { "a long number", Condition($$"""  "NumericEquals":{"k":{{new string('9', 900_000)}}}""") },
        { "a long address", Condition($$"""  "IpAddress":{"k":{{Quoted(new string(':', 900_000))}}}""") },
        { "a long date of surrogate pairs", Condition($$"""  "DateEquals":{"k":{{Quoted(string.Concat(Enumerable.Repeat("\U0001F600", 100_000)))}}}""") },
    };

    [Theory]
    [MemberData(nameof(Large))]
    public void Large_mistakes_give_few_and_short_messages(string name, string text)
    {
        name.ShouldNotBeEmpty();
        var result = PolicyDocument.Parse(text, "p.json");
        result.HasErrors.ShouldBeTrue();
        result.Diagnostics.Length.ShouldBeInRange(1, 1001);
        result.Diagnostics.ShouldAllBe(diagnostic => diagnostic.Detail.Length < 1000 && diagnostic.Detail.IsNormalized(NormalizationForm.FormC));
    }

    [Theory]
    [InlineData("NumericEquals", "1e400", "1e-400x", "1e99999999999999999999", "NaN", "Infinity", "0x10", " 1", "", "1,000")]
    [InlineData("DateEquals", "0000-01-01", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "10000-01-01", "2024-02-30", "2024-01-01T24:00:00Z", "9223372036854775807", "--5", "2024-01-01 00:00:00Z", "")]
    [InlineData("IpAddress", "10.0.0.0/33", "10.0.0.0/+8", "10.0.0.0/-1", "10.0.0.0/", "::1/129", "010.0.0.1", "0x7f.1", "1.2.3", "1.2.3.4 ", "fe80::1%1", "[::1]", "")]
    [InlineData("ArnEquals", "arn:aws:iam", "arn:::bucket", "", "x")]
    [InlineData("Bool", "yes", "1", "", " true")]
    [InlineData("BinaryEquals", "!!!!", "QUJ")]
    public void Value_out_of_range_is_reported_and_matches_neither_way(string op, params string[] values)
    {
        var negated = op switch { "IpAddress" => "NotIpAddress", "Bool" or "BinaryEquals" => op, _ => op.Replace("Equals", "NotEquals", StringComparison.Ordinal) };
        foreach (var value in values)
        {
            foreach (var name in new[] { op, negated })
            {
                var result = PolicyDocument.Parse(Condition($$"""  "{{name}}":{"k":{{Quoted(value)}}}"""));
                result.Diagnostics.Select(diagnostic => diagnostic.Code).ShouldBe(["LW2014"], value);
                var set = new PolicySet { Identity = [new AttachedPolicy(result.Document!, "p", PolicyKind.Identity)] };
                PolicyEvaluator.Evaluate(Request(User, "s3:GetObject", "arn:aws:s3:::b/k", Account, ("k", "10")), set).IsAllowed.ShouldBeFalse(value);
            }
        }
    }

    [Theory]
    [InlineData("0.0.0.0/0", "203.0.113.7", true)]
    [InlineData("::/0", "2001:db8::1", true)]
    [InlineData("::/0", "203.0.113.7", false)]
    [InlineData("10.0.0.0/8", "::ffff:10.0.0.1", false)]
    [InlineData("::ffff:10.0.0.0/104", "::ffff:10.0.0.1", true)]
    [InlineData("2001:DB8:0::/32", "2001:db8::1", true)]
    public void Address_ranges_stay_within_their_family(string range, string address, bool holds)
    {
        var set = new PolicySet { Identity = Policies(PolicyKind.Identity, Allow(more: "\"Condition\":{\"IpAddress\":{\"aws:SourceIp\":" + Quoted(range) + "}}")) };
        PolicyEvaluator.Evaluate(Request(User, "s3:GetObject", "arn:aws:s3:::b/k", Account, ("aws:SourceIp", address)), set).IsAllowed.ShouldBe(holds);
    }

    [Theory]
    [InlineData("\"Action\":[],\"Resource\":\"*\"", false)]
    [InlineData("\"NotAction\":[],\"Resource\":\"*\"", true)]
    [InlineData("\"Action\":\"*\",\"Resource\":[]", false)]
    [InlineData("\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{}", true)]
    [InlineData("\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"StringEquals\":{}}", true)]
    [InlineData("\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"StringEquals\":{\"k\":[]}}", false)]
    [InlineData("\"Action\":\"*\",\"Resource\":\"arn:aws:s3:::${a${b}}\"", false)]
    [InlineData("\"Action\":\"\",\"Resource\":\"*\"", false)]
    [InlineData("\"Action\":\"*\",\"Resource\":\"\"", false)]
    public void Empty_lists_and_texts_name_nothing(string elements, bool allowed)
    {
        var set = new PolicySet { Identity = [new AttachedPolicy(PolicyDocument.Parse(Statement(elements)).Document!, "p", PolicyKind.Identity)] };
        PolicyEvaluator.Evaluate(Request(User, "s3:GetObject", "arn:aws:s3:::b/k"), set).IsAllowed.ShouldBe(allowed);
    }

    [Fact]
    public void Column_counts_characters_on_a_long_line()
    {
        var text = Statement("\"Sid\":\"éé\U0001F600\",\"Action\":\"bad action\",\"Resource\":\"*\"");
        var diagnostic = PolicyDocument.Parse(Encoding.UTF8.GetBytes(text), "p.json").Diagnostics.Single(diagnostic => diagnostic.Code == "LW2010");
        diagnostic.Span!.Column.ShouldBe(text.IndexOf("\"bad action\"", StringComparison.Ordinal) + 1);
    }

    private static string List(string item, int count = Many) => string.Join(',', Enumerable.Repeat(item, count));

    private static string Quoted(string text) => "\"" + text + "\"";

    private static string Statement(string elements) => """{"Version":"2012-10-17","Statement":[{"Effect":"Allow",""" + elements + "}]}";

    private static string Condition(string operators) => Statement("\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{" + operators + "}");
}
