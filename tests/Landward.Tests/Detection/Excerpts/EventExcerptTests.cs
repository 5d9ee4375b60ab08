using System.Text.Json;
using Landward.Detection.Excerpts;

namespace Landward.Tests.Detection.Excerpts;

public sealed class EventExcerptTests
{
    [Theory]
    [InlineData("""{"requestParameters":{"masterUserPassword":"S3CRET"}}""")]
    [InlineData("""{"requestParameters":{"secretString":{"a":["S3CRET"]}}}""")]
    [InlineData("""{"requestParameters":{"userData":"S3CRET"}}""")]
    [InlineData("""{"requestParameters":{"environment":{"variables":{"DB":"S3CRET"}}}}""")]
    [InlineData("""{"requestParameters":{"containerDefinitions":[{"environment":[{"name":"DB","value":"S3CRET"}]}]}}""")]
    [InlineData("""{"requestParameters":{"parameters":{"commands":["mysql --password S3CRET -h db"]}}}""")]
    [InlineData("""{"requestParameters":{"commands":["export AWS_SECRET_ACCESS_KEY=S3CRETS3CRET"]}}""")]
    [InlineData("""{"requestParameters":{"url":"https://user:S3CRET@example.com/x"}}""")]
    [InlineData("""{"requestParameters":{"url":"https://b.s3.amazonaws.com/k?X-Amz-Signature=S3CRET&x=1"}}""")]
    [InlineData("""{"requestParameters":{"header":"Authorization: Bearer S3CRETS3CRET"}}""")]
    [InlineData("""{"responseElements":{"credentials":{"sessionToken":"S3CRET","accessKeyId":"ASIAEXAMPLE"}}}""")]
    [InlineData("""{"requestParameters":{"body":"-----BEGIN RSA PRIVATE KEY-----\nS3CRET"}}""")]
    [InlineData("""{"errorMessage":"{\"password\": \"S3CRET!\"}"}""")]
    public void Secrets_are_masked(string @event)
    {
        var excerpt = Of(@event);
        excerpt.ShouldNotContain("S3CRET");
        excerpt.ShouldContain("***");
    }

    [Theory]
    [InlineData("""{"requestParameters":{"secretId":"prod/db","clientRequestToken":"f-1","httpTokens":"optional","passwordResetRequired":true}}""")]
    [InlineData("""{"requestParameters":{"policyDocument":"{\"Statement\":[{\"Action\":\"secretsmanager:*\"}]}","bucketName":"tokens"}}""")]
    [InlineData("""{"userIdentity":{"accessKeyId":"AKIAEXAMPLE","arn":"arn:aws:iam::1:user/password-bot"},"userAgent":"Boto3/1.26 md/Botocore#1.29"}""")]
    [InlineData("""{"requestParameters":{"environment":{"variables":null}}}""")]
    public void What_is_no_secret_stays(string @event) => Of(@event).ShouldBe(@event);

    [Fact]
    public void Long_things_are_cut()
    {
        var excerpt = Of($$$"""{"requestParameters":{"text":"{{{new string('x', 5000)}}}","list":[{{{string.Join(',', Enumerable.Range(0, 500))}}}],"deep":{{{string.Concat(Enumerable.Repeat("""{"a":""", 60))}}}1{{{new string('}', 60)}}}},"requestID":"left out"}""");
        excerpt.Length.ShouldBeLessThan(1000);
        excerpt.ShouldContain("xxx...");
        excerpt.ShouldNotContain("left out");
        JsonDocument.Parse(excerpt).Dispose();
    }

    private static string Of(string @event)
    {
        using var document = JsonDocument.Parse(@event);
        return EventExcerpt.Of(document.RootElement);
    }
}
