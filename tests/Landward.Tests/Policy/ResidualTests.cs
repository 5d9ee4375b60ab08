using System.Text.RegularExpressions;
using Landward.Policy;
using Landward.Tests.Policy.Reference;
using static Landward.Tests.Policy.Given;

namespace Landward.Tests.Policy;

public sealed class ResidualTests
{
    private const string Object = "arn:aws:s3:::data/key";
    private static readonly RequestContext Nothing = new RequestContext.Builder().UnlistedAreUnknown().Build();

    /// <summary>Whatever an unknown key turns out to be, the residual condition tells the decision that then comes out.</summary>
    [Fact]
    public void Residual_condition_foretells_the_decision_of_every_completion() => DifferentialTests.ForRandomCases(400, (fuzz, seed) =>
    {
        if (HasUnreadableValues(fuzz))
            return;
        var random = new Random(seed);
        var policies = fuzz.Policies();
        var hidden = FuzzConditions.Keys.Select(key => key.Key).Where(_ => random.Next(2) == 0).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var known = new RequestContext.Builder();
        foreach (var key in FuzzConditions.Keys.Select(key => key.Key))
        {
            if (hidden.Contains(key))
                known.Add(key, ContextValue.Unknown(ContextKnowledge.Unknown));
            else if (fuzz.Context.TryGetValue(key, out var values))
                _ = FuzzCase.IsMultivalued(key) ? known.AddMany(key, values) : known.Add(key, values[0]);
        }
        var residual = PolicyEvaluator.EvaluateResidual(fuzz.Request(known.Build()), policies);
        for (var completion = 0; completion < 8; completion++)
        {
            var context = FuzzConditions.Context(random);
            var completed = fuzz with { Context = fuzz.Context.Where(pair => !hidden.Contains(pair.Key)).Concat(context.Where(pair => hidden.Contains(pair.Key))).ToDictionary(StringComparer.OrdinalIgnoreCase) };
            var request = completed.Request();
            // A role asked about without its session leaves the session's name open, and only the residual says so.
            if (request.Principal.Kind == PrincipalKind.Role)
                continue;
            var expected = PolicyEvaluator.Decide(request, policies).IsAllowed;
            var foretold = residual.IsAllowed && (residual.Residual?.Holds(request) ?? true);
            foretold.ShouldBe(expected, $"seed {seed}: {residual.Residual} for {completed}");
        }
    });

    [Fact]
    public void Without_unknowns_nothing_is_residual() => DifferentialTests.ForRandomCases(400, (fuzz, seed) =>
    {
        var (request, policies) = (fuzz.Request(), fuzz.Policies());
        if (request.Principal.Kind == PrincipalKind.Role)
            return;
        var residual = PolicyEvaluator.EvaluateResidual(request, policies);
        residual.Residual.ShouldBeNull($"seed {seed}: {fuzz}");
        residual.Undecided.ShouldBeEmpty();
        residual.IsAllowed.ShouldBe(PolicyEvaluator.Decide(request, policies).IsAllowed);
    });

    [Theory]
    [InlineData("StringEquals", "aws:SourceVpc", "\"vpc-1\"", "aws:SourceVpc StringNotEquals vpc-1")]
    [InlineData("StringNotLike", "aws:SourceVpc", "\"vpc-*\"", "aws:SourceVpc StringLike vpc-*")]
    [InlineData("StringEqualsIfExists", "aws:SourceVpc", "\"vpc-1\"", "aws:SourceVpc is present and aws:SourceVpc StringNotEquals vpc-1")]
    [InlineData("IpAddress", "aws:SourceIp", "\"10.0.0.0/8\"", "aws:SourceIp NotIpAddress 10.0.0.0/8")]
    [InlineData("ArnEquals", "aws:SourceArn", "\"arn:aws:s3:::data\"", "aws:SourceArn ArnNotEquals arn:aws:s3:::data")]
    [InlineData("Null", "aws:SourceVpc", "\"true\"", "aws:SourceVpc is present")]
    [InlineData("NumericLessThan", "aws:MultiFactorAuthAge", "\"60\"", "aws:MultiFactorAuthAge NumericGreaterThanEqualsIfExists 60")]
    [InlineData("NumericLessThan", "aws:MultiFactorAuthAge", "[\"60\",\"90\"]", "aws:MultiFactorAuthAge NumericGreaterThanEqualsIfExists 60 and aws:MultiFactorAuthAge NumericGreaterThanEqualsIfExists 90")]
    [InlineData("Bool", "aws:MultiFactorAuthPresent", "\"false\"", "aws:MultiFactorAuthPresent BoolIfExists true")]
    [InlineData("DateGreaterThanIfExists", "aws:CurrentTime", "\"2026-01-01\"", "aws:CurrentTime is present and aws:CurrentTime DateLessThanEquals 2026-01-01")]
    [InlineData("BinaryEquals", "s3:signature", "\"QUJD\"", "not (s3:signature BinaryEquals QUJD)")]
    [InlineData("ForAllValues:StringEquals", "aws:TagKeys", "\"team\"", "aws:TagKeys is present and aws:TagKeys ForAnyValue:StringNotEquals team")]
    [InlineData("ForAnyValue:StringEquals", "aws:TagKeys", "[\"team\",\"env\"]", "aws:TagKeys is absent or aws:TagKeys ForAllValues:StringNotEquals one of team, env")]
    public void Deny_leaves_the_opposite_of_its_condition(string op, string key, string values, string expected)
    {
        var policies = new PolicySet { Identity = Policies(PolicyKind.Identity, Allow(), Deny(more: $$$""" "Condition":{"{{{op}}}":{"{{{key}}}":{{{values}}}}} """)) };
        var residual = PolicyEvaluator.EvaluateResidual(new AuthorizationRequest(Caller(User), "s3:GetObject", Object, Account, Nothing), policies);
        residual.IsAllowed.ShouldBeTrue();
        residual.Residual!.ToString().ShouldBe(expected);
    }

    [Fact]
    public void Condition_that_two_statements_ask_for_stands_once_and_names_both()
    {
        const string Vpc = """ "Condition":{"StringEquals":{"aws:SourceVpc":"vpc-1"}} """;
        var policies = new PolicySet
        {
            Identity = Policies(PolicyKind.Identity, Allow("s3:*", more: Vpc)),
            ServiceControlPolicies = [Level("root", Allow(more: Vpc)), Level("unit", Allow())],
        };
        var residual = PolicyEvaluator.EvaluateResidual(new AuthorizationRequest(Caller(User), "s3:GetObject", Object, Account, Nothing), policies).Residual;
        residual.ShouldBeOfType<ConditionExpression.Leaf>().Sources.Select(source => source.Policy.Kind).ShouldBe([PolicyKind.ServiceControlPolicy, PolicyKind.Identity]);
    }

    [Fact]
    public void Role_without_session_name_is_granted_as_the_session_that_is_named()
    {
        var policies = new PolicySet { Resource = Attached(PolicyKind.Resource, Allow(more: $$""" "Principal":{"AWS":"{{Session}}"} """)) };
        var request = new AuthorizationRequest(Caller(Role), "s3:GetObject", Object, Account);
        PolicyEvaluator.Evaluate(request, policies).IsAllowed.ShouldBeFalse();
        var residual = PolicyEvaluator.EvaluateResidual(request, policies).Residual.ShouldBeOfType<ConditionExpression.SessionName>();
        residual.ToString().ShouldBe("the session name is run");
        residual.Holds(new AuthorizationRequest(Caller(Session), "s3:GetObject", Object, Account)).ShouldBe(true);
        residual.Holds(request).ShouldBeNull();
    }

    [Fact]
    public void Unknown_policy_variable_leaves_the_resource_open()
    {
        var policies = new PolicySet { Identity = Policies(PolicyKind.Identity, Allow("s3:*", "arn:aws:s3:::data/${aws:username}")) };
        var request = new AuthorizationRequest(Caller(User), "s3:GetObject", Object, Account, Nothing);
        PolicyEvaluator.Evaluate(request, policies).IsAllowed.ShouldBeFalse();
        var residual = PolicyEvaluator.EvaluateResidual(request, policies);
        residual.Residual!.Holds(Request(User, "s3:GetObject", Object, Account, ("aws:username", "key"))).ShouldBe(true);
        residual.Residual.Holds(Request(User, "s3:GetObject", Object, Account, ("aws:username", "other"))).ShouldBe(false);
    }

    [Fact]
    public void Unknown_variable_in_NotResource_of_an_allow_leaves_open_whether_it_has_a_value()
    {
        var policies = new PolicySet { Identity = Policies(PolicyKind.Identity, """{"Effect":"Allow","Action":"*","NotResource":"arn:aws:s3:::home/${aws:username}/*"}""") };
        var residual = PolicyEvaluator.EvaluateResidual(new AuthorizationRequest(Caller(User), "sqs:SendMessage", "arn:aws:sqs:eu-west-1:111122223333:jobs", Account, Nothing), policies).Residual!;
        residual.Holds(Request(User, "sqs:SendMessage", "arn:aws:sqs:eu-west-1:111122223333:jobs", Account, ("aws:username", "alice"))).ShouldBe(true);
        residual.Holds(Request(User, "sqs:SendMessage", "arn:aws:sqs:eu-west-1:111122223333:jobs")).ShouldBe(false);
    }

    [Fact]
    public void Unknown_variable_in_a_deny_denies_a_plain_decision()
    {
        var policies = new PolicySet { Identity = Policies(PolicyKind.Identity, Allow(), Deny(more: """ "Condition":{"StringEquals":{"s3:prefix":"${aws:username}"}} """)) };
        var context = new RequestContext.Builder().Add("s3:prefix", "alice").Add("aws:username", ContextValue.Unknown(ContextKnowledge.PresentValueUnknown)).Build();
        PolicyEvaluator.Evaluate(new AuthorizationRequest(Caller(User), "s3:GetObject", Object, Account, context), policies).ShouldBeOfType<Decision.ExplicitDeny>();
    }

    [Theory]
    [InlineData("StringNotEquals", true)]
    [InlineData("StringEqualsIfExists", true)]
    [InlineData("StringEquals", false)]
    public void Key_that_is_known_to_be_absent_is_not_unknown(string op, bool allowed)
    {
        var context = new RequestContext.Builder().UnlistedAreUnknown().Add("aws:username", ContextValue.Absent).Build();
        var policies = new PolicySet { Identity = Policies(PolicyKind.Identity, Allow(more: $$$""" "Condition":{"{{{op}}}":{"aws:username":"alice"}} """)) };
        var decision = PolicyEvaluator.EvaluateResidual(new AuthorizationRequest(Caller(User), "s3:GetObject", Object, Account, context), policies);
        decision.IsAllowed.ShouldBe(allowed);
        decision.Residual.ShouldBeNull();
    }

    [Theory]
    [InlineData("aws:SourceVpc", true, true, null)]
    [InlineData("/aws:source.*/", true, true, null)]
    [InlineData("aws:SourceVpc", true, false, "aws:SourceVpc StringEquals vpc-1")]
    [InlineData("aws:SourceVpce", true, true, "aws:SourceVpc StringEquals vpc-1")]
    public void Constraint_tells_how_far_a_listed_value_is_trusted(string name, bool presence, bool value, string? residual)
    {
        var context = new RequestContext.Builder().Add("aws:SourceVpc", "vpc-1").Constrain([new ContextKeyConstraint(name, presence, value)]).Build();
        var policies = new PolicySet { Identity = Policies(PolicyKind.Identity, Allow(more: """ "Condition":{"StringEquals":{"aws:SourceVpc":"vpc-1"}} """)) };
        PolicyEvaluator.EvaluateResidual(new AuthorizationRequest(Caller(User), "s3:GetObject", Object, Account, context), policies).Residual?.ToString().ShouldBe(residual);
    }

    // The opposite of a condition is exact for readable values and for keys used according to their type.
    private static bool HasUnreadableValues(FuzzCase fuzz)
    {
        var text = fuzz.ToString();
        return text.Contains("no-address", StringComparison.Ordinal) || text.Contains("\"x\"", StringComparison.Ordinal)
            || System.Text.RegularExpressions.Regex.IsMatch(text, "\"String(Not)?Equals(IfExists)?\":\\{[^}]*aws:TagKeys", System.Text.RegularExpressions.RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture);
    }
}
