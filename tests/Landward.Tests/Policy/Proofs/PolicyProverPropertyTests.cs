using Landward.Policy;

namespace Landward.Tests.Policy.Proofs;

/// <summary>Random pairs of policies: no proof that a request refutes, no witness that the evaluator does not confirm.</summary>
public sealed class PolicyProverPropertyTests(ITestOutputHelper output)
{
    private const int Pairs = 1_000;
    private const int RequestsPerPair = 60;

    [Theory]
    [InlineData(PolicyKind.Identity)]
    [InlineData(PolicyKind.Resource)]
    public void No_inclusion_is_claimed_that_a_request_refutes(PolicyKind kind)
    {
        var seed = Seed.Of(kind.ToString());
        output.WriteLine($"seed {seed}");
        int proofs = 0, witnesses = 0, undecided = 0;
        var reasons = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var pair = 0; pair < LongSuite.Times(Pairs); pair++)
        {
            var policies = new RandomPolicies(new Random(seed + pair));
            var older = policies.Document(kind);
            var newer = pair % 3 == 0 ? policies.Document(kind) : policies.Variant(older, kind);
            switch (PolicyProver.NoNewAccess(newer, older, kind))
            {
                case Verdict.Witness witness:
                    witnesses++;
                    IsGained(witness.Request, newer, older, kind).ShouldBeTrue($"pair {pair}: {witness.Text}\n{newer.Text}\n{older.Text}");
                    break;
                case Verdict.Proof:
                    proofs++;
                    for (var i = 0; i < RequestsPerPair; i++)
                    {
                        var request = policies.Request(newer, older);
                        if (IsGained(request, newer, older, kind))
                            Assert.Fail($"pair {pair}: {WitnessText.Of(request)}\nnew {newer.Text}\nold {older.Text}");
                    }
                    break;
                case Verdict.Undecided no:
                    undecided++;
                    reasons[no.Reason] = reasons.GetValueOrDefault(no.Reason) + 1;
                    if (undecided <= 5)
                        output.WriteLine($"pair {pair}: {no.Reason}\nnew {newer.Text}\nold {older.Text}");
                    break;
                default:
                    throw new InvalidOperationException();
            }
        }
        output.WriteLine($"{kind}: {proofs} proofs, {witnesses} witnesses, {undecided} undecided");
        foreach (var (reason, count) in reasons)
            output.WriteLine($"  {count}: {reason}");
        proofs.ShouldBeGreaterThan(0);
        witnesses.ShouldBeGreaterThan(0);
        ((double)undecided / (proofs + witnesses + undecided)).ShouldBeLessThan(0.02);
    }

    private static bool IsGained(AuthorizationRequest request, PolicyDocument newer, PolicyDocument older, PolicyKind kind) =>
        Allows(request, newer, kind) && !Allows(request, older, kind);

    private static bool Allows(AuthorizationRequest request, PolicyDocument document, PolicyKind kind)
    {
        var attached = new AttachedPolicy(document, "policy", kind);
        var policies = kind == PolicyKind.Identity ? new PolicySet { Identity = [attached] } : new PolicySet { Resource = attached };
        // A caller without identity-based policies is decided by the resource's policy; everybody is asked about the document alone.
        var caller = kind == PolicyKind.Identity ? new AuthorizationRequest(Given.Caller(Given.User), request.Action, request.Resource, null, request.Context) : request;
        var gate = kind == PolicyKind.Identity ? PolicyGate.Identity : PolicyGate.Resource;
        return PolicyEvaluator.Evaluate(caller, policies).Gates.Any(result => result.Gate == gate && result.Outcome == GateOutcome.Allow);
    }
}
