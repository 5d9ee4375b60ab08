using System.Collections.Immutable;
using Landward.Policy;
using static Landward.Tests.Policy.Given;

namespace Landward.Tests.Policy;

/// <summary>
/// Which implicit denies a resource-based grant in the caller's own account gets past, cell by cell. Source: "Policy evaluation
/// logic", section "Evaluating identity-based policies with resource-based policies and boundaries", IAM User Guide.
/// </summary>
public sealed class ImplicitDenyTableTests
{
    private const string Object = "arn:aws:s3:::data/key";
    private const string Federated = "arn:aws:sts::111122223333:federated-user/alice";
    private const string Root = "arn:aws:iam::111122223333:root";

    public static TheoryData<string, string, string, bool> Table
    {
        get
        {
            // Grant | caller | past an implicit deny of the identity's policies, of the boundary, of the session policy (null: the caller has none).
            (string Grant, string Caller, bool Identity, bool Boundary, bool? Session)[] rows =
            [
                (User, User, true, true, null),
                (Role, Session, true, false, false),
                (Session, Session, true, true, true),
                (Federated, Federated, true, true, true),
                (User, Federated, true, false, false),
                ("*", User, true, true, null),
                ("*", Session, true, true, true),
                ("*", Federated, true, true, true),
                ("* if aws:PrincipalArn", User, true, true, null),
                ("* if aws:PrincipalArn", Session, true, true, true),
                (Account, User, false, false, null),
                (Account, Session, false, false, false),
                (Account, Federated, false, false, false),
                (Root, User, false, false, null),
                (Root, Session, false, false, false),
                (Root, Federated, false, false, false),
            ];
            var table = new TheoryData<string, string, string, bool>();
            foreach (var row in rows)
            {
                table.Add(row.Grant, row.Caller, "identity", row.Identity);
                table.Add(row.Grant, row.Caller, "boundary", row.Boundary);
                if (row.Session is { } session)
                    table.Add(row.Grant, row.Caller, "session", session);
            }
            return table;
        }
    }

    [Theory]
    [MemberData(nameof(Table))]
    public void Resource_based_grant_and_an_implicit_deny(string grant, string caller, string silent, bool allowed) =>
        PolicyEvaluator.Decide(RequestOf(caller), PoliciesOf(grant, caller, silent)).IsAllowed.ShouldBe(allowed);

    [Theory]
    [MemberData(nameof(Table))]
    public void Explicit_deny_of_the_same_policy_always_wins(string grant, string caller, string silent, bool allowed)
    {
        _ = allowed;
        var policies = PoliciesOf(grant, caller, silent);
        ImmutableArray<AttachedPolicy> deny = Policies(PolicyKind.Identity, Allow(), Deny("s3:GetObject"));
        policies = silent switch
        {
            "identity" => policies with { Identity = deny },
            "boundary" => policies with { PermissionsBoundary = deny },
            _ => policies with { Session = deny },
        };
        PolicyEvaluator.Decide(RequestOf(caller), policies).Outcome.ShouldBe(DecisionOutcome.ExplicitDeny);
    }

    [Theory]
    [MemberData(nameof(Table))]
    public void From_another_account_every_policy_must_allow(string grant, string caller, string silent, bool allowed)
    {
        _ = allowed;
        var request = new AuthorizationRequest(PrincipalOf(caller), "s3:GetObject", Object, OtherAccount, ContextOf(caller));
        PolicyEvaluator.Decide(request, PoliciesOf(grant, caller, silent)).IsAllowed.ShouldBeFalse();
        PolicyEvaluator.Decide(request, PoliciesOf(grant, caller, "nobody")).IsAllowed.ShouldBeTrue();
    }

    private static PolicySet PoliciesOf(string grant, string caller, string silent)
    {
        var condition = grant.Contains("if", StringComparison.Ordinal) ? """ ,"Condition":{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::111122223333:*"}} """ : string.Empty;
        return new PolicySet
        {
            Identity = Policies(PolicyKind.Identity, Allow(silent == "identity" ? "ec2:*" : "s3:*")),
            PermissionsBoundary = Policies(PolicyKind.PermissionsBoundary, Allow(silent == "boundary" ? "ec2:*" : "s3:*")),
            Session = caller == User ? [] : Policies(PolicyKind.Session, Allow(silent == "session" ? "ec2:*" : "s3:*")),
            Resource = Attached(PolicyKind.Resource, Allow("s3:GetObject", "arn:aws:s3:::data/*", $$""" "Principal":{"AWS":"{{grant.Split(' ')[0]}}"}{{condition}} """)),
        };
    }

    private static AuthorizationRequest RequestOf(string caller) => new(PrincipalOf(caller), "s3:GetObject", Object, Account, ContextOf(caller));

    private static Principal PrincipalOf(string caller) => caller == Federated ? Principal.FromArn(Federated, User)! : Caller(caller);

    private static RequestContext ContextOf(string caller) => new RequestContext.Builder().AddPrincipal(PrincipalOf(caller)).Add("aws:PrincipalArn", User).Build();
}
