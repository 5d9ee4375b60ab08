using System.Text;
using System.Text.Json.Nodes;
using Landward.Detection;
using Landward.Logs;

namespace Landward.Tests.Detection.Organizations;

/// <summary>Policies in events, decided by the policy engine.</summary>
public sealed class PolicyGrantTests
{
    private static readonly DetectionCatalogue Catalogue = DetectionCatalogue.Load([]);

    /// <summary>Source of what counts as public: "The meaning of public", Amazon S3 User Guide.</summary>
    [Theory]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}""", true)]
    [InlineData("""{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}""", true)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*","Condition":{"Bool":{"aws:SecureTransport":"true"}}}""", true)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*","Condition":{"StringLike":{"aws:PrincipalArn":"*"}}}""", true)]
    [InlineData("""{"Effect":"Allow","NotPrincipal":{"AWS":"arn:aws:iam::999988887777:root"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}""", true)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}}""", false)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*","Condition":{"StringEquals":{"aws:SourceVpce":"vpce-1"}}}""", false)]
    [InlineData("""{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"s3:*","Resource":"arn:aws:s3:::b/*"}""", false)]
    [InlineData("""{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::b/*"}""", false)]
    public async Task Bucket_policy_is_public_when_a_stranger_gets_in(string statement, bool expected)
    {
        var findings = await DetectAsync("s3.amazonaws.com", "PutBucketPolicy", new JsonObject
        {
            ["bucketName"] = "b",
            ["bucketPolicy"] = JsonNode.Parse($$"""{"Version":"2012-10-17","Statement":[{{statement}}]}"""),
        });
        findings.Contains("Policy:S3/BucketAnonymousAccessGranted").ShouldBe(expected);
    }

    [Fact]
    public async Task Explicit_denial_of_strangers_keeps_a_bucket_private()
    {
        var policy = """
            {"Version":"2012-10-17","Statement":[
              {"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"},
              {"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::b/*","Condition":{"StringNotEquals":{"aws:PrincipalOrgID":"o-1"}}}]}
            """;
        var findings = await DetectAsync("s3.amazonaws.com", "PutBucketPolicy", new JsonObject { ["bucketName"] = "b", ["bucketPolicy"] = JsonNode.Parse(policy) });
        findings.ShouldNotContain("Policy:S3/BucketAnonymousAccessGranted");
    }

    [Theory]
    [InlineData("127311923021", false)]
    [InlineData("999988887777", true)]
    public async Task Account_by_which_load_balancers_deliver_logs_is_not_foreign(string account, bool expected)
    {
        var findings = await DetectAsync("s3.amazonaws.com", "PutBucketPolicy", new JsonObject
        {
            ["bucketName"] = "b",
            ["bucketPolicy"] = JsonNode.Parse($$"""{"Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::{{account}}:root"},"Action":"s3:PutObject","Resource":"*"}]}"""),
        });
        findings.Contains("Exfiltration:S3/ForeignAccessGranted").ShouldBe(expected);
    }

    private static async Task<IReadOnlyList<string>> DetectAsync(string source, string name, JsonObject parameters)
    {
        var record = new JsonObject
        {
            ["eventID"] = "1",
            ["eventTime"] = "2026-01-01T00:00:00Z",
            ["eventSource"] = source,
            ["eventName"] = name,
            ["recipientAccountId"] = "111122223333",
            ["requestParameters"] = parameters,
        };
        var bytes = Encoding.UTF8.GetBytes(record.ToJsonString());
        var result = await new Detector(Catalogue, new DetectionOptions()).RunAsync(
            [new LogSource("a.json", _ => Task.FromResult<Stream>(new MemoryStream(bytes)))], TestContext.Current.CancellationToken);
        return [.. result.Findings.Select(finding => finding.Type)];
    }
}
