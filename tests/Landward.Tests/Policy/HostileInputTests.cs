using System.Diagnostics;
using System.Text;
using Landward.Policy;
using Landward.Policy.Matching;
using static Landward.Tests.Policy.Given;

namespace Landward.Tests.Policy;

/// <summary>Sizes at which quadratic work would take minutes; the limit is generous for a busy machine.</summary>
public sealed class HostileInputTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    [Fact]
    public void Hundred_thousand_statements_in_one_document_are_refused_at_once()
    {
        var statement = Allow("s3:GetObject");
        var text = $$"""{"Version":"2012-10-17","Statement":[{{string.Join(',', Enumerable.Repeat(statement, 100_000))}}]}""";
        Within(() => PolicyDocument.Parse(text)).Diagnostics.Single().Code.ShouldBe("LW2002");
        var empty = "{\"Statement\":[" + string.Join(',', Enumerable.Repeat("{}", 100_000)) + "]}";
        Within(() => PolicyDocument.Parse(empty)).Diagnostics.Single().Code.ShouldBe("LW2002");
    }

    [Fact]
    public void Hundred_thousand_statements_in_many_documents_are_decided_in_one_pass()
    {
        var document = Attached(PolicyKind.Identity, [.. Enumerable.Repeat(Allow("s3:PutObject", "arn:aws:s3:::data/*x*y*z"), 10_000)]);
        var policies = new PolicySet { Identity = [.. Enumerable.Repeat(document, 9), Attached(PolicyKind.Identity, [.. Enumerable.Repeat(Allow("s3:Get*"), 9_999), Deny("s3:GetObject")])] };
        Within(() => PolicyEvaluator.Decide(Request(User, "s3:GetObject", "arn:aws:s3:::data/key"), policies)).Outcome.ShouldBe(DecisionOutcome.ExplicitDeny);
    }

    [Fact]
    public void Document_of_one_long_line_knows_its_columns_in_one_pass()
    {
        var actions = string.Join(',', Enumerable.Repeat("\"é😀:b c\"", 60_000));
        var result = Within(() => PolicyDocument.Parse($$"""{"Statement":[{"Effect":"Allow","Resource":"*","Action":[{{actions}}]}]}"""));
        result.Diagnostics[1].Span!.Column.ShouldBe(result.Diagnostics[0].Span!.Column + "\"é😀:b c\",".Length);
        result.Diagnostics[^1].Code.ShouldBe("LW2061");
        result.Diagnostics.Length.ShouldBe(201);
    }

    [Fact]
    public void Keys_without_end_are_listed_up_to_a_limit()
    {
        var members = string.Join(',', Enumerable.Range(0, 80_000).Select(i => $"\"E{i}\":1"));
        var result = Within(() => PolicyDocument.Parse("{\"Statement\":{" + members + "}}"));
        result.Document.ShouldBeNull();
        result.Diagnostics.Length.ShouldBe(201);
        var same = string.Join(',', Enumerable.Repeat("\"Sid\":\"a\"", 80_000));
        Within(() => PolicyDocument.Parse("{\"Statement\":{" + same + "}}")).Diagnostics[0].Code.ShouldBe("LW2003");
    }

    [Fact]
    public void Value_longer_than_any_arn_is_a_diagnostic()
    {
        var text = new string('a', 9_000);
        PolicyDocument.Parse("{\"Statement\":" + Allow("s3:*", "arn:aws:s3:::" + text) + "}").Diagnostics.Single().Code.ShouldBe("LW2060");
        PolicyDocument.Parse("{\"Statement\":" + Allow(more: $$$""" "Condition":{"StringLike":{"aws:username":"{{{text}}}"}} """) + "}").Diagnostics.Single().Code.ShouldBe("LW2060");
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused_wherever_they_stand()
    {
        foreach (var bytes in new byte[][] { [0xFF], [0xC3, 0x28], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xC0, 0xAF] })
            PolicyDocument.Parse([.. "{\"Statement\":[],\"Id\":\""u8, .. bytes, .. "\"}"u8]).Diagnostics.Single().Code.ShouldBe("LW2001");
    }

    [Fact]
    public void Unclosed_variables_are_read_in_one_pass()
    {
        var source = string.Concat(Enumerable.Repeat("${", 500_000));
        Within(() => PatternTemplate.Parse(source, variables: true)).HasVariables.ShouldBeFalse();
    }

    [Theory]
    [InlineData("*a", 100_000, "b")]
    [InlineData("a*", 100_000, "c")]
    [InlineData("*?a", 4_000, "b")]
    [InlineData("?*a?", 4_000, "b")]
    public void Pattern_of_many_wildcards_is_matched_in_one_pass(string piece, int count, string end)
    {
        var pattern = Within(() => Glob.Compile(string.Concat(Enumerable.Repeat(piece, count)) + end));
        var text = new string('a', 500_000);
        Within(() => pattern.Matches(text)).ShouldBeFalse();
        Within(() => pattern.Matches(text + end)).ShouldBe(pattern.Matches(text + end));
    }

    [Fact]
    public void Long_part_with_question_marks_is_found_without_going_back()
    {
        // Compared place by place this takes 500,000 times 8,000 steps.
        var pattern = Glob.Compile("*" + string.Concat(Enumerable.Repeat("?aaa", 2_000)) + "b*");
        var text = new string('a', 500_000);
        Within(() => pattern.Matches(text)).ShouldBeFalse();
        Within(() => pattern.Matches(text + "b")).ShouldBeTrue();
    }

    [Fact]
    public void Long_patterns_are_compared_within_a_budget()
    {
        var stars = string.Concat(Enumerable.Repeat("*a?", 2_000));
        var (one, other) = (Glob.Compile(stars), Glob.Compile("?" + stars + "b"));
        Within(() => GlobRelations.Intersects(one, other)).ShouldBeTrue();
        Within(() => GlobRelations.Covers(one, other));
        Within(() => GlobRelations.Covers(Glob.Compile(new string('?', 8_000) + "*"), Glob.Compile("a*b"))).ShouldBeFalse();
    }

    [Fact]
    public void Thousand_conditions_on_unknown_keys_leave_a_residual_condition()
    {
        var conditions = string.Join(',', Enumerable.Range(0, 1_000).Select(i => $"\"aws:RequestTag/t{i}\":\"v\""));
        var policies = new PolicySet { Identity = Policies(PolicyKind.Identity, Allow(), Deny(more: "\"Condition\":{\"StringEquals\":{" + conditions + "}}")) };
        var context = new RequestContext.Builder().UnlistedAreUnknown().Build();
        var residual = Within(() => PolicyEvaluator.EvaluateResidual(new AuthorizationRequest(Caller(User), "s3:GetObject", "arn:aws:s3:::data/key", Account, context), policies));
        residual.Residual.ShouldBeOfType<ConditionExpression.Any>().Operands.Length.ShouldBe(1_000);
    }

    [Fact]
    public void Strings_of_every_control_character_are_read()
    {
        var text = new StringBuilder();
        for (var i = 0; i < 32; i++)
            text.Append("\\u").Append(i.ToString("x4", System.Globalization.CultureInfo.InvariantCulture));
        PolicyDocument.Parse($$"""{"Id":"{{text}}","Statement":[]}""").Document.ShouldNotBeNull();
    }

    private static T Within<T>(Func<T> work)
    {
        var clock = Stopwatch.StartNew();
        var result = work();
        clock.Elapsed.ShouldBeLessThan(Limit);
        return result;
    }
}
