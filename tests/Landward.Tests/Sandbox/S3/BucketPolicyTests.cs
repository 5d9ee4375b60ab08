using Landward.Sandbox.Services.S3;
using Landward.Sandbox.Services.S3Control;

namespace Landward.Tests.Sandbox.S3;

public sealed class BucketPolicyTests
{
    private const string Bucket = "policy-bucket";
    private readonly SandboxHarness _sandbox = new(S3Service.AddTo, S3ControlService.AddTo);

    public BucketPolicyTests() =>
        Owner.Call("s3", "CreateBucket", new { Bucket, CreateBucketConfiguration = new { LocationConstraint = "eu-west-1" } });

    private SandboxClient Owner => _sandbox.Management;

    private static string Policy(string principal, string condition = "{}") =>
        $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{{principal}},"Action":"s3:GetObject","Resource":"arn:aws:s3:::{{Bucket}}/*","Condition":{{condition}}}]}""";

    [Fact]
    public void A_public_policy_is_refused_while_blocked_and_public_afterwards()
    {
        var policy = Policy("\"*\"");
        var refused = Owner.Fails("s3", "PutBucketPolicy", new { Bucket, Policy = policy });
        (refused.Code, refused.Status).ShouldBe(("AccessDenied", 403));
        refused.Message.ShouldContain("BlockPublicPolicy");

        Owner.Call("s3", "DeletePublicAccessBlock", new { Bucket });
        Owner.Call("s3", "PutBucketPolicy", new { Bucket, Policy = policy });
        Owner.Call("s3", "GetBucketPolicyStatus", new { Bucket })["PolicyStatus"]!["IsPublic"]!.GetValue<bool>().ShouldBeTrue();
        Owner.Call("s3", "GetBucketPolicy", new { Bucket })["Policy"]!.ToString().ShouldBe(policy);
    }

    [Fact]
    public void The_block_of_the_account_holds_for_every_bucket()
    {
        Owner.Call("s3", "DeletePublicAccessBlock", new { Bucket });
        Owner.Call("s3control", "PutPublicAccessBlock", """{"AccountId":"111122223333","PublicAccessBlockConfiguration":{"BlockPublicPolicy":true}}""");
        Owner.Fails("s3", "PutBucketPolicy", new { Bucket, Policy = Policy("\"*\"") }).Code.ShouldBe("AccessDenied");
        Owner.Call("s3control", "DeletePublicAccessBlock", new { AccountId = "111122223333" });
        Owner.Call("s3", "PutBucketPolicy", new { Bucket, Policy = Policy("\"*\"") });
    }

    [Theory]
    [InlineData("""{"AWS":"arn:aws:iam::444455556666:root"}""", "{}", false)]
    [InlineData("""{"Service":"cloudtrail.amazonaws.com"}""", "{}", false)]
    [InlineData("""{"AWS":["*"]}""", "{}", true)]
    [InlineData("\"*\"", """{"StringEquals":{"aws:PrincipalOrgID":"o-abcdefghij"}}""", false)]
    [InlineData("\"*\"", """{"StringLike":{"aws:PrincipalOrgID":"o-*"}}""", true)]
    [InlineData("\"*\"", """{"StringNotEquals":{"aws:PrincipalOrgID":"o-abcdefghij"}}""", true)]
    [InlineData("\"*\"", """{"StringEqualsIfExists":{"aws:PrincipalOrgID":"o-abcdefghij"}}""", true)]
    [InlineData("\"*\"", """{"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}}""", false)]
    [InlineData("\"*\"", """{"IpAddress":{"aws:SourceIp":"0.0.0.0/0"}}""", true)]
    [InlineData("\"*\"", """{"StringEquals":{"aws:SourceVpce":"vpce-0123456789abcdef0"}}""", false)]
    [InlineData("\"*\"", """{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/x"}}""", true)]
    [InlineData("\"*\"", """{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::444455556666:role/*"}}""", false)]
    [InlineData("\"*\"", """{"Bool":{"aws:SecureTransport":"true"}}""", true)]
    public void Public_means_open_to_everybody_without_a_fixed_value(string principal, string condition, bool expected) =>
        PublicPolicy.IsPublic(Policy(principal, condition)).ShouldBe(expected);

    [Fact]
    public void A_deny_is_never_public() =>
        PublicPolicy.IsPublic("""{"Statement":{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}}""").ShouldBeFalse();

    [Theory]
    [InlineData("not json")]
    [InlineData("""{"Version":"2012-10-17"}""")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::policy-bucket/*"}]}""")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":{"AWS":"444455556666"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::another-bucket/*"}]}""")]
    public void A_malformed_policy_is_refused(string policy) => Owner.Fails("s3", "PutBucketPolicy", new { Bucket, Policy = policy }).Code.ShouldBe("MalformedPolicy");

    [Fact]
    public void The_account_setting_is_absent_until_it_is_put()
    {
        Owner.Fails("s3control", "GetPublicAccessBlock", new { AccountId = "111122223333" }).Code.ShouldBe("NoSuchPublicAccessBlockConfiguration");
        Owner.Fails("s3control", "GetPublicAccessBlock", new { AccountId = "444455556666" }).Code.ShouldBe("AccessDenied");
    }
}
