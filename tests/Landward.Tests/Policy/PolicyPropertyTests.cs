using FsCheck;
using FsCheck.Fluent;
using Landward.Policy;
using static Landward.Tests.Policy.Given;

namespace Landward.Tests.Policy;

public sealed class PolicyPropertyTests
{
    private static readonly Gen<string> Action = Gen.Elements("*", "s3:*", "s3:Get*", "s3:GetObject", "s3:PutObject", "ec2:RunInstances");
    private static readonly Gen<string> Resource = Gen.Elements("*", "arn:aws:s3:::data/*", "arn:aws:s3:::data/key", "arn:aws:s3:::*", "arn:aws:ec2:*:*:instance/*");
    private static readonly Gen<string> Conditions = Gen.Elements(
        string.Empty,
        """ "Condition":{"Bool":{"aws:SecureTransport":"true"}} """,
        """ "Condition":{"StringNotEquals":{"aws:PrincipalOrgID":"o-1"}} """,
        """ "Condition":{"ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/landward/*"}} """);

    private static readonly Gen<string> Statement =
        from effect in Gen.Elements("Allow", "Allow", "Deny")
        from action in Action
        from resource in Resource
        from condition in Conditions
        select effect == "Allow" ? Allow(action, resource, condition) : Deny(action, resource, condition);

    private static readonly Gen<PolicySet> Set =
        from identity in Statement.ListOf()
        from level in Statement.ListOf()
        from boundary in Statement.ListOf()
        from hasBoundary in Gen.Elements(true, false)
        select new PolicySet
        {
            Identity = Policies(PolicyKind.Identity, [.. identity.Take(5)]),
            PermissionsBoundary = hasBoundary ? Policies(PolicyKind.PermissionsBoundary, [.. boundary.Take(3)]) : [],
            ServiceControlPolicies = [Level("root", Allow()), Level("unit", [.. level.Take(5), Allow()])],
        };

    private static readonly AuthorizationRequest[] Requests =
    [
        Request(User, "s3:GetObject", "arn:aws:s3:::data/key"),
        Request(User, "s3:PutObject", "arn:aws:s3:::other/key", Account, ("aws:SecureTransport", "true"), ("aws:PrincipalOrgID", "o-1")),
        Request(Session, "ec2:RunInstances", "arn:aws:ec2:eu-west-1:111122223333:instance/i-1", Account, ("aws:PrincipalArn", Role)),
        Request(User, "s3:ListAllMyBuckets", "*"),
    ];

    [Fact]
    public void Adding_a_deny_never_widens_access() =>
        Prop.ForAll(Set.ToArbitrary(), Action.ToArbitrary(), Resource.ToArbitrary(), (set, action, resource) =>
        {
            var identity = set with { Identity = set.Identity.Add(Attached(PolicyKind.Identity, Deny(action, resource))) };
            var organization = set with { ServiceControlPolicies = set.ServiceControlPolicies.Add(Level("account", Allow(), Deny(action, resource))) };
            return Requests.All(request => PolicyEvaluator.Evaluate(request, set).IsAllowed
                || (!PolicyEvaluator.Evaluate(request, identity).IsAllowed && !PolicyEvaluator.Evaluate(request, organization).IsAllowed));
        }).Check(LongSuite.Random);

    [Fact]
    public void Adding_an_allow_never_narrows_access() =>
        Prop.ForAll(Set.ToArbitrary(), Action.ToArbitrary(), (set, action) =>
        {
            var wider = set with { Identity = set.Identity.Add(Attached(PolicyKind.Identity, Allow(action))) };
            return Requests.All(request => !PolicyEvaluator.Evaluate(request, set).IsAllowed || PolicyEvaluator.Evaluate(request, wider).IsAllowed);
        }).Check(LongSuite.Random);

    [Fact]
    public void Decision_and_gates_tell_the_same_story() =>
        Prop.ForAll(Set.ToArbitrary(), set => Requests.All(request =>
        {
            var decision = PolicyEvaluator.Evaluate(request, set);
            return decision.IsAllowed == !decision.Blocking.Any()
                && (decision is Decision.ExplicitDeny) == decision.Gates.Any(gate => gate.Outcome == GateOutcome.ExplicitDeny);
        })).Check(LongSuite.Random);

    [Fact]
    public void Parser_never_throws_on_any_text() =>
        Prop.ForAll<string>(text =>
        {
            var result = PolicyDocument.Parse(text ?? string.Empty);
            return result.Document is not null || result.HasErrors;
        }).Check(LongSuite.Random);
}
