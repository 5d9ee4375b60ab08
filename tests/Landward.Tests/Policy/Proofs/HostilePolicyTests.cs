using Landward.Policy;

namespace Landward.Tests.Policy.Proofs;

/// <summary>Policies made to be slow end in an answer, "undecided" among them: without the limits on work these would not end.</summary>
public sealed class HostilePolicyTests
{
    [Theory]
    [InlineData("*a", 300, "*b", 300)]
    [InlineData("?*", 200, "*?", 200)]
    [InlineData("a?", 400, "?a", 400)]
    [InlineData("*a?", 150, "?a*", 150)]
    public void Patterns_of_many_wildcards_are_answered(string one, int times, string other, int otherTimes)
    {
        string Resource(string piece, int count) => "arn:aws:s3:::" + string.Concat(Enumerable.Repeat(piece, count));
        PolicyProver.NoNewAccess(
            Document($$"""{"Effect":"Allow","Action":"s3:*","Resource":"{{Resource(one, times)}}"}"""),
            Document($$"""{"Effect":"Allow","Action":"s3:*","Resource":"{{Resource(other, otherTimes)}}"},{"Effect":"Deny","Action":"s3:*","Resource":"{{Resource(other + "c", otherTimes)}}"}"""),
            PolicyKind.Identity).ShouldNotBeOfType<Verdict.Proof>();
    }

    [Fact]
    public void Thousands_of_statements_are_answered()
    {
        string Statements(int from) => string.Join(',', Enumerable.Range(from, 999).Select(i => $$"""{"Effect":"{{(i % 3 == 0 ? "Deny" : "Allow")}}","Action":"s3:Get{{(i % 3 == 0 ? "*" : i)}}*","Resource":"arn:aws:s3:::b{{(i % 3 == 0 ? i : i % 7)}}*"}"""));
        PolicyProver.NoNewAccess(Document(Statements(0)), Document(Statements(0)), PolicyKind.Identity).ShouldBeOfType<Verdict.Proof>();
        PolicyProver.NoNewAccess(Document(Statements(3)), Document(Statements(0)), PolicyKind.Identity).ShouldBeOfType<Verdict.Witness>();
    }

    private static PolicyDocument Document(string statements) =>
        PolicyDocument.Parse($$"""{"Version":"2012-10-17","Statement":[{{statements}}]}""").Document!;
}
