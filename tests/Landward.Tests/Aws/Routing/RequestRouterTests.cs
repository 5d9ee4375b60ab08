using Landward.Aws.Descriptions;
using Landward.Aws.Routing;
using Landward.Aws.Wire;

namespace Landward.Tests.Aws.Routing;

public sealed class RequestRouterTests
{
    [Theory]
    [InlineData("GET", "/", "", "s3", "s3", "ListBuckets")]
    [InlineData("GET", "/bucket", "", "s3", "s3", "ListObjects")]
    [InlineData("GET", "/bucket/", "", "s3", "s3", "ListObjects")]
    [InlineData("GET", "/bucket", "list-type=2", "s3", "s3", "ListObjectsV2")]
    [InlineData("GET", "/bucket", "policy", "s3", "s3", "GetBucketPolicy")]
    [InlineData("GET", "/bucket", "policy=", "s3", "s3", "GetBucketPolicy")]
    [InlineData("GET", "/bucket", "policyStatus", "s3", "s3", "GetBucketPolicyStatus")]
    [InlineData("PUT", "/bucket", "", "s3", "s3", "CreateBucket")]
    [InlineData("PUT", "/bucket", "lifecycle", "s3", "s3", "PutBucketLifecycleConfiguration")]
    [InlineData("PUT", "/bucket/key", "", "s3", "s3", "PutObject")]
    [InlineData("PUT", "/bucket/key", "x-id=PutObject", "s3", "s3", "PutObject")]
    [InlineData("PUT", "/bucket/a/b/c", "partNumber=1&uploadId=u", "s3", "s3", "UploadPart")]
    [InlineData("GET", "/bucket/a/b/c", "uploadId=u", "s3", "s3", "ListParts")]
    [InlineData("POST", "/bucket/a/b/c", "uploads", "s3", "s3", "CreateMultipartUpload")]
    [InlineData("GET", "/bucket", "inventory", "s3", "s3", "ListBucketInventoryConfigurations")]
    [InlineData("GET", "/bucket", "inventory&id=1", "s3", "s3", "GetBucketInventoryConfiguration")]
    [InlineData("GET", "/v20180820/configuration/publicAccessBlock", "", "s3", "s3control", "GetPublicAccessBlock")]
    [InlineData("GET", "/tags/arn%3Aaws%3Aguardduty%3Aeu-west-1%3A111122223333%3Adetector%2Fx", "", "guardduty", "guardduty", "ListTagsForResource")]
    [InlineData("GET", "/tags/arn", "", "securityhub", "securityhub", "ListTagsForResource")]
    [InlineData("POST", "/findings", "", "securityhub", "securityhub", "GetFindings")]
    [InlineData("POST", "/findings", "", "access-analyzer", "accessanalyzer", null)]
    [InlineData("GET", "/detector/abc/", "", "guardduty", "guardduty", "GetDetector")]
    [InlineData("PATCH", "/no/such", "", "guardduty", "guardduty", null)]
    public void Path_is_routed_within_the_signed_service(string method, string path, string query, string signing, string service, string? operation)
    {
        var call = RequestRouter.Route(new WireRequest(method, path, query, [], default), signing)!;
        call.Service.Name.ShouldBe(service);
        (call.Operation?.Name).ShouldBe(operation);
    }

    [Fact]
    public void Copy_is_told_from_put_by_its_header()
    {
        var request = new WireRequest("PUT", "/bucket/key", "", new WireHeaders { { "x-amz-copy-source", "a/b" } }, default);
        RequestRouter.Route(request, "s3")!.Operation!.Name.ShouldBe("CopyObject");
    }

    [Theory]
    [InlineData("bucket.s3.eu-west-1.amazonaws.com", "/a%20b/c", "bucket", "a b/c")]
    [InlineData("my.dotted.bucket.s3.amazonaws.com", "/k", "my.dotted.bucket", "k")]
    [InlineData("bucket.localhost:4566", "/k", "bucket", "k")]
    [InlineData("bucket.s3.localhost:4566", "/k", "bucket", "k")]
    [InlineData("s3.eu-west-1.amazonaws.com", "/bucket/k", "bucket", "k")]
    [InlineData("localhost:4566", "/bucket/k", "bucket", "k")]
    [InlineData("127.0.0.1:4566", "/bucket//k//", "bucket", "/k//")]
    [InlineData("127.0.0.1:4566", "/bucket/folder/", "bucket", "folder/")]
    [InlineData("127.0.0.1:4566", "/bucket/a%2Fb", "bucket", "a/b")]
    public void Bucket_and_key_are_found_in_host_or_path(string host, string path, string bucket, string key)
    {
        var request = new WireRequest("GET", path, "", new WireHeaders { { "Host", host } }, default);
        var call = RequestRouter.Route(request, "s3")!;
        call.Operation!.Name.ShouldBe("GetObject");
        var input = ServerCodec.DecodeInput(call, request);
        ((string?)input["Bucket"], (string?)input["Key"]).ShouldBe((bucket, key));
    }

    [Theory]
    [InlineData("AWSOrganizationsV20161128.ListRoots", "organizations", "ListRoots")]
    [InlineData("SWBExternalService.ListInstances", "sso-admin", "ListInstances")]
    [InlineData("com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.StopLogging", "cloudtrail", "StopLogging")]
    [InlineData("GraniteServiceVersion20100801.PutMetricAlarm", "cloudwatch", "PutMetricAlarm")]
    [InlineData("AmazonSQS.SendMessage", "sqs", "SendMessage")]
    [InlineData("AWSOrganizationsV20161128.NoSuchThing", "organizations", null)]
    public void Target_names_service_and_operation(string target, string service, string? operation)
    {
        var call = RequestRouter.Route(new WireRequest("POST", "/", "", new WireHeaders { { "X-Amz-Target", target } }, "{}"u8.ToArray()))!;
        (call.Service.Name, call.Operation?.Name, call.Protocol).ShouldBe((service, operation, WireProtocol.Json));
    }

    [Theory]
    [InlineData("iam", "Action=ListUsers&Version=2010-05-08", "iam", "ListUsers", WireProtocol.Query)]
    [InlineData("ec2", "Action=DescribeVpcs&Version=2016-11-15", "ec2", "DescribeVpcs", WireProtocol.Ec2)]
    [InlineData("monitoring", "Action=DescribeAlarms&Version=2010-08-01", "cloudwatch", "DescribeAlarms", WireProtocol.Query)]
    [InlineData("iam", "Action=NoSuchThing&Version=2010-05-08", "iam", null, WireProtocol.Query)]
    [InlineData(null, "Action=AssumeRoleWithWebIdentity&Version=2011-06-15", "sts", "AssumeRoleWithWebIdentity", WireProtocol.Query)]
    public void Action_names_the_operation_of_a_form(string? signing, string body, string service, string? operation, WireProtocol protocol)
    {
        var headers = new WireHeaders { { "Content-Type", "application/x-www-form-urlencoded; charset=utf-8" } };
        var call = RequestRouter.Route(new WireRequest("POST", "/", "", headers, System.Text.Encoding.UTF8.GetBytes(body)), signing)!;
        (call.Service.Name, call.Operation?.Name, call.Protocol).ShouldBe((service, operation, protocol));
    }

    [Fact]
    public void Query_string_may_carry_the_form()
    {
        var call = RequestRouter.Route(new WireRequest("GET", "/", "Action=GetCallerIdentity&Version=2011-06-15", [], default), "sts")!;
        call.Operation!.Name.ShouldBe("GetCallerIdentity");
    }

    [Fact]
    public void Unknown_services_are_nobodys()
    {
        RequestRouter.Route(new WireRequest("POST", "/", "", new WireHeaders { { "X-Amz-Target", "GameLift.ListFleets" } }, default)).ShouldBeNull();
        RequestRouter.Route(new WireRequest("GET", "/clusters", "", [], default), "eks").ShouldBeNull();
    }
}
