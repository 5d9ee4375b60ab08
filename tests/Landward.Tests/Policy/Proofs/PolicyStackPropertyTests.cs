using System.Collections.Immutable;
using Landward.Policy;

namespace Landward.Tests.Policy.Proofs;

/// <summary>Random sets of policies with every gate: what the prover says of them agrees with the evaluator.</summary>
public sealed class PolicyStackPropertyTests(ITestOutputHelper output)
{
    private const int Pairs = 600;
    private const int RequestsPerPair = 60;
    private const string Account = "111122223333";

    private static readonly Principal[] Callers =
    [
        Principal.FromArn("arn:aws:iam::111122223333:user/alice")!, Principal.FromArn("arn:aws:iam::111122223333:user/bob")!,
        Principal.FromArn("arn:aws:sts::111122223333:assumed-role/app/run", "arn:aws:iam::111122223333:role/team/app")!,
        Principal.FromArn("arn:aws:iam::111122223333:root")!, Principal.FromArn("arn:aws:sts::111122223333:federated-user/f", "arn:aws:iam::111122223333:user/alice")!,
        Principal.Service("sns.amazonaws.com"), Principal.Anonymous,
    ];

    [Fact]
    public void Whole_sets_of_policies_are_compared_as_the_evaluator_decides()
    {
        var seed = Seed.Of("stacks");
        output.WriteLine($"seed {seed}");
        int proofs = 0, witnesses = 0, undecided = 0;
        for (var pair = 0; pair < LongSuite.Times(Pairs); pair++)
        {
            var random = new Random(seed + pair);
            var policies = new RandomPolicies(random);
            var older = Set(policies, random);
            var newer = Variant(older, policies, random);
            var scope = Scope(random);
            switch (PolicyProver.NoNewAccess(newer, older, scope))
            {
                case Verdict.Witness witness:
                    witnesses++;
                    (Allows(witness.Request, newer) && !Allows(witness.Request, older)).ShouldBeTrue($"pair {pair}");
                    break;
                case Verdict.Proof:
                    proofs++;
                    for (var i = 0; i < RequestsPerPair; i++)
                    {
                        var request = Request(policies, random, scope, newer, older);
                        if (Allows(request, newer) && !Allows(request, older))
                            Assert.Fail($"pair {pair}: {WitnessText.Of(request)} owned by {request.ResourceAccount}\nnew {Text(newer)}\nold {Text(older)}");
                    }
                    break;
                case Verdict.Undecided no:
                    undecided++;
                    if (undecided < 6)
                        output.WriteLine($"pair {pair}: {no.Reason}\nnew {Text(newer)}\nold {Text(older)}");
                    break;
                default:
                    throw new InvalidOperationException();
            }
        }
        output.WriteLine($"stacks: {proofs} proofs, {witnesses} witnesses, {undecided} undecided");
        proofs.ShouldBeGreaterThan(0);
        witnesses.ShouldBeGreaterThan(0);
        ((double)undecided / (proofs + witnesses + undecided)).ShouldBeLessThan(0.03);
    }

    [Fact]
    public void Questions_find_what_is_allowed_and_prove_what_is_not()
    {
        var seed = Seed.Of("questions");
        output.WriteLine($"seed {seed}");
        int proofs = 0, witnesses = 0, undecided = 0;
        for (var pair = 0; pair < LongSuite.Times(Pairs / 2); pair++)
        {
            var random = new Random(seed + pair);
            var policies = new RandomPolicies(random);
            var set = Set(policies, random);
            var scope = Scope(random);
            var question = new AccessQuestion { Actions = random.Next(2) == 0 ? ["s3:Get*"] : ["ec2:*", "s3:PutA"], Resources = random.Next(2) == 0 ? ["arn:aws:s3:::b/*"] : [] };
            switch (PolicyProver.FindAllowed(question, set, scope))
            {
                case Verdict.Witness witness:
                    witnesses++;
                    Allows(witness.Request, set).ShouldBeTrue();
                    break;
                case Verdict.Proof:
                    proofs++;
                    for (var i = 0; i < RequestsPerPair; i++)
                    {
                        var request = Request(policies, random, scope, set);
                        if (Allows(request, set) && IsAsked(question, request))
                            Assert.Fail($"pair {pair}: {WitnessText.Of(request)}\n{Text(set)}");
                    }
                    break;
                default:
                    undecided++;
                    break;
            }
        }
        output.WriteLine($"questions: {proofs} proofs, {witnesses} witnesses, {undecided} undecided");
        ((double)undecided / (proofs + witnesses + undecided)).ShouldBeLessThan(0.03);
    }

    private static bool IsAsked(AccessQuestion question, AuthorizationRequest request) =>
        question.Actions.Any(action => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(action, request.Action, ignoreCase: true))
        && (question.Resources.IsEmpty || request.Resource.StartsWith("arn:aws:s3:::b/", StringComparison.Ordinal));

    private static bool Allows(AuthorizationRequest request, PolicySet set) => PolicyEvaluator.Evaluate(request, set).IsAllowed;

    private static AccessScope Scope(Random random) => new()
    {
        Callers = [Callers[random.Next(Callers.Length)]],
        ResourceAccount = random.Next(3) switch { 0 => Account, 1 => "444455556666", _ => null },
        CallersInManagementAccount = random.Next(6) == 0,
        ResourceExemptFromResourceControlPolicies = random.Next(6) == 0,
    };

    private static PolicySet Set(RandomPolicies policies, Random random) => new()
    {
        Identity = Some(policies, PolicyKind.Identity, random.Next(1, 3)),
        PermissionsBoundary = random.Next(3) == 0 ? Some(policies, PolicyKind.PermissionsBoundary, 1) : [],
        Session = random.Next(4) == 0 ? Some(policies, PolicyKind.Session, 1) : [],
        ServiceControlPolicies = [Level("root", Everything(PolicyKind.ServiceControlPolicy), Some(policies, PolicyKind.ServiceControlPolicy, 1)), Level("account", random.Next(2) == 0 ? [] : Everything(PolicyKind.ServiceControlPolicy), Some(policies, PolicyKind.ServiceControlPolicy, 1))],
        ResourceControlPolicies = random.Next(2) == 0 ? [] : [Level("root", [], Some(policies, PolicyKind.Resource, 1))],
        Resource = random.Next(3) == 0 ? null : Some(policies, PolicyKind.Resource, 1)[0],
        VpcEndpoint = random.Next(6) == 0 ? Some(policies, PolicyKind.Resource, 1) : [],
    };

    private static PolicySet Variant(PolicySet set, RandomPolicies policies, Random random)
    {
        ImmutableArray<AttachedPolicy> Changed(ImmutableArray<AttachedPolicy> all, PolicyKind kind) =>
            all.IsEmpty ? all : all.SetItem(0, all[0] with { Document = policies.Variant(all[0].Document, kind) });
        return random.Next(6) switch
        {
            0 => set with { Identity = Changed(set.Identity, PolicyKind.Identity) },
            1 => set with { PermissionsBoundary = set.PermissionsBoundary.IsEmpty ? Some(policies, PolicyKind.PermissionsBoundary, 1) : [] },
            2 => set with { Resource = set.Resource is null ? null : set.Resource with { Document = policies.Variant(set.Resource.Document, PolicyKind.Resource) } },
            3 => set with { ServiceControlPolicies = set.ServiceControlPolicies.SetItem(1, set.ServiceControlPolicies[1] with { Policies = Changed(set.ServiceControlPolicies[1].Policies, PolicyKind.Identity) }) },
            4 => set with { Session = Changed(set.Session, PolicyKind.Identity), ResourceControlPolicies = [] },
            _ => set with { ServiceControlPolicies = set.ServiceControlPolicies.Add(Level("unit", Everything(PolicyKind.ServiceControlPolicy), Some(policies, PolicyKind.ServiceControlPolicy, 1))) },
        };
    }

    private static AuthorizationRequest Request(RandomPolicies policies, Random random, AccessScope scope, params PolicySet[] sets)
    {
        var draft = policies.Request([.. sets.SelectMany(Policies).Select(policy => policy.Document)]);
        var caller = scope.Callers[0];
        var account = draft.Resource.Split(':', 6) is { Length: 6 } parts && parts[0] == "arn" ? parts[4] : "aws";
        var owner = scope.ResourceAccount ?? (account == "aws" || (account.Length == 0 && random.Next(2) == 0) ? caller.Account : account.Length == 0 ? "999999999999" : account);
        return new AuthorizationRequest(caller, draft.Action, draft.Resource, owner, draft.Context)
        {
            PrincipalInManagementAccount = scope.CallersInManagementAccount,
            ResourceExemptFromResourceControlPolicies = scope.ResourceExemptFromResourceControlPolicies,
        };
    }

    private static IEnumerable<AttachedPolicy> Policies(PolicySet set) => Landward.Policy.Proofs.PolicySets.Policies(set);

    private static string Text(PolicySet set) => string.Join('\n', Policies(set).Select(policy => $"  {policy.Kind} {policy.Document.Text}"));

    private static ImmutableArray<AttachedPolicy> Some(RandomPolicies policies, PolicyKind kind, int count) =>
        [.. Enumerable.Range(0, count).Select(i => new AttachedPolicy(policies.Document(kind, 3, 1), $"{kind}{i}", kind))];

    private static ImmutableArray<AttachedPolicy> Everything(PolicyKind kind) => Given.Policies(kind, Given.Allow());

    private static PolicyLevel Level(string target, ImmutableArray<AttachedPolicy> one, ImmutableArray<AttachedPolicy> other) => new(target, one.AddRange(other));
}
