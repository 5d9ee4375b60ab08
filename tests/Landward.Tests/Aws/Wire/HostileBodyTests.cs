using System.Text;
using System.Text.Json.Nodes;
using Landward.Aws.Descriptions;
using Landward.Aws.Routing;
using Landward.Aws.Wire;

namespace Landward.Tests.Aws.Wire;

/// <summary>Malformed and malicious messages are refused with the protocol's error, never with a crash.</summary>
public sealed class HostileBodyTests
{
    private static readonly string DeepJson = string.Concat(Enumerable.Repeat("{\"a\":", 5000)) + "1" + new string('}', 5000);

    public static TheoryData<string, string, string> Bodies => new()
    {
        { "organizations", "CreatePolicy", "{" },
        { "organizations", "CreatePolicy", "[]" },
        { "organizations", "CreatePolicy", "null" },
        { "organizations", "CreatePolicy", "{\"Name\":5}" },
        { "organizations", "CreatePolicy", "{\"Name\":\"a\",\"Name\":\"b\"}" },
        { "organizations", "CreatePolicy", "{\"Name\":\"\\ud800\"}" },
        { "organizations", "CreatePolicy", "{\"Tags\":{}}" },
        { "organizations", "CreatePolicy", "{} {}" },
        { "organizations", "CreatePolicy", DeepJson },
        { "kms", "Encrypt", "{\"Plaintext\":\"not base64!\"}" },
        { "cloudtrail", "LookupEvents", "{\"StartTime\":1e300}" },
        { "cloudtrail", "LookupEvents", "{\"StartTime\":\"yesterday\"}" },
        { "cloudtrail", "LookupEvents", "{\"MaxResults\":1e300}" },
        { "guardduty", "CreateDetector", "{\"enable\":\"yes\"}" },
        { "s3", "PutBucketVersioning", "<!DOCTYPE x [<!ENTITY a \"aaaa\">]><VersioningConfiguration>&a;</VersioningConfiguration>" },
        { "s3", "PutBucketVersioning", "<VersioningConfiguration>" },
        { "s3", "PutBucketVersioning", string.Concat(Enumerable.Repeat("<a>", 500)) + string.Concat(Enumerable.Repeat("</a>", 500)) },
        { "iam", "CreateUser", "Action=CreateUser&Version=2010-05-08&" + string.Join('.', Enumerable.Repeat("a", 100)) + "=1" },
        { "iam", "CreateUser", "Action=CreateUser&Version=2010-05-08&" + string.Join('&', Enumerable.Repeat("a=1", 60_000)) },
        { "iam", "ListUsers", "Action=ListUsers&Version=2010-05-08&MaxItems=many" },
        { "ec2", "DescribeVpcs", "Action=DescribeVpcs&Version=2016-11-15&DryRun=perhaps" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Body_is_refused(string service, string operation, string body)
    {
        var request = Request(service, operation, Encoding.UTF8.GetBytes(body));
        Should.Throw<WireFormatException>(() =>
        {
            var call = RequestRouter.Route(request, ServiceCatalog.Default.Get(service).SigningName)!;
            call.Operation!.Name.ShouldBe(operation);
            ServerCodec.DecodeInput(call, request);
        });
    }

    [Fact]
    public void Random_bytes_never_crash()
    {
        var random = new Random(7);
        string[][] targets = [["organizations", "CreatePolicy"], ["guardduty", "CreateDetector"], ["s3", "PutBucketVersioning"], ["iam", "CreateUser"], ["ec2", "DescribeVpcs"]];
        for (var i = 0; i < 3000; i++)
        {
            var target = targets[i % targets.Length];
            var valid = Request(target[0], target[1], null).Body.ToArray();
            for (var change = random.Next(1, 4); change > 0 && valid.Length > 0; change--)
                valid[random.Next(valid.Length)] = (byte)random.Next(256);
            var request = Request(target[0], target[1], valid);
            try
            {
                if (RequestRouter.Route(request, ServiceCatalog.Default.Get(target[0]).SigningName) is { Operation: not null } call)
                    ServerCodec.DecodeInput(call, request).ShouldNotBeNull();
            }
            catch (WireFormatException e)
            {
                e.Code.ShouldNotBeNullOrEmpty();
            }
        }
    }

    [Fact]
    public void Text_in_many_pieces_is_joined()
    {
        const int pieces = 200_000;
        var tree = XmlTree.Parse(Encoding.UTF8.GetBytes("<a>" + string.Concat(Enumerable.Repeat("x<b/>", pieces)) + "<c>one<![CDATA[ two]]></c></a>"));

        tree.Text.ShouldBe(new string('x', pieces));
        tree.Children.Count.ShouldBe(pieces + 1);
        tree.Child("c")!.Text.ShouldBe("one two");
    }

    [Theory]
    [InlineData("5\r\nhello\r\n0\r\n\r\n", "hello")]
    [InlineData("5;chunk-signature=abc\r\nhello\r\n6;chunk-signature=def\r\n world\r\n0;chunk-signature=0\r\nx-amz-checksum-crc32:AAAA\r\n\r\n", "hello world")]
    [InlineData("0\r\n\r\n", "")]
    public void Chunks_are_joined(string body, string expected) =>
        Encoding.UTF8.GetString(AwsChunked.Decode(Encoding.UTF8.GetBytes(body))).ShouldBe(expected);

    [Theory]
    [InlineData("")]
    [InlineData("5\r\nhel")]
    [InlineData("5\r\nhelloXX0\r\n\r\n")]
    [InlineData("zz\r\nhello\r\n")]
    [InlineData("ffffffff\r\nhello\r\n0\r\n\r\n")]
    [InlineData("7fffffff\r\nhello\r\n0\r\n\r\n")]
    [InlineData("7ffffffe\r\n")]
    [InlineData("5\r\nhello\r\n")]
    public void Broken_chunks_are_refused(string body) =>
        Should.Throw<WireFormatException>(() => AwsChunked.Decode(Encoding.UTF8.GetBytes(body))).Code.ShouldBe("IncompleteBody");

    private static WireRequest Request(string service, string operation, byte[]? body)
    {
        var description = ServiceCatalog.Default.Get(service);
        var input = (JsonObject)JsonNode.Parse(operation switch
        {
            "PutBucketVersioning" => """{"Bucket":"b","VersioningConfiguration":{"Status":"Enabled"}}""",
            "CreatePolicy" => """{"Name":"n","Content":"{}","Tags":[{"Key":"k","Value":"v"}]}""",
            "CreateUser" => """{"UserName":"u","Tags":[{"Key":"k","Value":"v"}]}""",
            "CreateDetector" => """{"Enable":true,"Tags":{"a":"b"}}""",
            _ => "{}",
        })!;
        var request = ClientCodec.EncodeInput(description, description.FindOperation(operation)!, input);
        return body is null ? request : request with { Body = body };
    }
}
