using System.Text.Json.Nodes;
using Landward.Response.Actions;

namespace Landward.Tests.Response;

public sealed class PublicStatementsTests
{
    [Theory]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"s3:GetObject"}""", true)]
    [InlineData("""{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"s3:GetObject"}""", true)]
    [InlineData("""{"Effect":"Allow","Principal":{"AWS":["111122223333","*"]},"Action":"s3:GetObject"}""", true)]
    [InlineData("""{"Effect":"Allow","NotPrincipal":{"AWS":"111122223333"},"Action":"s3:GetObject"}""", true)]
    [InlineData("""{"Effect":"Deny","Principal":"*","Action":"s3:GetObject"}""", false)]
    [InlineData("""{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"s3:GetObject"}""", false)]
    [InlineData("""{"Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},"Action":"s3:PutObject"}""", false)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}}""", false)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Condition":{"StringEquals":{"AWS:SourceVpc":"vpc-1"}}}""", false)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Condition":{"IpAddress":{"aws:SourceIp":["203.0.113.0/24"]}}}""", false)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Condition":{"IpAddress":{"aws:SourceIp":["203.0.113.0/24","0.0.0.0/0"]}}}""", true)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Condition":{"StringLike":{"aws:PrincipalArn":"*"}}}""", true)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Condition":{"Bool":{"aws:SecureTransport":"true"}}}""", true)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Condition":{"StringEqualsIfExists":{"aws:PrincipalOrgID":"o-1"}}}""", true)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Condition":{"StringNotEquals":{"aws:PrincipalOrgID":"o-1"}}}""", true)]
    public void A_statement_is_public_when_nothing_pins_it(string statement, bool isPublic)
    {
        var policy = new JsonObject { ["Statement"] = new JsonArray(JsonNode.Parse(statement)) };
        PublicStatements.Of(policy).Count.ShouldBe(isPublic ? 1 : 0);
        (PublicStatements.Without(policy) is null).ShouldBe(isPublic);
    }

    [Fact]
    public void A_single_statement_outside_a_list_counts()
    {
        var policy = JsonNode.Parse("""{"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:GetObject"}}""")!.AsObject();
        PublicStatements.Of(policy).Count.ShouldBe(1);
        PublicStatements.Without(policy).ShouldBeNull();
    }
}
