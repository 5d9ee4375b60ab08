using System.Collections.Immutable;
using Landward.Policy;
using Landward.Policy.Proofs;

namespace Landward.Tests.Policy.Proofs;

/// <summary>The checker accepts the arguments of the search, and rejects them once they are tampered with.</summary>
public sealed class CoverCheckerTests(ITestOutputHelper output)
{
    private const int Pairs = 300;

    [Fact]
    public void Mutated_covers_are_rejected_unless_they_still_hold()
    {
        var seed = Seed.Of("covers");
        output.WriteLine($"seed {seed}");
        int covers = 0, rejected = 0, accepted = 0;
        for (var pair = 0; pair < LongSuite.Times(Pairs); pair++)
        {
            var random = new Random(seed + pair);
            var policies = new RandomPolicies(random);
            var older = policies.Document(PolicyKind.Identity);
            var newer = policies.Variant(older, PolicyKind.Identity);
            var (space, question) = Question(newer, older);
            if (new CoverSearch(space, question, new SearchBudget(5_000), _ => false).Run().Cover is not { } cover)
                continue;
            covers++;
            new CoverChecker(space, question).Verify(cover).ShouldBeTrue();
            // Leaving a box of the cover out of the question must leave a hole, or another argument must exist without it.
            var used = Boxes(cover).Distinct().ToArray();
            if (used.Length == 0)
                continue;
            var missing = used[random.Next(used.Length)];
            var poorer = question with { Avoid = question.Avoid.SetItem(missing, Box.Of([space.Everything().Length > 0 ? Nothing(space) : 0], null)) };
            if (new CoverChecker(space, poorer).Verify(cover))
                accepted++;
            else
                rejected++;
        }
        output.WriteLine($"{covers} covers, {rejected} mutants rejected, {accepted} still verified");
        rejected.ShouldBeGreaterThan(covers / 4);
        accepted.ShouldBe(0);
    }

    [Fact]
    public void Cover_with_a_step_left_out_is_rejected()
    {
        var (space, question) = Question(
            Parse("""{"Effect":"Allow","Action":["s3:Get*","s3:Put*"],"Resource":"*"}"""),
            Parse("""{"Effect":"Allow","Action":"s3:Get*","Resource":"*"},{"Effect":"Allow","Action":"s3:Put*","Resource":"*"}"""));
        var cover = new CoverSearch(space, question, new SearchBudget(100), _ => false).Run().Cover.ShouldNotBeNull();
        var checker = new CoverChecker(space, question);
        checker.Verify(cover).ShouldBeTrue();
        foreach (var mutant in Mutants(cover))
            new CoverChecker(space, question).Verify(mutant).ShouldBeFalse(mutant.ToString());
    }

    private static IEnumerable<CoverNode> Mutants(CoverNode node)
    {
        switch (node)
        {
            case CoverNode.Alternatives alternatives:
                yield return alternatives with { Boxes = [] };
                yield return alternatives with { Boxes = [.. alternatives.Boxes.Select(_ => (CoverNode)new CoverNode.Empty(1))] };
                yield return alternatives with { Clause = alternatives.Clause + 1 };
                for (var i = 0; i < alternatives.Boxes.Length; i++)
                {
                    foreach (var mutant in Mutants(alternatives.Boxes[i]))
                        yield return alternatives with { Boxes = alternatives.Boxes.SetItem(i, mutant) };
                }
                break;
            case CoverNode.Covered covered:
                yield return covered with { Box = covered.Box + 100 };
                yield return covered with { Elsewhere = covered.Elsewhere.RemoveAt(0) };
                for (var i = 0; i < covered.Elsewhere.Length; i++)
                {
                    if (covered.Elsewhere[i] is not { } child)
                        continue;
                    yield return covered with { Elsewhere = covered.Elsewhere.SetItem(i, null) };
                    foreach (var mutant in Mutants(child))
                        yield return covered with { Elsewhere = covered.Elsewhere.SetItem(i, mutant) };
                }
                break;
            default:
                break;
        }
    }

    private static IEnumerable<int> Boxes(CoverNode node) => node switch
    {
        CoverNode.Covered covered => covered.Elsewhere.OfType<CoverNode>().SelectMany(Boxes).Append(covered.Box),
        CoverNode.Alternatives alternatives => alternatives.Boxes.SelectMany(Boxes),
        _ => [],
    };

    // A literal no request has: the box that says it covers nothing.
    private static int Nothing(ProofSpace space) => new StatementCompiler(space).Action("nothing:Nothing");

    private static (ProofSpace Space, CoverQuestion Question) Question(PolicyDocument newer, PolicyDocument older)
    {
        var space = new ProofSpace();
        space.Principals.Points = [PrincipalPoints.Attached];
        KeyShapes.Assign(space, newer.Statements.AddRange(older.Statements));
        var compiler = new StatementCompiler(space);
        ImmutableArray<Box> Boxes(PolicyDocument document, Effect effect) => [.. document.Statements.Where(statement => statement.Effect == effect)
            .SelectMany(statement => compiler.Compile(document, statement, null, PrincipalReading.Attached))];
        return (space, new CoverQuestion([Boxes(newer, Effect.Allow)], [.. Boxes(older, Effect.Allow), .. Boxes(newer, Effect.Deny)]));
    }

    private static PolicyDocument Parse(string statements) =>
        PolicyDocument.Parse($$"""{"Version":"2012-10-17","Statement":[{{statements}}]}""").Document!;
}
