using FsCheck;
using FsCheck.Fluent;
using Landward.Policy;
using static Landward.Tests.Policy.Given;

namespace Landward.Tests.Policy;

/// <summary>What is said about an unknown context must come true in every context: the residual holds exactly where the request is allowed.</summary>
public sealed class ResidualSoundnessTests
{
    private const string Bucket = "arn:aws:s3:::data/key";

    private static readonly string[] Prefixes = [string.Empty, "ForAllValues:", "ForAnyValue:"];

    // Key, whether it is multivalued, its operators, the values that policies and requests give it.
    private static readonly (string Key, bool Many, string[] Operators, string[] Values)[] Keys =
    [
        ("aws:SourceVpc", false, ["StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase"], ["vpc-1", "vpc-2", "VPC-1"]),
        ("aws:TagKeys", true, ["StringEquals", "StringNotEquals", "StringLike", "StringNotLike"], ["team", "env", "cost"]),
        ("aws:MultiFactorAuthAge", false, ["NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan", "NumericGreaterThanEquals"], ["10", "20", "5.5"]),
        ("aws:CurrentTime", false, ["DateEquals", "DateNotEquals", "DateLessThan", "DateGreaterThanEquals"], ["2024-01-01", "2025-01-01T00:00:00Z"]),
        ("aws:SecureTransport", false, ["Bool"], ["true", "false"]),
        ("aws:SourceIp", false, ["IpAddress", "NotIpAddress"], ["203.0.113.7", "2001:db8::1"]),
        ("aws:SourceArn", false, ["ArnEquals", "ArnNotEquals", "ArnLike", "ArnNotLike"], ["arn:aws:sns:us-east-1:111122223333:a", "arn:aws:s3:::b"]),
    ];

    private static readonly Gen<string> Condition =
        from key in Gen.Elements(Keys)
        from op in Gen.Elements(key.Operators.Append("Null").ToArray())
        from ifExists in Gen.Elements(string.Empty, string.Empty, "IfExists")
        from prefix in Gen.Elements(key.Many ? Prefixes[1..] : Prefixes[..1])
        from values in op == "Null" ? Gen.Elements("true", "false").ListOf(1) : Gen.Elements(key.Values).ListOf(2)
        let name = op == "Null" ? op : prefix + op + ifExists
        let list = string.Join(',', values.Select(value => $"\"{value}\""))
        select "{\"" + name + "\":{\"" + key.Key + "\":[" + list + "]}}";

    private static readonly Gen<string> Named = Gen.Elements(
        """ "Principal":"*" """,
        $$""" "Principal":{"AWS":"{{Account}}"} """,
        $$""" "Principal":{"AWS":"{{Role}}"} """,
        $$""" "Principal":{"AWS":"{{Session}}"} """,
        $$""" "NotPrincipal":{"AWS":"{{Session}}"} """,
        $$""" "NotPrincipal":{"AWS":["{{Session}}","{{Role}}","{{Account}}"]} """,
        $$""" "NotPrincipal":{"AWS":"arn:aws:iam::111122223333:user/bob"} """);

    private static readonly Gen<PolicySet> Set =
        from identity in Statements(Gen.Constant(string.Empty))
        from resource in Statements(Named)
        from boundary in Statements(Gen.Constant(string.Empty))
        from level in Statements(Gen.Constant(string.Empty))
        from hasBoundary in Gen.Elements(true, false)
        select new PolicySet
        {
            Identity = Policies(PolicyKind.Identity, [.. identity]),
            Resource = Attached(PolicyKind.Resource, [.. resource]),
            PermissionsBoundary = hasBoundary ? Policies(PolicyKind.PermissionsBoundary, [.. boundary]) : [],
            ServiceControlPolicies = [Level("root", Allow()), Level("unit", [.. level, Allow(more: """ "Condition":{"Null":{"aws:SourceVpc":"false"}} """)])],
        };

    // For each key: absent, or one of its values.
    private static readonly Gen<RequestContext> Context =
        from choices in Gen.Choose(0, 1000).ListOf(Keys.Length)
        select Build(choices);

    [Fact]
    public void Residual_holds_exactly_where_the_request_is_allowed() =>
        Prop.ForAll(Set.ToArbitrary(), Context.ToArbitrary(), Gen.Elements("run", "other").ToArbitrary(), (set, context, session) =>
        {
            var open = new AuthorizationRequest(Caller(Role), "s3:GetObject", Bucket, Account, new RequestContext.Builder().Constrain([]).Build());
            var residual = PolicyEvaluator.EvaluateResidual(open, set);
            var caller = Principal.FromArn($"arn:aws:sts::{Account}:assumed-role/app/{session}", Role)!;
            var closed = new AuthorizationRequest(caller, "s3:GetObject", Bucket, Account, context);
            return PolicyEvaluator.Evaluate(closed, set).IsAllowed == (residual.IsAllowed && residual.Residual?.Holds(closed) != false);
        }).Check(LongSuite.Random.WithMaxTest(LongSuite.Times(600)));

    [Theory]
    [InlineData(""" "StringNotEqualsIfExists":{"aws:SourceVpc":"vpc-1"} """, "aws:SourceVpc StringEquals vpc-1")]
    [InlineData(""" "StringEqualsIfExists":{"aws:SourceVpc":"vpc-1"} """, "aws:SourceVpc is present and aws:SourceVpc StringNotEquals vpc-1")]
    [InlineData(""" "ForAnyValue:StringEqualsIfExists":{"aws:TagKeys":"team"} """, "aws:TagKeys is absent or aws:TagKeys ForAllValues:StringNotEquals team")]
    [InlineData(""" "Null":{"aws:SourceVpc":["true","${aws:username}"]} """, "aws:SourceVpc is present")]
    [InlineData(""" "Bool":{"aws:SecureTransport":"false"} """, "aws:SecureTransport BoolIfExists true")]
    public void Deny_leaves_the_opposite_of_its_condition(string condition, string residual)
    {
        var set = new PolicySet { Identity = Policies(PolicyKind.Identity, Allow(), Deny(more: $$""" "Condition":{ {{condition}} } """)) };
        var open = new AuthorizationRequest(Caller(User), "s3:GetObject", Bucket, Account, new RequestContext.Builder().Constrain([]).Build());
        PolicyEvaluator.EvaluateResidual(open, set).Residual!.ToString().ShouldBe(residual);
    }

    [Fact]
    public void NotPrincipal_leaves_the_session_names_it_lists_open()
    {
        var open = new AuthorizationRequest(Caller(Role), "s3:GetObject", Bucket, Account, new RequestContext.Builder().Constrain([]).Build());
        var allow = new PolicySet { Resource = Attached(PolicyKind.Resource, Allow(more: $$""" "NotPrincipal":{"AWS":"{{Session}}"} """)) };
        PolicyEvaluator.EvaluateResidual(open, allow).Residual!.ToString().ShouldBe("the session name is not run");
        var deny = new PolicySet
        {
            Identity = Policies(PolicyKind.Identity, Allow()),
            Resource = Attached(PolicyKind.Resource, Deny(more: $$""" "NotPrincipal":{"AWS":["{{Session}}","{{Role}}","{{Account}}"]} """)),
        };
        PolicyEvaluator.EvaluateResidual(open, deny).Residual!.ToString().ShouldBe("the session name is run");
    }

    private static Gen<IReadOnlyList<string>> Statements(Gen<string> principal)
    {
        var one =
            from effect in Gen.Elements("Allow", "Allow", "Deny")
            from names in principal
            from conditions in Condition.ListOf(1)
            from free in Gen.Elements(true, false, false)
            let more = string.Join(',', new[] { names.Trim(), free ? string.Empty : $"\"Condition\":{conditions[0]}" }.Where(part => part.Length > 0))
            select effect == "Allow" ? Allow(more: more) : Deny(more: more);
        return from count in Gen.Choose(0, 3) from statements in one.ListOf(count) select (IReadOnlyList<string>)[.. statements];
    }

    private static RequestContext Build(IEnumerable<int> choices)
    {
        var builder = new RequestContext.Builder();
        foreach (var (choice, key) in choices.Zip(Keys))
        {
            var at = choice % (key.Values.Length + 1);
            if (at == key.Values.Length)
                continue;
            if (key.Many)
                builder.AddMany(key.Key, choice % 2 == 0 ? [key.Values[at]] : [key.Values[at], "zone"]);
            else
                builder.Add(key.Key, key.Values[at]);
        }
        return builder.Build();
    }
}
