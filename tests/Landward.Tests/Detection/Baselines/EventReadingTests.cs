using System.Globalization;
using System.Text;
using Landward.Detection;
using Landward.Detection.Baselines;
using Landward.Logs;

namespace Landward.Tests.Detection.Baselines;

public sealed class EventReadingTests
{
    [Theory]
    [InlineData("aws-cli/2.15.0 Python/3.11.6 Linux/5.10", "aws-cli")]
    [InlineData("aws-cli/1.32.1 md/Botocore#1.34", "aws-cli")]
    [InlineData("[aws-cli/2.15.0]", "aws-cli")]
    [InlineData("Boto3/1.26.1 Python/3.9", "boto3")]
    [InlineData("APN/1.0 HashiCorp/1.0 Terraform/1.6.2 (+https://www.terraform.io) terraform-provider-aws/5.1", "terraform")]
    [InlineData("APN/1.1 (ABC) Boto3/1.26", "boto3")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36", "browser-chrome")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120.0.0.0 Safari/537.36 Edg/120.0", "browser-edge")]
    [InlineData("Mozilla/5.0 (X11; Linux) Gecko/20100101 Firefox/121.0", "browser-firefox")]
    [InlineData("console.amazonaws.com", "console.amazonaws.com")]
    [InlineData("S3Console/0.4, aws-internal/3", "s3console")]
    [InlineData("AKIAIOSFODNN7EXAMPLE:wJalrXUtnFEMI\u001b[31m", "akiaiosfodnn7example_wjalrxutnfe")]
    [InlineData("", "")]
    public void Program_is_the_user_agent_without_version_and_platform(string userAgent, string family)
    {
        Span<byte> buffer = stackalloc byte[UserAgentFamily.MaxLength];
        var length = UserAgentFamily.Write(Encoding.UTF8.GetBytes(userAgent), buffer);
        Encoding.UTF8.GetString(buffer[..length]).ShouldBe(family);
    }

    [Fact]
    public void Clock_reads_times_as_the_runtime_does()
    {
        var random = new Random(LongSuite.Seed);
        var clock = default(EventClock);
        for (var round = 0; round < LongSuite.Times(2000); round++)
        {
            var expected = (uint)random.NextInt64(0, 4_200_000_000);
            var text = DateTimeOffset.FromUnixTimeSeconds(expected).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            clock.TryRead(Encoding.UTF8.GetBytes(text), out var seconds).ShouldBeTrue(text);
            seconds.ShouldBe(expected, text);
        }
        foreach (var wrong in new[] { "", "2026-01-05", "2026-13-05T09:00:00Z", "2026-01-05T25:00:00Z", "2026-01-05T09:0x:00Z", "2026-01-05T09:00:00+", "1969-12-31T23:59:59Z" })
            clock.TryRead(Encoding.UTF8.GetBytes(wrong), out _).ShouldBeFalse(wrong);
    }

    [Theory]
    [InlineData("""{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/Deploy/run-1","sessionContext":{"sessionIssuer":{"arn":"arn:aws:iam::111122223333:role/ci/Deploy"}}}""")]
    [InlineData("""{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/Deploy/run-1"}""")]
    [InlineData("""{"type":"AssumedRole","arn":"arn:aws-cn:sts::111122223333:assumed-role/Deploy/run-1"}""")]
    [InlineData("""{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/team/alice","userName":"alice"}""")]
    [InlineData("""{"type":"Root","arn":"arn:aws:iam::111122223333:root"}""")]
    [InlineData("""{"type":"IAMUser","userName":"alice","accountId":"111122223333"}""")]
    public async Task Principal_is_learned_under_the_name_findings_use(string identity)
    {
        var json = $$"""{"eventSource":"iam.amazonaws.com","eventName":"ListUsers","userIdentity":{{identity}}}""";
        await using var reader = new CloudTrailReader(new LogSource("test", _ => Task.FromResult<Stream>(new MemoryStream(Encoding.UTF8.GetBytes(json)))));
        (await reader.ReadAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
        Encoding.UTF8.GetString(PrincipalName.Of(reader.Current, new byte[PrincipalName.MaxLength])).ShouldBe(EventActor.Principal(reader.Current));
    }

    [Fact]
    public void Member_is_found_in_the_event_and_not_in_what_a_caller_wrote()
    {
        var json = """{"userAgent":"x \"bucketName\":\"forged\" \"bytesTransferredOut\":1","requestParameters":{"bucketName": "data"},"additionalEventData":{"bytesTransferredOut":4096.0}}"""u8;
        Encoding.UTF8.GetString(EventTexts.Text(json, "\"bucketName\":"u8)).ShouldBe("data");
        EventTexts.TryNumber(json, "\"bytesTransferredOut\":"u8, out var number).ShouldBeTrue();
        number.ShouldBe(4096);
        EventTexts.Text(json, "\"key\":"u8).IsEmpty.ShouldBeTrue();
        EventTexts.Text("{\"bucketName\":"u8, "\"bucketName\":"u8).IsEmpty.ShouldBeTrue();
        EventTexts.Text("{\"bucketName\":\"open"u8, "\"bucketName\":"u8).IsEmpty.ShouldBeTrue();
    }
}
