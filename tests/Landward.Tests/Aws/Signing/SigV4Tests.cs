using Landward.Aws;
using Landward.Aws.Signing;
using Landward.Aws.Wire;

namespace Landward.Tests.Aws.Signing;

/// <summary>Examples AWS publishes ("Examples of the complete Signature Version 4 signing process", IAM User Guide and S3 API Reference).</summary>
public sealed class SigV4Tests
{
    private static readonly AwsCredentials S3Keys = new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    private static readonly AwsCredentials Keys = new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
    private static readonly DateTimeOffset S3Time = new(2013, 5, 24, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Time = new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("/", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("/", "Param2=value2&Param1=value1", "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500")]
    [InlineData("/example/..", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("/./", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("//", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    public void Test_suite_request(string path, string query, string signature)
    {
        var request = new WireRequest("GET", path, query, new WireHeaders { { "Host", "example.amazonaws.com" } }, default);
        SigV4.Sign(request, Keys, "us-east-1", "service", Time);
        request.Headers["Authorization"].ShouldBe(
            $"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature={signature}");
    }

    [Fact]
    public void Iam_example()
    {
        var headers = new WireHeaders { { "Host", "iam.amazonaws.com" }, { "Content-Type", "application/x-www-form-urlencoded; charset=utf-8" } };
        var request = new WireRequest("GET", "/", "Action=ListUsers&Version=2010-05-08", headers, default);
        SigV4.Sign(request, Keys, "us-east-1", "iam", Time);
        request.Headers["Authorization"]!.ShouldEndWith("Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");
    }

    [Theory]
    [InlineData("GET", "/test.txt", "", "Range", "bytes=0-9", "", "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")]
    [InlineData("PUT", "/test%24file.text", "", "x-amz-storage-class", "REDUCED_REDUNDANCY", "Welcome to Amazon S3.", "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd")]
    [InlineData("GET", "/", "lifecycle", null, null, "", "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543")]
    [InlineData("GET", "/", "max-keys=2&prefix=J", null, null, "", "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7")]
    public void S3_examples(string method, string path, string query, string? header, string? value, string body, string signature)
    {
        var headers = new WireHeaders { { "Host", "examplebucket.s3.amazonaws.com" } };
        if (header is not null)
            headers.Add(header, value!);
        if (method == "PUT")
            headers.Add("Date", "Fri, 24 May 2013 00:00:00 GMT");
        var request = new WireRequest(method, path, query, headers, System.Text.Encoding.UTF8.GetBytes(body));
        SigV4.Sign(request, S3Keys, "us-east-1", "s3", S3Time);
        request.Headers["Authorization"]!.ShouldEndWith("Signature=" + signature);
    }

    [Fact]
    public void S3_presigned_example()
    {
        var request = new WireRequest("GET", "/test.txt", "", new WireHeaders { { "Host", "examplebucket.s3.amazonaws.com" } }, default);
        var query = SigV4.Presign(request, S3Keys, "us-east-1", "s3", S3Time, TimeSpan.FromDays(1));
        query.ShouldEndWith("X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
        Verify(request with { RawQuery = query }, S3Keys, S3Time.AddHours(23)).ShouldBeOfType<SignatureResult.Ok>();
        Verify(request with { RawQuery = query }, S3Keys, S3Time.AddHours(25)).ShouldBeOfType<SignatureResult.Expired>();
        Verify(request with { RawQuery = query.Replace("86400", "86401") }, S3Keys, S3Time).ShouldBeOfType<SignatureResult.SignatureDoesNotMatch>();
    }

    [Fact]
    public void Verdict_tells_what_is_wrong()
    {
        Verify(Signed(), Keys, Time).ShouldBe(new SignatureResult.Ok("AKIDEXAMPLE", "eu-west-1", "iam", null));
        Verify(Signed(), Keys, Time.AddMinutes(6)).ShouldBeOfType<SignatureResult.Expired>();
        Verify(Signed(), Keys, Time.AddMinutes(-6)).ShouldBeOfType<SignatureResult.NotYetCurrent>();
        Verify(Signed(), Keys with { SecretAccessKey = "other" }, Time).ShouldBeOfType<SignatureResult.SignatureDoesNotMatch>();
        Verify(Signed(), Keys with { AccessKeyId = "AKIDOTHER" }, Time).ShouldBe(new SignatureResult.UnknownAccessKey("AKIDEXAMPLE"));
        Verify(Signed(), Keys with { SessionToken = "expected" }, Time).ShouldBe(new SignatureResult.MissingToken("AKIDEXAMPLE"));
        Verify(Signed(Keys with { SessionToken = "one" }), Keys with { SessionToken = "other" }, Time).ShouldBe(new SignatureResult.InvalidToken("AKIDEXAMPLE"));
        Verify(Signed(Keys with { SessionToken = "one" }), Keys with { SessionToken = "one" }, Time).ShouldBeOfType<SignatureResult.Ok>();
        Verify(Unsigned(), Keys, Time).ShouldBeOfType<SignatureResult.Anonymous>();
    }

    [Fact]
    public void Every_signed_part_is_protected()
    {
        var signed = Signed();
        Verify(signed with { Method = "PUT" }, Keys, Time).ShouldBeOfType<SignatureResult.SignatureDoesNotMatch>();
        Verify(signed with { RawPath = "/other" }, Keys, Time).ShouldBeOfType<SignatureResult.SignatureDoesNotMatch>();
        Verify(signed with { RawQuery = "a=b" }, Keys, Time).ShouldBeOfType<SignatureResult.SignatureDoesNotMatch>();
        Verify(signed with { Body = "Action=DeleteUser"u8.ToArray() }, Keys, Time).ShouldBeOfType<SignatureResult.SignatureDoesNotMatch>();
        var otherTarget = new WireHeaders(signed.Headers);
        otherTarget.Set("X-Amz-Target", "other");
        Verify(signed with { Headers = otherTarget }, Keys, Time).ShouldBeOfType<SignatureResult.SignatureDoesNotMatch>();
    }

    [Fact]
    public void S3_body_must_have_the_declared_hash()
    {
        var request = new WireRequest("PUT", "/bucket/key", "", new WireHeaders { { "Host", "localhost:4566" } }, "body"u8.ToArray());
        SigV4.Sign(request, Keys, "eu-west-1", "s3", Time);
        Verify(request, Keys, Time).ShouldBeOfType<SignatureResult.Ok>();
        Verify(request with { Body = "bodx"u8.ToArray() }, Keys, Time).ShouldBeOfType<SignatureResult.BodyDoesNotMatch>();
        SigV4.Sign(request, Keys, "eu-west-1", "s3", Time, SigV4.UnsignedPayload);
        Verify(request with { Body = "anything"u8.ToArray() }, Keys, Time).ShouldBeOfType<SignatureResult.Ok>();
    }

    [Theory]
    [InlineData("Bearer abc")]
    [InlineData("AWS4-HMAC-SHA256 Credential=AKID, SignedHeaders=host, Signature=00")]
    [InlineData("AWS4-HMAC-SHA256 Credential=AKID/20150830/eu-west-1/iam/aws4_request, SignedHeaders=x-amz-date, Signature=0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("AWS4-HMAC-SHA256 Credential=AKID/20150829/eu-west-1/iam/aws4_request, SignedHeaders=host, Signature=0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("AWS4-HMAC-SHA256 nonsense")]
    [InlineData("")]
    public void Malformed_headers_are_named_so(string authorization)
    {
        var request = Unsigned();
        request.Headers.Add("Authorization", authorization);
        request.Headers.Add("X-Amz-Date", "20150830T123600Z");
        Verify(request, Keys, Time).ShouldBeOfType<SignatureResult.Malformed>();
    }

    [Fact]
    public void Credentials_never_print_their_secret()
    {
        var text = new AwsCredentials("AKID", "very-secret", "very-token").ToString() + new AccessKeySecret("very-secret", "very-token");
        text.ShouldContain("AKID");
        text.ShouldNotContain("very");
    }

    private static WireRequest Unsigned() => new(
        "POST", "/", "", new WireHeaders { { "Host", "iam.amazonaws.com" }, { "X-Amz-Target", "a" } }, "Action=ListUsers"u8.ToArray());

    private static WireRequest Signed(AwsCredentials? keys = null)
    {
        var request = Unsigned();
        SigV4.Sign(request, keys ?? Keys, "eu-west-1", "iam", Time);
        return request;
    }

    private static SignatureResult Verify(WireRequest request, AwsCredentials keys, DateTimeOffset now) => SigV4.Verify(
        request, id => id == keys.AccessKeyId ? new AccessKeySecret(keys.SecretAccessKey, keys.SessionToken) : null, now, TimeSpan.FromMinutes(5));
}
