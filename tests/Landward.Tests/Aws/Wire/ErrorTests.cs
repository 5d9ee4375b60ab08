using System.Text;
using Landward.Aws.Descriptions;
using Landward.Aws.Routing;
using Landward.Aws.Wire;

namespace Landward.Tests.Aws.Wire;

public sealed class ErrorTests
{
    [Theory]
    [InlineData("iam", "NoSuchEntity", 404, "NoSuchEntity")]
    [InlineData("iam", "EntityAlreadyExistsException", 409, "EntityAlreadyExists")]
    [InlineData("iam", "AccessDenied", 403, "AccessDenied")]
    [InlineData("organizations", "DuplicateAccountException", 400, "DuplicateAccountException")]
    [InlineData("organizations", "AccessDeniedException", 400, "AccessDeniedException")]
    [InlineData("kms", "KMSInternalException", 500, "KMSInternalException")]
    [InlineData("guardduty", "BadRequestException", 400, "BadRequestException")]
    [InlineData("guardduty", "AccessDeniedException", 403, "AccessDeniedException")]
    [InlineData("securityhub", "InvalidAccessException", 401, "InvalidAccessException")]
    [InlineData("securityhub", "ThrottlingException", 429, "ThrottlingException")]
    [InlineData("ec2", "UnauthorizedOperation", 403, "UnauthorizedOperation")]
    [InlineData("ec2", "InvalidVpcID.NotFound", 400, "InvalidVpcID.NotFound")]
    [InlineData("s3", "NoSuchBucket", 404, "NoSuchBucket")]
    [InlineData("s3", "BucketNotEmpty", 409, "BucketNotEmpty")]
    [InlineData("s3control", "NoSuchPublicAccessBlockConfiguration", 404, "NoSuchPublicAccessBlockConfiguration")]
    [InlineData("sqs", "QueueDoesNotExist", 400, "AWS.SimpleQueueService.NonExistentQueue")]
    [InlineData("sns", "NotFoundException", 404, "NotFound")]
    [InlineData("iam", "NotImplementedException", 501, "NotImplementedException")]
    [InlineData("cloudtrail", "NotImplementedException", 501, "NotImplementedException")]
    public void Error_travels_with_code_status_message_and_request_id(string service, string code, int status, string wireCode)
    {
        var description = ServiceCatalog.Default.Get(service);
        var call = new RoutedCall(description, null, "Any", description.Protocol, "POST");
        var response = ServerCodec.EncodeError(call, new ServiceError(code, "What <went> & \"wrong\""), "id-1");
        response.Status.ShouldBe(status);
        var (error, requestId) = ClientCodec.DecodeError(description, response);
        (error.Code, error.Message, error.Status, requestId).ShouldBe((wireCode, "What <went> & \"wrong\"", status, "id-1"));
    }

    [Fact]
    public void Further_members_travel_too()
    {
        var organizations = ServiceCatalog.Default.Get("organizations");
        var call = new RoutedCall(organizations, null, "AttachPolicy", organizations.Protocol, "POST");
        var sent = new ServiceError("ConstraintViolationException", "Too many") { Members = new Dictionary<string, string> { ["Reason"] = "MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED" } };
        var (error, _) = ClientCodec.DecodeError(organizations, ServerCodec.EncodeError(call, sent, "id-1"));
        error.Members["Reason"].ShouldBe("MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED");
    }

    [Fact]
    public void Head_error_is_only_a_status()
    {
        var s3 = ServiceCatalog.Default.Get("s3");
        var response = ServerCodec.EncodeError(new RoutedCall(s3, null, "HeadBucket", s3.Protocol, "HEAD"), new ServiceError("NoSuchBucket", "x"), "id-1");
        response.Body.Length.ShouldBe(0);
        ClientCodec.DecodeError(s3, response).Error.Code.ShouldBe("NotFound");
    }

    [Theory]
    [InlineData("organizations", """{"__type":"com.amazonaws.organizations#AccountNotFoundException","Message":"m"}""", "AccountNotFoundException", "m")]
    [InlineData("guardduty", """{"__type":"BadRequestException:http://x","message":"m"}""", "BadRequestException", "m")]
    [InlineData("iam", "<ErrorResponse><Error><Type>Sender</Type><Code>NoSuchEntity</Code><Message>m</Message></Error><RequestId>r</RequestId></ErrorResponse>", "NoSuchEntity", "m")]
    [InlineData("ec2", "<Response><Errors><Error><Code>InvalidGroup.NotFound</Code><Message>m</Message></Error></Errors><RequestID>r</RequestID></Response>", "InvalidGroup.NotFound", "m")]
    [InlineData("s3", "<Error><Code>NoSuchKey</Code><Message>m</Message><Key>k</Key></Error>", "NoSuchKey", "m")]
    [InlineData("s3", "<html><body>Bad gateway</body></html>", "503", "HTTP status 503.")]
    [InlineData("iam", "not xml at all", "ServiceUnavailable", null)]
    [InlineData("organizations", "<html>", "ServiceUnavailable", null)]
    [InlineData("organizations", "[1]", "ServiceUnavailable", null)]
    [InlineData("organizations", "", "ServiceUnavailable", null)]
    public void Real_world_bodies_are_understood(string service, string body, string code, string? message)
    {
        var (error, _) = ClientCodec.DecodeError(ServiceCatalog.Default.Get(service), new WireResponse(503, [], Encoding.UTF8.GetBytes(body)));
        if (code != "503")
            error.Code.ShouldBe(code);
        if (message is not null)
            error.Message.ShouldBe(message);
    }
}
