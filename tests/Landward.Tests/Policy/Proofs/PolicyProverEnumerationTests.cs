using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Policy;

namespace Landward.Tests.Policy.Proofs;

/// <summary>The prover's answers on small policies, compared with the answers to a list of every request that can matter.</summary>
public sealed class PolicyProverEnumerationTests(ITestOutputHelper output)
{
    private const int Pairs = 200;
    private const int LargestUniverse = 40_000;
    private const double UndecidedShare = 0.01;

    private int _proofs;
    private int _witnesses;
    private int _undecided;
    private long _requests;

    [Fact]
    public void New_access_is_found_exactly_when_a_request_of_the_whole_universe_gains_it() => Run(nameof(PolicyProver.NoNewAccess), policies =>
    {
        var statements = policies.Statements();
        return Gained(SmallPolicies.Parse(policies.Variant(statements)), SmallPolicies.Parse(statements));
    });

    [Fact]
    public void New_access_between_unrelated_policies_is_found_exactly_when_a_request_gains_it() =>
        Run("unrelated", policies => Gained(SmallPolicies.Parse(policies.Statements()), SmallPolicies.Parse(policies.Statements())));

    [Fact]
    public void Question_is_answered_yes_exactly_when_a_request_of_the_whole_universe_is_allowed() => Run(nameof(PolicyProver.FindAllowed), policies =>
    {
        var document = SmallPolicies.Parse(policies.Statements());
        var question = policies.Question();
        var asked = Asked(question);
        PolicyDocument[] excepted = [.. question.Except.Select(Asked)];
        return new Case(
            [document, asked], excepted, () => PolicyProver.FindAllowed(question, document, PolicyKind.Identity),
            $"document {document.Text}\nquestion {asked.Text}\nexcept {string.Join(' ', excepted.Select(except => except.Text))}");
    });

    private static Case Gained(PolicyDocument newer, PolicyDocument older) =>
        new([newer], [older], () => PolicyProver.NoNewAccess(newer, older, PolicyKind.Identity), $"new {newer.Text}\nold {older.Text}");

    private void Run(string suite, Func<SmallPolicies, Case> draw)
    {
        var seed = Seed.Of(suite);
        output.WriteLine($"seed {seed}");
        var pairs = 0;
        for (var i = 0; pairs < LongSuite.Times(Pairs); i++)
        {
            var drawn = draw(new SmallPolicies(new Random(unchecked(seed + i))));
            var universe = new SmallUniverse(drawn.Allowing.Concat(drawn.Refusing));
            if (universe.Count > LargestUniverse)
                continue;
            pairs++;
            Compare(universe, drawn, $"LANDWARD_SEED={seed + i}\n{drawn.Text}");
        }
        output.WriteLine($"{suite}: {_proofs} proofs, {_witnesses} witnesses, {_undecided} undecided; {_requests} requests decided");
        _proofs.ShouldBeGreaterThan(0);
        _witnesses.ShouldBeGreaterThan(0);
        _undecided.ShouldBeLessThanOrEqualTo((int)(pairs * UndecidedShare));
    }

    private void Compare(SmallUniverse universe, Case drawn, string text)
    {
        PolicySet[] allowing = [.. drawn.Allowing.Select(PolicySetOf)];
        PolicySet[] refusing = [.. drawn.Refusing.Select(PolicySetOf)];
        var found = universe.Requests().FirstOrDefault(request =>
        {
            _requests++;
            return Array.TrueForAll(allowing, policies => Allows(request, policies)) && !Array.Exists(refusing, policies => Allows(request, policies));
        });
        switch (drawn.Prove())
        {
            case Verdict.Proof:
                _proofs++;
                if (found is not null)
                    Assert.Fail($"proof, but {WitnessText.Of(found)}\n{text}");
                break;
            case Verdict.Witness witness:
                _witnesses++;
                if (found is null)
                    Assert.Fail($"witness {witness.Text}, but no request of the universe\n{text}");
                break;
            case Verdict.Undecided undecided:
                if (_undecided++ < 5)
                    output.WriteLine($"{undecided.Reason}\n{text}");
                break;
            default:
                throw new InvalidOperationException();
        }
    }

    // The question as the Allow that matches what it asks about.
    private static PolicyDocument Asked(AccessQuestion question)
    {
        var statement = new JsonObject { ["Effect"] = "Allow", ["Action"] = Values(question.Actions), ["Resource"] = Values(question.Resources) };
        foreach (var condition in question.Conditions)
            statement["Condition"] = new JsonObject { [condition.Operator] = new JsonObject { [condition.Key] = Values(condition.Values) } };
        return SmallPolicies.Parse([statement]);
    }

    private static JsonArray Values(ImmutableArray<string> values) => new([.. values.DefaultIfEmpty("*").Select(value => (JsonNode)value)]);

    private static PolicySet PolicySetOf(PolicyDocument document) => new() { Identity = [new AttachedPolicy(document, "policy", PolicyKind.Identity)] };

    private static bool Allows(AuthorizationRequest request, PolicySet policies) =>
        PolicyEvaluator.Evaluate(request, policies).Gates.Any(gate => gate.Gate == PolicyGate.Identity && gate.Outcome == GateOutcome.Allow);

    /// <summary>Is there a request that all of the first documents allow, and none of the others?</summary>
    private sealed record Case(PolicyDocument[] Allowing, PolicyDocument[] Refusing, Func<Verdict> Prove, string Text);
}
