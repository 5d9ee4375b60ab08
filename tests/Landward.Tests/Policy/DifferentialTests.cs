using Landward.Policy;
using Landward.Tests.Policy.Reference;

namespace Landward.Tests.Policy;

/// <summary>The evaluator beside a second one that has nothing in common with it, on random policies and requests.</summary>
public sealed class DifferentialTests
{
    private const int Sample = 800;

    [Fact]
    public void Evaluator_agrees_with_an_independent_one()
    {
        var counts = new Dictionary<DecisionOutcome, int>();
        ForRandomCases(Sample, (fuzz, seed) =>
        {
            var decision = PolicyEvaluator.Decide(fuzz.Request(), fuzz.Policies());
            counts[decision.Outcome] = counts.GetValueOrDefault(decision.Outcome) + 1;
            var expected = new NaiveEvaluator(fuzz).Decide();
            decision.Outcome.ToString().ShouldBe(expected, $"seed {seed}: {fuzz}");
        });
        // A comparison in which nearly everything is denied would say little.
        counts.Values.Min().ShouldBeGreaterThan(LongSuite.Times(Sample) / 20);
    }

    [Fact]
    public void Short_and_explained_decision_are_the_same() => ForRandomCases(Sample, (fuzz, seed) =>
    {
        var (request, policies) = (fuzz.Request(), fuzz.Policies());
        var summary = PolicyEvaluator.Decide(request, policies);
        var decision = PolicyEvaluator.Evaluate(request, policies);
        DecisionSummary expected = decision switch
        {
            Decision.Allowed allowed => new(DecisionOutcome.Allowed, null, allowed.By),
            Decision.ExplicitDeny denied => new(DecisionOutcome.ExplicitDeny, denied.Gate, denied.Statement),
            Decision.ImplicitDeny denied => new(DecisionOutcome.ImplicitDeny, denied.Gate, null),
            _ => throw new InvalidOperationException(),
        };
        summary.ShouldBe(expected, $"seed {seed}: {fuzz}");
        decision.IsAllowed.ShouldBe(!decision.Blocking.Any());
    });

    internal static void ForRandomCases(int sample, Action<FuzzCase, int> check)
    {
        var seed = LongSuite.Seed;
        Console.WriteLine($"seed {seed}");
        for (var i = 0; i < LongSuite.Times(sample); i++)
            check(new FuzzCaseGenerator(new Random(seed + i)).Next(), seed + i);
    }
}
