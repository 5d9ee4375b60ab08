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
}
