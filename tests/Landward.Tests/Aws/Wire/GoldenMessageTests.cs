using System.Text;
using System.Text.Json.Nodes;
using Landward.Aws.Descriptions;
using Landward.Aws.Routing;
using Landward.Aws.Wire;

namespace Landward.Tests.Aws.Wire;

/// <summary>Whole messages in the form the API references print them.</summary>
public sealed class GoldenMessageTests
{
    [Theory]
    [InlineData("iam", "CreateUser", """{"UserName":"Bob","Tags":[{"Key":"a b","Value":"c&d"}]}""", "Action=CreateUser&Version=2010-05-08&UserName=Bob&Tags.member.1.Key=a%20b&Tags.member.1.Value=c%26d")]
    [InlineData("sns", "CreateTopic", """{"Name":"t","Attributes":{"DisplayName":"x"}}""", "Action=CreateTopic&Version=2010-03-31&Name=t&Attributes.entry.1.key=DisplayName&Attributes.entry.1.value=x")]
    [InlineData("sns", "Publish", """{"Message":"m","MessageAttributes":{"k":{"DataType":"String","StringValue":"v"}}}""", "Action=Publish&Version=2010-03-31&Message=m&MessageAttributes.entry.1.Name=k&MessageAttributes.entry.1.Value.DataType=String&MessageAttributes.entry.1.Value.StringValue=v")]
    [InlineData("ec2", "DescribeVpcs", """{"Filters":[{"Name":"isDefault","Values":["true"]}]}""", "Action=DescribeVpcs&Version=2016-11-15&Filter.1.Name=isDefault&Filter.1.Value.1=true")]
    [InlineData("ec2", "AuthorizeSecurityGroupIngress", """{"GroupId":"sg-1","IpPermissions":[{"IpProtocol":"tcp","FromPort":22,"ToPort":22,"IpRanges":[{"CidrIp":"0.0.0.0/0"}]}]}""", "Action=AuthorizeSecurityGroupIngress&Version=2016-11-15&GroupId=sg-1&IpPermissions.1.FromPort=22&IpPermissions.1.IpProtocol=tcp&IpPermissions.1.IpRanges.1.CidrIp=0.0.0.0%2F0&IpPermissions.1.ToPort=22")]
    public void Form_request(string service, string operation, string input, string body)
    {
        var request = Encode(service, operation, input);
        var sent = Encoding.UTF8.GetString(request.Body.Span).Split('&');
        sent.Order(StringComparer.Ordinal).ShouldBe(body.Split('&').Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Json_request_has_target_and_epoch_timestamps()
    {
        var request = Encode("cloudtrail", "LookupEvents", """{"StartTime":"2026-01-02T03:04:05Z","MaxResults":5}""");
        request.Headers["X-Amz-Target"].ShouldBe("com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents");
        request.Headers["Content-Type"].ShouldBe("application/x-amz-json-1.1");
        Encoding.UTF8.GetString(request.Body.Span).ShouldBe("""{"StartTime":1767323045,"MaxResults":5}""");
    }

    [Theory]
    [InlineData("s3", "PutBucketPolicy", """{"Bucket":"b","Policy":"{}"}""", "PUT", "/b", "policy")]
    [InlineData("s3", "ListObjectsV2", """{"Bucket":"b","Prefix":"a/b c","MaxKeys":3}""", "GET", "/b", "list-type=2&max-keys=3&prefix=a%2Fb%20c")]
    [InlineData("s3", "HeadObject", """{"Bucket":"b","Key":"a b/ü+.txt"}""", "HEAD", "/b/a%20b/%C3%BC%2B.txt", "")]
    [InlineData("lambda", "GetPolicy", """{"FunctionName":"arn:aws:lambda:eu-west-1:111122223333:function:f","Qualifier":"1"}""", "GET", "/2015-03-31/functions/arn%3Aaws%3Alambda%3Aeu-west-1%3A111122223333%3Afunction%3Af/policy", "Qualifier=1")]
    [InlineData("accessanalyzer", "ListAnalyzers", """{"type":"ORGANIZATION"}""", "GET", "/analyzer", "type=ORGANIZATION")]
    [InlineData("s3control", "DeletePublicAccessBlock", """{"AccountId":"111122223333"}""", "DELETE", "/v20180820/configuration/publicAccessBlock", "")]
    public void Rest_request_line(string service, string operation, string input, string method, string path, string query)
    {
        var request = Encode(service, operation, input);
        (request.Method, request.RawPath, request.RawQuery).ShouldBe((method, path, query));
    }

    [Fact]
    public void S3_bucket_location_is_the_payload()
    {
        var request = Encode("s3", "CreateBucket", """{"Bucket":"b","CreateBucketConfiguration":{"LocationConstraint":"eu-west-1"}}""");
        Encoding.UTF8.GetString(request.Body.Span).ShouldBe(
            """<?xml version="1.0" encoding="utf-8"?><CreateBucketConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>""");
    }

    [Fact]
    public void Grantee_type_is_an_attribute_with_its_namespace()
    {
        var answer = Text(Answer("s3", "GetBucketAcl", """{"Grants":[{"Grantee":{"Type":"CanonicalUser","ID":"x"},"Permission":"READ"}]}"""));
        answer.ShouldContain("""<AccessControlPolicy xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><AccessControlList><Grant><Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser"><ID>x</ID></Grantee><Permission>READ</Permission></Grant></AccessControlList>""");
    }

    [Fact]
    public void Query_answer_is_wrapped_and_carries_the_request_id()
    {
        Text(Answer("iam", "CreateUser", """{"User":{"UserName":"Bob","Path":"/","UserId":"AIDA","Arn":"a","CreateDate":"2026-01-02T03:04:05Z"}}""")).ShouldBe(
            """<?xml version="1.0" encoding="utf-8"?><CreateUserResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><CreateUserResult><User><Path>/</Path><UserName>Bob</UserName><UserId>AIDA</UserId><Arn>a</Arn><CreateDate>2026-01-02T03:04:05Z</CreateDate></User></CreateUserResult><ResponseMetadata><RequestId>id-1</RequestId></ResponseMetadata></CreateUserResponse>""");
        Text(Answer("iam", "DeleteUser", "{}")).ShouldBe(
            """<?xml version="1.0" encoding="utf-8"?><DeleteUserResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ResponseMetadata><RequestId>id-1</RequestId></ResponseMetadata></DeleteUserResponse>""");
    }

    [Fact]
    public void Policy_documents_of_iam_are_encoded_on_the_wire_only()
    {
        var answer = Answer("iam", "GetRole", """{"Role":{"RoleName":"r","AssumeRolePolicyDocument":"{\"Version\":\"2012-10-17\"}"}}""");
        Text(answer).ShouldContain("<AssumeRolePolicyDocument>%7B%22Version%22%3A%222012-10-17%22%7D</AssumeRolePolicyDocument>");
        var iam = ServiceCatalog.Default.Get("iam");
        var decoded = ClientCodec.DecodeOutput(iam, iam.FindOperation("GetRole")!, answer);
        ((string?)decoded["Role"]!["AssumeRolePolicyDocument"]).ShouldBe("""{"Version":"2012-10-17"}""");
    }

    [Fact]
    public void Ec2_answer_has_the_request_id_first()
    {
        Text(Answer("ec2", "DescribeVpcs", """{"Vpcs":[{"VpcId":"vpc-1","IsDefault":true}]}""")).ShouldBe(
            """<?xml version="1.0" encoding="utf-8"?><DescribeVpcsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>id-1</requestId><vpcSet><item><isDefault>true</isDefault><vpcId>vpc-1</vpcId></item></vpcSet></DescribeVpcsResponse>""");
    }

    [Fact]
    public void Sqs_speaks_the_older_query_protocol_too()
    {
        var form = "Action=CreateQueue&Version=2012-11-05&QueueName=q&Attribute.1.Name=DelaySeconds&Attribute.1.Value=5&Tag.1.Key=k&Tag.1.Value=v";
        var request = new WireRequest("POST", "/", "", new WireHeaders { { "Content-Type", "application/x-www-form-urlencoded" } }, Encoding.UTF8.GetBytes(form));
        var call = RequestRouter.Route(request, "sqs")!;
        call.Protocol.ShouldBe(WireProtocol.Query);
        ServerCodec.DecodeInput(call, request).ToJsonString().ShouldBe("""{"QueueName":"q","Attributes":{"DelaySeconds":"5"},"tags":{"k":"v"}}""");
        Text(ServerCodec.EncodeOutput(call, new JsonObject { ["QueueUrl"] = "http://q" }, "id-1")).ShouldContain(
            "<CreateQueueResponse xmlns=\"http://queue.amazonaws.com/doc/2012-11-05/\"><CreateQueueResult><QueueUrl>http://q</QueueUrl></CreateQueueResult>");
        Text(ServerCodec.EncodeError(call, new ServiceError("QueueDoesNotExist", "none"), "id-1")).ShouldContain("<Code>AWS.SimpleQueueService.NonExistentQueue</Code>");
    }

    [Fact]
    public void Part_of_an_object_is_answered_with_206()
    {
        var answer = Answer("s3", "GetObject", """{"Body":"aGVs","ContentRange":"bytes 0-2/5","ContentType":"text/plain","Metadata":{"who":"me"}}""");
        answer.Status.ShouldBe(206);
        answer.Headers["Content-Type"].ShouldBe("text/plain");
        answer.Headers["x-amz-meta-who"].ShouldBe("me");
        Text(answer).ShouldBe("hel");
    }

    [Fact]
    public void Interleaved_elements_of_two_lists_are_told_apart()
    {
        var xml = "<ListVersionsResult><Version><Key>a</Key></Version><DeleteMarker><Key>b</Key></DeleteMarker><Version><Key>c</Key></Version></ListVersionsResult>";
        var s3 = ServiceCatalog.Default.Get("s3");
        var output = ClientCodec.DecodeOutput(s3, s3.FindOperation("ListObjectVersions")!, new WireResponse(200, [], Encoding.UTF8.GetBytes(xml)));
        output.ToJsonString().ShouldBe("""{"Versions":[{"Key":"a"},{"Key":"c"}],"DeleteMarkers":[{"Key":"b"}]}""");
    }

    private static WireRequest Encode(string service, string operation, string input)
    {
        var description = ServiceCatalog.Default.Get(service);
        return ClientCodec.EncodeInput(description, description.FindOperation(operation)!, (JsonObject)JsonNode.Parse(input)!);
    }

    private static WireResponse Answer(string service, string operation, string output)
    {
        var description = ServiceCatalog.Default.Get(service);
        var described = description.FindOperation(operation)!;
        return ServerCodec.EncodeOutput(
            new RoutedCall(description, described, operation, description.Protocol, described.Method), (JsonObject)JsonNode.Parse(output)!, "id-1");
    }

    private static string Text(WireResponse response) => Encoding.UTF8.GetString(response.Body.Span);

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData(" null\n")]
    public void An_answer_without_output_is_empty_however_it_is_written(string body)
    {
        var kms = ServiceCatalog.Default.Get("kms");

        ClientCodec.DecodeOutput(kms, kms.FindOperation("EnableKeyRotation")!, new WireResponse(200, [], Encoding.UTF8.GetBytes(body))).ShouldBeEmpty();
    }
}
