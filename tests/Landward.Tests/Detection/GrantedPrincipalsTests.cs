using System.Text.Json;
using Landward.Detection;

namespace Landward.Tests.Detection;

public sealed class GrantedPrincipalsTests
{
    [Theory]
    [InlineData("""{"Statement":{"Effect":"Allow","Principal":"*"}}""", "*")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":{"AWS":["*","111122223333"]}}]}""", "*,111122223333")]
    [InlineData("""{"Statement":[{"Effect":"Deny","Principal":"*"}]}""", "")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"}}]}""", "")]
    [InlineData("""{"Statement":[{"Effect":"Allow","NotPrincipal":{"AWS":"x"}}]}""", "*")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":"*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}}]}""", "")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":"*","Condition":{"StringLike":{"aws:PrincipalArn":"*"}}}]}""", "*")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":"*","Condition":{"StringNotEquals":{"aws:PrincipalAccount":"1"}}}]}""", "*")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":"*","Condition":{"Bool":{"aws:SecureTransport":"true"}}}]}""", "*")]
    [InlineData("\"{\\\"Statement\\\":{\\\"Effect\\\":\\\"Allow\\\",\\\"Principal\\\":\\\"*\\\"}}\"", "*")]
    [InlineData("\"%7B%22Statement%22%3A%7B%22Effect%22%3A%22Allow%22%2C%22Principal%22%3A%22%2A%22%7D%7D\"", "*")]
    [InlineData("\"not a policy\"", "")]
    [InlineData("5", "")]
    public void Principals_are_those_an_allow_statement_lets_in(string policy, string expected)
    {
        using var document = JsonDocument.Parse(policy);
        string.Join(',', GrantedPrincipals.Of(document.RootElement)).ShouldBe(expected);
    }
}
