using Landward.Policy;
using static Landward.Tests.Policy.Given;

namespace Landward.Tests.Policy;

public sealed class PolicyEvaluatorCostTests
{
    /// <summary>The decision object and its gates; nothing else is allocated however many statements there are.</summary>
    private const long AllowedBytes = 256;

    private static readonly PolicySet Policies20 = new()
    {
        Identity = Policies(PolicyKind.Identity, [.. Enumerable.Range(0, 19).Select(i => Allow($"service{i}:Get*", $"arn:aws:service{i}:*:*:thing/*")), Allow("s3:Get*", "arn:aws:s3:::data/*")]),
        ServiceControlPolicies =
        [
            .. Enumerable.Range(0, 4).Select(level => Level(
                $"level{level}",
                Allow(),
                Deny("cloudtrail:StopLogging", "arn:aws:cloudtrail:*:*:trail/landward-*", """ "Condition":{"ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/landward/LandwardExecution"}} """),
                """{"Effect":"Deny","NotAction":["iam:*","s3:*"],"Resource":"*","Condition":{"StringNotEquals":{"aws:RequestedRegion":["eu-west-1","us-east-1"]}}}""",
                Deny("*", "*", """ "Condition":{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:root"}} """))),
        ],
    };

    private static readonly AuthorizationRequest Get = Request(User, "s3:GetObject", "arn:aws:s3:::data/key", Account, ("aws:PrincipalArn", User), ("aws:RequestedRegion", "eu-west-1"));

    [Fact]
    public void Allowed_request_allocates_only_its_decision()
    {
        for (var i = 0; i < 200; i++)
            PolicyEvaluator.Evaluate(Get, Policies20).IsAllowed.ShouldBeTrue();
        const int Count = 1000;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Count; i++)
            PolicyEvaluator.Evaluate(Get, Policies20);
        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / Count;
        each.ShouldBeLessThan(AllowedBytes);
    }

    [Fact]
    public void Short_decision_allocates_nothing() => BytesOfDeciding(Get, Policies20).ShouldBe(0);

    [Fact]
    public void Short_decision_allocates_nothing_for_variables_sets_and_every_type_of_condition()
    {
        const string Conditions = """
            "Condition":{"StringLike":{"s3:prefix":["${aws:username}/*","shared/?"]},"ForAnyValue:StringEquals":{"aws:TagKeys":["team","env"]},
            "IpAddress":{"aws:SourceIp":["2001:db8::/32","10.0.0.0/8"]},"NumericLessThan":{"aws:MultiFactorAuthAge":"3600"},
            "DateGreaterThan":{"aws:CurrentTime":"2026-01-01T00:00:00Z"},"Bool":{"aws:SecureTransport":"true"},"BinaryEquals":{"s3:signature":"QUJD"},
            "ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:user/${aws:username}"},"Null":{"aws:SourceVpc":"true"}}
            """;
        var policies = new PolicySet
        {
            Identity = Policies(PolicyKind.Identity, Allow("s3:Get?bject", "arn:aws:s3:::data/*/${aws:username}/*", Conditions)),
            Resource = Attached(PolicyKind.Resource, Deny("s3:Put*", more: $$""" "Principal":{"AWS":["{{Role}}","{{OtherAccount}}"]} """)),
        };
        var context = new RequestContext.Builder().AddMany("aws:TagKeys", ["cost", "team"]).Add("s3:prefix", "alice/x").Add("aws:username", "alice").Add("aws:SourceIp", "2001:db8::7")
            .Add("aws:MultiFactorAuthAge", "60").Add("aws:CurrentTime", "2026-03-01T12:00:00Z").Add("aws:SecureTransport", "true").Add("s3:signature", "QUJD").Add("aws:PrincipalArn", User).Build();
        var request = new AuthorizationRequest(Caller(User), "s3:GetObject", "arn:aws:s3:::data/home/alice/key", Account, context);
        PolicyEvaluator.Decide(request, policies).IsAllowed.ShouldBeTrue();
        BytesOfDeciding(request, policies).ShouldBe(0);
    }

    private static long BytesOfDeciding(AuthorizationRequest request, PolicySet policies)
    {
        for (var i = 0; i < 200; i++)
            PolicyEvaluator.Decide(request, policies);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            PolicyEvaluator.Decide(request, policies);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
