using System.Text;
using System.Text.Json.Nodes;
using Landward.Sandbox.Services.S3;
using Landward.Sandbox.Services.Sqs;

namespace Landward.Tests.Sandbox.S3;

public sealed class ObjectTests
{
    private const string Bucket = "object-bucket";
    private readonly SandboxHarness _sandbox = new(S3Service.AddTo, SqsService.AddTo);

    public ObjectTests() =>
        Client.Call("s3", "CreateBucket", new { Bucket, CreateBucketConfiguration = new { LocationConstraint = "eu-west-1" } });

    private SandboxClient Client => _sandbox.Management;

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Text(JsonObject output) => Encoding.UTF8.GetString(Convert.FromBase64String(output["Body"]!.ToString()));

    private JsonObject Put(string key, string text) => Client.Call("s3", "PutObject", new { Bucket, Key = key, Body = Base64(text), ContentType = "text/plain", Metadata = new { owner = "me" } });

    [Fact]
    public void An_object_comes_back_with_its_etag_and_metadata()
    {
        Put("a/b.txt", "hello world")["ETag"]!.ToString().ShouldBe("\"5eb63bbbe01eeed093cb22bb8f5acdc3\"");
        var output = Client.Call("s3", "GetObject", new { Bucket, Key = "a/b.txt" });
        Text(output).ShouldBe("hello world");
        (output["ContentType"]!.ToString(), output["Metadata"]!["owner"]!.ToString(), output["ServerSideEncryption"]!.ToString()).ShouldBe(("text/plain", "me", "AES256"));
        Client.Call("s3", "HeadObject", new { Bucket, Key = "a/b.txt" })["ContentLength"]!.GetValue<long>().ShouldBe(11);
        Client.Fails("s3", "GetObject", new { Bucket, Key = "a/c.txt" }).Code.ShouldBe("NoSuchKey");
    }

    [Theory]
    [InlineData("bytes=0-4", "hello", "bytes 0-4/11")]
    [InlineData("bytes=6-", "world", "bytes 6-10/11")]
    [InlineData("bytes=-5", "world", "bytes 6-10/11")]
    [InlineData("bytes=6-100", "world", "bytes 6-10/11")]
    [InlineData("lines=1-2", "hello world", null)]
    public void A_range_gives_that_part(string range, string expected, string? contentRange)
    {
        Put("k", "hello world");
        var output = Client.Call("s3", "GetObject", new { Bucket, Key = "k", Range = range });
        Text(output).ShouldBe(expected);
        output["ContentRange"]?.ToString().ShouldBe(contentRange);
    }

    [Fact]
    public void A_range_behind_the_end_and_unmet_conditions_are_errors()
    {
        var etag = Put("k", "hello")["ETag"]!.ToString();
        Client.Fails("s3", "GetObject", new { Bucket, Key = "k", Range = "bytes=5-" }).Status.ShouldBe(416);
        Client.Fails("s3", "GetObject", new { Bucket, Key = "k", IfNoneMatch = etag }).Status.ShouldBe(304);
        Client.Fails("s3", "GetObject", new { Bucket, Key = "k", IfMatch = "\"0\"" }).Code.ShouldBe("PreconditionFailed");
        Client.Fails("s3", "PutObject", new { Bucket, Key = "k", Body = "", IfNoneMatch = "*" }).Code.ShouldBe("PreconditionFailed");
    }

    [Theory]
    [InlineData("ChecksumCRC32", "DUoRhQ==")]
    [InlineData("ChecksumCRC32C", "yZRlqg==")]
    [InlineData("ChecksumSHA256", "uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=")]
    public void A_right_checksum_is_kept_and_a_wrong_one_refused(string member, string value)
    {
        var input = new JsonObject { ["Bucket"] = Bucket, ["Key"] = "sum", ["Body"] = Base64("hello world"), [member] = value };
        Client.Call("s3", "PutObject", input)[member]!.ToString().ShouldBe(value);
        Client.Call("s3", "HeadObject", new { Bucket, Key = "sum", ChecksumMode = "ENABLED" })[member]!.ToString().ShouldBe(value);
        input["Body"] = Base64("hello worlt");
        Client.Fails("s3", "PutObject", input).Code.ShouldBe("BadDigest");
    }

    [Fact]
    public void Lists_fold_keys_at_the_delimiter_and_continue_where_they_ended()
    {
        foreach (var key in (string[])["a", "b/1", "b/2", "c/1", "d"])
            Put(key, key);
        var first = Client.Call("s3", "ListObjectsV2", new { Bucket, Delimiter = "/", MaxKeys = 2 });
        first["Contents"]!.AsArray().Select(item => item!["Key"]!.ToString()).ShouldBe(["a"]);
        first["CommonPrefixes"]!.AsArray().Select(item => item!["Prefix"]!.ToString()).ShouldBe(["b/"]);
        first["IsTruncated"]!.GetValue<bool>().ShouldBeTrue();
        var second = Client.Call("s3", "ListObjectsV2", new { Bucket, Delimiter = "/", ContinuationToken = first["NextContinuationToken"]!.ToString() });
        second["CommonPrefixes"]!.AsArray().Select(item => item!["Prefix"]!.ToString()).ShouldBe(["c/"]);
        second["Contents"]!.AsArray().Select(item => item!["Key"]!.ToString()).ShouldBe(["d"]);
        second["KeyCount"]!.GetValue<int>().ShouldBe(2);
        Client.Call("s3", "ListObjectsV2", new { Bucket, Prefix = "b/" })["KeyCount"]!.GetValue<int>().ShouldBe(2);
        Client.Call("s3", "ListObjects", new { Bucket, Marker = "b/1", MaxKeys = 1 })["Contents"]![0]!["Key"]!.ToString().ShouldBe("b/2");
        Client.Fails("s3", "ListObjectsV2", new { Bucket, ContinuationToken = "%" }).Code.ShouldBe("InvalidArgument");
    }

    [Fact]
    public void Versions_are_kept_hidden_and_brought_back()
    {
        Client.Call("s3", "PutBucketVersioning", """{"Bucket":"object-bucket","VersioningConfiguration":{"Status":"Enabled"}}""");
        var first = Put("k", "one")["VersionId"]!.ToString();
        var second = Put("k", "two")["VersionId"]!.ToString();
        Text(Client.Call("s3", "GetObject", new { Bucket, Key = "k", VersionId = first })).ShouldBe("one");
        var marker = Client.Call("s3", "DeleteObject", new { Bucket, Key = "k" })["VersionId"]!.ToString();
        Client.Fails("s3", "GetObject", new { Bucket, Key = "k" }).Code.ShouldBe("NoSuchKey");
        Client.Fails("s3", "GetObject", new { Bucket, Key = "k", VersionId = marker }).Code.ShouldBe("MethodNotAllowed");
        Client.Call("s3", "DeleteObject", new { Bucket, Key = "k", VersionId = marker });
        Text(Client.Call("s3", "GetObject", new { Bucket, Key = "k" })).ShouldBe("two");
        Client.Call("s3", "DeleteObject", new { Bucket, Key = "k", VersionId = second });
        Text(Client.Call("s3", "GetObject", new { Bucket, Key = "k" })).ShouldBe("one");
        Client.Fails("s3", "GetObject", new { Bucket, Key = "k", VersionId = second }).Code.ShouldBe("NoSuchVersion");
    }

    [Fact]
    public void Pages_of_versions_cover_each_version_once()
    {
        Client.Call("s3", "PutBucketVersioning", """{"Bucket":"object-bucket","VersioningConfiguration":{"Status":"Enabled"}}""");
        var put = Enumerable.Range(0, 9).Select(number => Put($"k{number % 3}", $"{number}")["VersionId"]!.ToString()).ToList();
        var seen = new List<string>();
        var input = new JsonObject { ["Bucket"] = Bucket, ["MaxKeys"] = 2 };
        while (true)
        {
            var page = Client.Call("s3", "ListObjectVersions", input);
            seen.AddRange(page["Versions"]!.AsArray().Select(version => version!["VersionId"]!.ToString()));
            if (!page["IsTruncated"]!.GetValue<bool>())
                break;
            input["KeyMarker"] = page["NextKeyMarker"]!.ToString();
            input["VersionIdMarker"] = page["NextVersionIdMarker"]!.ToString();
        }
        seen.ShouldBe(put, ignoreOrder: true);
    }

    [Fact]
    public void Retention_and_legal_hold_protect_a_version()
    {
        Client.Call("s3", "CreateBucket", new { Bucket = "locked-bucket", ObjectLockEnabledForBucket = true, CreateBucketConfiguration = new { LocationConstraint = "eu-west-1" } });
        Client.Call("s3", "PutObjectLockConfiguration", """{"Bucket":"locked-bucket","ObjectLockConfiguration":{"ObjectLockEnabled":"Enabled","Rule":{"DefaultRetention":{"Mode":"GOVERNANCE","Days":1}}}}""");
        var version = Client.Call("s3", "PutObject", new { Bucket = "locked-bucket", Key = "k", Body = "" })["VersionId"]!.ToString();
        var delete = new JsonObject { ["Bucket"] = "locked-bucket", ["Key"] = "k", ["VersionId"] = version };
        Client.Fails("s3", "DeleteObject", delete).Code.ShouldBe("AccessDenied");
        Client.Call("s3", "PutObjectLegalHold", new { Bucket = "locked-bucket", Key = "k", LegalHold = new { Status = "ON" } });
        _sandbox.Advance(TimeSpan.FromDays(2));
        Client.Fails("s3", "DeleteObject", delete).Code.ShouldBe("AccessDenied");
        Client.Call("s3", "PutObjectLegalHold", new { Bucket = "locked-bucket", Key = "k", LegalHold = new { Status = "OFF" } });
        Client.Call("s3", "DeleteObject", delete)["VersionId"]!.ToString().ShouldBe(version);
        Client.Fails("s3", "PutBucketVersioning", """{"Bucket":"locked-bucket","VersioningConfiguration":{"Status":"Suspended"}}""").Code.ShouldBe("InvalidBucketState");
    }

    [Fact]
    public void A_copy_takes_content_and_metadata_but_not_onto_itself()
    {
        Put("from here.txt", "content");
        Client.Call("s3", "CopyObject", new { Bucket, Key = "to", CopySource = $"/{Bucket}/from%20here.txt" });
        var copy = Client.Call("s3", "GetObject", new { Bucket, Key = "to" });
        (Text(copy), copy["Metadata"]!["owner"]!.ToString()).ShouldBe(("content", "me"));
        Client.Fails("s3", "CopyObject", new { Bucket, Key = "to", CopySource = $"{Bucket}/to" }).Code.ShouldBe("InvalidRequest");
        Client.Fails("s3", "CopyObject", new { Bucket, Key = "x", CopySource = $"{Bucket}/absent" }).Code.ShouldBe("NoSuchKey");
    }

    [Fact]
    public void Many_objects_are_deleted_in_one_call()
    {
        Put("a", "1");
        Put("b", "2");
        var output = Client.Call("s3", "DeleteObjects", """{"Bucket":"object-bucket","Delete":{"Objects":[{"Key":"a"},{"Key":"b"},{"Key":"never-there"}]}}""");
        output["Deleted"]!.AsArray().Count.ShouldBe(3);
        Client.Call("s3", "ListObjectsV2", new { Bucket })["KeyCount"]!.GetValue<int>().ShouldBe(0);
    }

    [Fact]
    public void Parts_become_one_object()
    {
        var upload = Client.Call("s3", "CreateMultipartUpload", new { Bucket, Key = "big", ContentType = "application/gzip" })["UploadId"]!.ToString();
        var half = Convert.ToBase64String(new byte[5 * 1024 * 1024]);
        var etags = new[] { half, Base64("tail") }
            .Select((body, index) => Client.Call("s3", "UploadPart", new { Bucket, Key = "big", UploadId = upload, PartNumber = index + 1, Body = body })["ETag"]!.ToString()).ToList();
        Client.Fails("s3", "CompleteMultipartUpload", new { Bucket, Key = "big", UploadId = upload, MultipartUpload = new { Parts = new[] { new { PartNumber = 1, ETag = "\"wrong\"" } } } })
            .Code.ShouldBe("InvalidPart");
        Client.Call("s3", "CompleteMultipartUpload", new { Bucket, Key = "big", UploadId = upload, MultipartUpload = new { Parts = etags.Select((etag, index) => new { PartNumber = index + 1, ETag = etag }).ToArray() } })["ETag"]!
            .ToString().ShouldEndWith("-2\"");
        var head = Client.Call("s3", "HeadObject", new { Bucket, Key = "big" });
        (head["ContentLength"]!.GetValue<long>(), head["ContentType"]!.ToString()).ShouldBe((5L * 1024 * 1024 + 4, "application/gzip"));
        Client.Fails("s3", "ListParts", new { Bucket, Key = "big", UploadId = upload }).Code.ShouldBe("NoSuchUpload");
    }

    [Fact]
    public void Notifications_reach_the_queue_and_the_bus()
    {
        Client.Call("sqs", "CreateQueue", new { QueueName = "created" });
        Client.Call("s3", "PutBucketNotificationConfiguration", """
            {"Bucket":"object-bucket","NotificationConfiguration":{"EventBridgeConfiguration":{},"QueueConfigurations":[
              {"QueueArn":"arn:aws:sqs:eu-west-1:111122223333:created","Events":["s3:ObjectCreated:*"],"Filter":{"Key":{"FilterRules":[{"Name":"prefix","Value":"AWSLogs/"}]}}}]}}
            """);
        Put("AWSLogs/x.gz", "1");
        Put("other", "2");
        var messages = Client.Call("sqs", "ReceiveMessage", new { QueueUrl = "https://sqs.eu-west-1.amazonaws.com/111122223333/created", MaxNumberOfMessages = 10 })["Messages"]!.AsArray();
        messages.Count.ShouldBe(1);
        messages[0]!["Body"]!.ToString().ShouldContain("AWSLogs/x.gz");
        _sandbox.Events.Select(busEvent => (busEvent.Source, busEvent.DetailType)).ShouldBe([("aws.s3", "Object Created"), ("aws.s3", "Object Created")]);
        Client.Fails("s3", "PutBucketNotificationConfiguration", """{"Bucket":"object-bucket","NotificationConfiguration":{"QueueConfigurations":[{"QueueArn":"arn:aws:sqs:eu-west-1:111122223333:absent","Events":["s3:ObjectCreated:*"]}]}}""")
            .Code.ShouldBe("InvalidArgument");
    }
}
