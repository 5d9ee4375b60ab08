using System.Text.Json.Nodes;
using Landward.LandingZone.Desired;
using Landward.LandingZone.Planning;

namespace Landward.Tests.LandingZone.Planning;

public class LockoutCheckTests
{
    private const string Exempt = """, "Condition": { "ArnNotLike": { "aws:PrincipalArn": "arn:aws:iam::*:role/landward/LandwardExecution" } }""";

    [Theory]
    [InlineData("\"*\"", "\"*\"", "", true)]
    [InlineData("\"*\"", "\"*\"", Exempt, false)]
    [InlineData("\"iam:*\"", "\"arn:aws:iam::*:role/landward/*\"", "", true)]
    [InlineData("\"iam:*\"", "\"arn:aws:iam::*:role/landward/*\"", Exempt, false)]
    [InlineData("\"ec2:RunInstances\"", "\"*\"", "", false)]
    [InlineData("\"*\"", "\"*\"", """, "Condition": { "StringNotEquals": { "aws:RequestedRegion": "eu-west-1" } }""", true)]
    [InlineData("\"*\"", "\"*\"", """, "Condition": { "StringNotEquals": { "aws:RequestedRegion": ["eu-west-1", "us-east-1"] } }""", false)]
    public void A_policy_that_denies_the_apply_role_its_work_is_a_lockout(string action, string resource, string condition, bool lockout) =>
        LockoutCheck.DeniesApply(JsonNode.Parse($$"""{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":{{action}},"Resource":{{resource}}{{condition}}}]}""")!, ["eu-west-1", "us-east-1"])
            .ShouldBe(lockout);

    [Fact]
    public void Isolation_spares_Landward() => LockoutCheck.DeniesApply(ControlPolicyDocuments.Isolation(), ["eu-west-1"]).ShouldBeFalse();
}
