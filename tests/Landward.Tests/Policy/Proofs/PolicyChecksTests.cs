using Landward.Policy;

namespace Landward.Tests.Policy.Proofs;

public sealed class PolicyChecksTests
{
    [Fact]
    public void New_access_names_the_statement_and_shows_a_request()
    {
        var check = PolicyChecks.NoNewAccess(
            Document("""{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}"""),
            Document("""{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"},{"Sid":"More","Effect":"Allow","Action":"s3:PutObject","Resource":"arn:aws:s3:::b/*"}"""),
            PolicyKind.Identity);
        check.Result.ShouldBe(PolicyCheckResult.Fail);
        check.Reasons.Single().StatementIndex.ShouldBe(1);
        check.Reasons.Single().Description.ShouldBe("New access in the statement with sid: More.");
        check.Reasons.Single().WitnessLine.ShouldContain("may s3:PutObject on arn:aws:s3:::b/");
    }

    [Theory]
    [InlineData("s3:PutObject", null, PolicyCheckResult.Pass)]
    [InlineData("s3:Get*", null, PolicyCheckResult.Fail)]
    [InlineData(null, "arn:aws:s3:::b/secret", PolicyCheckResult.Pass)]
    [InlineData(null, "arn:aws:s3:::b/other", PolicyCheckResult.Fail)]
    [InlineData("s3:GetObject", "arn:aws:s3:::b/secret", PolicyCheckResult.Pass)]
    public void Access_is_granted_or_not(string? action, string? resource, PolicyCheckResult expected) =>
        PolicyChecks.AccessNotGranted(
            Document("""{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"},{"Effect":"Deny","Action":"*","Resource":"arn:aws:s3:::b/secret"}"""),
            PolicyKind.Identity,
            [new AccessQuestion { Actions = action is null ? [] : [action], Resources = resource is null ? [] : [resource] }])
            .Result.ShouldBe(expected);

    [Theory]
    [InlineData("\"*\"", "", false)]
    [InlineData("""{"AWS":"111122223333"}""", "", true)]
    [InlineData("""{"Service":"cloudtrail.amazonaws.com"}""", "", true)]
    [InlineData("\"*\"", """{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}""", true)]
    [InlineData("\"*\"", """{"StringEqualsIfExists":{"aws:PrincipalOrgID":"o-1"}}""", false)]
    [InlineData("\"*\"", """{"StringNotEquals":{"aws:PrincipalOrgID":"o-1"}}""", false)]
    [InlineData("\"*\"", """{"StringLike":{"aws:PrincipalOrgID":"*"}}""", false)]
    [InlineData("\"*\"", """{"ForAnyValue:StringLike":{"aws:PrincipalOrgPaths":"o-1/*"}}""", true)]
    [InlineData("\"*\"", """{"ForAllValues:StringLike":{"aws:PrincipalOrgPaths":"o-1/*"}}""", false)]
    [InlineData("\"*\"", """{"ArnLike":{"aws:SourceArn":"arn:aws:sns:*:111122223333:*"}}""", true)]
    [InlineData("\"*\"", """{"ArnLike":{"aws:SourceArn":"arn:aws:sns:*:*:topic"}}""", false)]
    [InlineData("\"*\"", """{"StringEquals":{"aws:SourceAccount":"111122223333"}}""", true)]
    [InlineData("\"*\"", """{"StringEquals":{"aws:SourceVpce":"vpce-1"}}""", true)]
    [InlineData("\"*\"", """{"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}}""", true)]
    [InlineData("\"*\"", """{"IpAddress":{"aws:SourceIp":"0.0.0.0/0"}}""", false)]
    [InlineData("\"*\"", """{"NotIpAddress":{"aws:SourceIp":"203.0.113.0/24"}}""", false)]
    [InlineData("\"*\"", """{"Bool":{"aws:SecureTransport":"true"}}""", false)]
    public void Public_is_what_a_stranger_may_use(string principal, string condition, bool passes)
    {
        var statement = $$"""{"Effect":"Allow","Principal":{{principal}},"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"{{(condition.Length > 0 ? ",\"Condition\":" + condition : "")}}}""";
        PolicyChecks.NoPublicAccess(Document(statement), "AWS::S3::Bucket").Result.ShouldBe(passes ? PolicyCheckResult.Pass : PolicyCheckResult.Fail);
    }

    [Fact]
    public void Deny_outside_an_endpoint_keeps_the_public_out() =>
        PolicyChecks.NoPublicAccess(
            Document("""{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"},{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*","Condition":{"StringNotEquals":{"aws:SourceVpce":"vpce-1"}}}"""),
            "AWS::S3::Bucket").Result.ShouldBe(PolicyCheckResult.Pass);

    [Theory]
    [InlineData("""{"Federated":"accounts.google.com"}""", "", false)]
    [InlineData("""{"Federated":"accounts.google.com"}""", """{"StringEquals":{"accounts.google.com:aud":"app"}}""", true)]
    [InlineData("""{"Federated":"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"}""", """{"StringLike":{"token.actions.githubusercontent.com:sub":"repo:*"}}""", false)]
    [InlineData("""{"Federated":"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"}""", """{"StringLike":{"token.actions.githubusercontent.com:sub":"repo:mine/*"}}""", true)]
    [InlineData("""{"AWS":"arn:aws:iam::111122223333:root"}""", "", true)]
    public void Trust_is_public_when_everybody_can_have_the_identity(string principal, string condition, bool passes)
    {
        var statement = $$"""{"Effect":"Allow","Principal":{{principal}},"Action":"sts:AssumeRoleWithWebIdentity"{{(condition.Length > 0 ? ",\"Condition\":" + condition : "")}}}""";
        PolicyChecks.NoPublicAccess(Document(statement), PublicAccess.TrustPolicy).Result.ShouldBe(passes ? PolicyCheckResult.Pass : PolicyCheckResult.Fail);
    }

    [Fact]
    public void Twenty_six_resource_types_are_known() => PublicAccess.ResourceTypes.Count().ShouldBe(26);

    private static PolicyDocument Document(string statements) =>
        PolicyDocument.Parse($$"""{"Version":"2012-10-17","Statement":[{{statements}}]}""").Document!;
}
