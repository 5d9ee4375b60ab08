using System.Text.Json.Nodes;
using Landward.Aws;
using Landward.Aws.Wire;

namespace Landward.Tests.Aws.Calls;

public sealed class AwsClientTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly InstantTime _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), Limit);
    private readonly List<IDisposable> _opened = [];
    private readonly CancellationToken _token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Input_and_output_travel_through_every_protocol()
    {
        var (client, aws) = Client(call => call.Name switch
        {
            "ListRoots" => new JsonObject { ["Roots"] = new JsonArray(new JsonObject { ["Id"] = "r-ab12" }) },
            "GetUser" => new JsonObject { ["User"] = new JsonObject { ["UserName"] = (string?)call.Input["UserName"], ["CreateDate"] = "2026-01-02T03:04:05Z" } },
            "DescribeVpcs" => new JsonObject { ["Vpcs"] = new JsonArray(new JsonObject { ["VpcId"] = "vpc-1" }) },
            "GetDetector" => new JsonObject { ["Status"] = (string?)call.Input["DetectorId"] },
            "GetObject" => new JsonObject { ["Body"] = Convert.ToBase64String("hello"u8) },
            _ => null,
        });
        ((string?)(await client.CallAsync("organizations", "ListRoots", null, _token))["Roots"]![0]!["Id"]).ShouldBe("r-ab12");
        (await client.CallAsync("iam", "GetUser", new JsonObject { ["UserName"] = "ann" }, _token)).ToJsonString()
            .ShouldBe("""{"User":{"UserName":"ann","CreateDate":"2026-01-02T03:04:05Z"}}""");
        ((string?)(await client.CallAsync("ec2", "DescribeVpcs", null, _token))["Vpcs"]![0]!["VpcId"]).ShouldBe("vpc-1");
        ((string?)(await client.CallAsync("guardduty", "GetDetector", new JsonObject { ["DetectorId"] = "d/1" }, _token))["Status"]).ShouldBe("d/1");
        await using var stream = await client.OpenObjectAsync("logs-bucket", "a b/ü.json", _token);
        using var reader = new StreamReader(stream);
        (await reader.ReadToEndAsync(_token)).ShouldBe("hello");
        ((string?)aws.Calls[^1].Input["Key"]).ShouldBe("a b/ü.json");
    }

    [Theory]
    [InlineData("organizations", "ListRoots", "eu-west-1", "organizations.us-east-1.amazonaws.com", "us-east-1")]
    [InlineData("iam", "ListUsers", "eu-west-1", "iam.amazonaws.com", "us-east-1")]
    [InlineData("iam", "ListUsers", "cn-north-1", "iam.cn-north-1.amazonaws.com.cn", "cn-north-1")]
    [InlineData("sts", "GetCallerIdentity", "eu-west-1", "sts.eu-west-1.amazonaws.com", "eu-west-1")]
    [InlineData("sso-admin", "ListInstances", "eu-west-1", "sso.eu-west-1.amazonaws.com", "eu-west-1")]
    [InlineData("guardduty", "ListDetectors", "us-gov-west-1", "guardduty.us-gov-west-1.amazonaws.com", "us-gov-west-1")]
    [InlineData("s3", "ListBuckets", "eu-west-1", "s3.eu-west-1.amazonaws.com", "eu-west-1")]
    public async Task Service_is_called_where_it_lives(string service, string operation, string region, string host, string signingRegion)
    {
        var (client, aws) = Client(_ => null, region);
        await client.CallAsync(service, operation, null, _token);
        aws.Calls[0].Url.Host.ShouldBe(host);
        aws.Calls[0].Request.Headers["Authorization"]!.ShouldContain($"/{signingRegion}/");
    }

    [Fact]
    public async Task Buckets_and_accounts_go_into_the_host_name_unless_one_endpoint_serves_all()
    {
        var (client, aws) = Client(_ => null);
        await client.CallAsync("s3", "GetBucketPolicy", new JsonObject { ["Bucket"] = "my-bucket" }, _token);
        await client.CallAsync("s3", "GetBucketPolicy", new JsonObject { ["Bucket"] = "dotted.bucket" }, _token);
        await client.CallAsync("s3control", "GetPublicAccessBlock", new JsonObject { ["AccountId"] = "111122223333" }, _token);
        aws.Calls.Select(call => call.Url.Host + call.Request.RawPath).ShouldBe(
        [
            "my-bucket.s3.eu-west-1.amazonaws.com/", "s3.eu-west-1.amazonaws.com/dotted.bucket",
            "111122223333.s3-control.eu-west-1.amazonaws.com/v20180820/configuration/publicAccessBlock",
        ]);
        var (local, sandbox) = Client(_ => null, endpoint: "http://127.0.0.1:4566");
        await local.CallAsync("s3", "GetBucketPolicy", new JsonObject { ["Bucket"] = "my-bucket" }, _token);
        await local.CallAsync("s3control", "GetPublicAccessBlock", new JsonObject { ["AccountId"] = "111122223333" }, _token);
        sandbox.Calls.ShouldAllBe(call => call.Url.Authority == "127.0.0.1:4566");
        ((string?)sandbox.Calls[1].Input["AccountId"]).ShouldBe("111122223333");
    }

    [Fact]
    public async Task Directory_buckets_are_asked_about_at_their_own_endpoint()
    {
        var (client, aws) = Client(_ => null);
        await client.CallAsync("s3", "ListDirectoryBuckets", null, _token);
        await client.CallAsync("s3", "GetBucketPolicy", new JsonObject { ["Bucket"] = "fast--euw1-az1--x-s3" }, _token);
        aws.Calls.Select(call => call.Url.Host + call.Request.RawPath).ShouldBe(
            ["s3express-control.eu-west-1.amazonaws.com/", "s3express-control.eu-west-1.amazonaws.com/fast--euw1-az1--x-s3"]);
        aws.Calls.ShouldAllBe(call => call.Request.Headers["Authorization"]!.Contains("/eu-west-1/s3express/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Throttled_call_is_retried_with_growing_waits()
    {
        var answers = new Queue<object?>([new ServiceError("ThrottlingException", "slow down", 400), new ServiceError("InternalFailure", "oops", 500), null]);
        var (client, aws) = Client(_ => answers.Dequeue());
        await client.CallAsync("kms", "ListKeys", null, _token);
        aws.Calls.Count.ShouldBe(3);
        _time.Waits.Count.ShouldBe(2);
        _time.Waits[0].ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(1));
        _time.Waits[1].ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(2));
    }

    [Theory]
    [InlineData("kms", "ListKeys", "ThrottlingException", 400, 3)]
    [InlineData("organizations", "ListRoots", "ConcurrentModificationException", 400, 3)]
    [InlineData("organizations", "ListRoots", "ServiceUnavailableException", 503, 3)]
    [InlineData("iam", "ListUsers", "Throttling", 400, 3)]
    [InlineData("iam", "ListUsers", "LimitExceeded", 409, 1)]
    [InlineData("organizations", "ListRoots", "LimitExceededException", 400, 1)]
    [InlineData("organizations", "ListRoots", "AccessDeniedException", 400, 1)]
    [InlineData("s3", "ListBuckets", "SlowDown", 503, 3)]
    public async Task Only_what_may_pass_is_retried(string service, string operation, string code, int status, int attempts)
    {
        var (client, aws) = Client(_ => new ServiceError(code, "no", status));
        var error = await Should.ThrowAsync<AwsApiException>(() => client.CallAsync(service, operation, null, _token));
        (error.Code, error.StatusCode, error.RequestId, error.Service, error.Operation).ShouldBe((code, status, "id-1", service, operation));
        aws.Calls.Count.ShouldBe(attempts);
    }

    [Fact]
    public async Task Broken_connections_are_retried_and_reported_as_no_answer()
    {
        var (client, aws) = Client(_ => new HttpRequestException("connection reset"));
        var error = await Should.ThrowAsync<AwsApiException>(() => client.CallAsync("kms", "ListKeys", null, _token));
        (error.Code, error.StatusCode).ShouldBe((AwsApiException.NoAnswer, 0));
        aws.Calls.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Retries_stop_when_the_quota_is_spent()
    {
        var (client, aws) = Client(_ => new ServiceError("ThrottlingException", "slow down", 400));
        for (var i = 0; i < 60; i++)
            await Should.ThrowAsync<AwsApiException>(() => client.CallAsync("kms", "ListKeys", null, _token));
        // 500 tokens pay for 100 retries at 5 each.
        aws.Calls.Count.ShouldBe(60 + 100);
    }

    [Fact]
    public async Task Wait_asked_for_by_the_service_is_honoured()
    {
        var first = true;
        var (client, _) = Client(_ =>
        {
            if (!first)
                return null;
            first = false;
            return new WireResponse(503, new WireHeaders { { "x-amz-retry-after", "3000" } }, "{\"__type\":\"ServiceUnavailable\"}"u8.ToArray());
        });
        await client.CallAsync("kms", "ListKeys", null, _token);
        _time.Waits[0].ShouldBe(TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task Wrong_clock_is_corrected_once()
    {
        var (client, aws) = Client(_ => null);
        aws.ClockOffset = TimeSpan.FromHours(2);
        await client.CallAsync("kms", "ListKeys", null, _token);
        await client.CallAsync("kms", "ListKeys", null, _token);
        aws.Calls.Count.ShouldBe(2);
        _time.Waits.ShouldBeEmpty();
    }

    [Fact]
    public async Task Bucket_of_another_region_is_followed_there()
    {
        var (client, aws) = Client(call => call.Url.Host.Contains("us-east-1", StringComparison.Ordinal)
            ? null
            : new WireResponse(301, new WireHeaders { { "x-amz-bucket-region", "us-east-1" } }, default));
        await client.CallAsync("s3", "HeadBucket", new JsonObject { ["Bucket"] = "my-bucket" }, _token);
        aws.Calls[^1].Url.Host.ShouldBe("my-bucket.s3.us-east-1.amazonaws.com");
    }

    [Fact]
    public async Task Pages_are_followed_past_empty_ones_to_the_last()
    {
        var (client, aws) = Client(call => (call.Name, (string?)(call.Input["NextToken"] ?? call.Input["Marker"])) switch
        {
            ("ListAccounts", null) => new JsonObject { ["Accounts"] = new JsonArray(new JsonObject { ["Id"] = "1" }), ["NextToken"] = "a" },
            ("ListAccounts", "a") => new JsonObject { ["Accounts"] = new JsonArray(), ["NextToken"] = "b" },
            ("ListAccounts", _) => new JsonObject { ["Accounts"] = new JsonArray(new JsonObject { ["Id"] = "2" }) },
            ("ListUsers", null) => new JsonObject { ["Users"] = new JsonArray(new JsonObject { ["UserName"] = "a" }), ["IsTruncated"] = true, ["Marker"] = "m" },
            ("ListUsers", _) => new JsonObject { ["Users"] = new JsonArray(new JsonObject { ["UserName"] = "b" }), ["IsTruncated"] = false, ["Marker"] = "m2" },
            ("ListEventBuses", null) => new JsonObject { ["EventBuses"] = new JsonArray(new JsonObject { ["Name"] = "x" }), ["NextToken"] = "n" },
            ("ListEventBuses", _) => new JsonObject { ["EventBuses"] = new JsonArray(new JsonObject { ["Name"] = "y" }), ["NextToken"] = "n" },
            _ => null,
        });
        (await client.ListAsync("organizations", "ListAccounts", null, "Accounts", _token)).Select(item => (string?)item["Id"]).ShouldBe(["1", "2"]);
        (await client.ListAsync("iam", "ListUsers", null, "Users", _token)).Select(item => (string?)item["UserName"]).ShouldBe(["a", "b"]);
        // The same token again ends the list.
        (await client.ListAsync("events", "ListEventBuses", null, "EventBuses", _token)).Select(item => (string?)item["Name"]).ShouldBe(["x", "y"]);
        aws.Calls.Count.ShouldBe(7);
    }

    [Fact]
    public async Task Idempotency_token_is_filled_and_survives_retries()
    {
        var answers = new Queue<object?>([new ServiceError("InternalServerException", "oops", 500), null]);
        var (client, aws) = Client(_ => answers.Dequeue());
        var input = new JsonObject { ["analyzerName"] = "a", ["type"] = "ORGANIZATION" };
        await client.CallAsync("accessanalyzer", "CreateAnalyzer", input, _token);
        var tokens = aws.Calls.Select(call => (string?)call.Input["clientToken"]).ToList();
        tokens[0].ShouldNotBeNullOrEmpty();
        tokens[1].ShouldBe(tokens[0]);
        input.ContainsKey("clientToken").ShouldBeFalse();
    }

    [Theory]
    [InlineData("iam", "CreateUsr", "{}", "Did you mean `CreateUser`?")]
    [InlineData("imm", "CreateUser", "{}", "Did you mean `iam`?")]
    [InlineData("iam", "CreateUser", "{\"UserNmae\":\"x\",\"UserName\":\"x\"}", "Did you mean `UserName`?")]
    [InlineData("iam", "CreateUser", "{}", "CreateUser needs `UserName`.")]
    [InlineData("iam", "CreateUser", "{\"UserName\":\"x\",\"Tags\":[{\"Key\":\"k\",\"Vaule\":\"v\"}]}", "`Vaule` is no member of Tag")]
    [InlineData("s3", "HeadObject", "{\"Bucket\":\"b\",\"Key\":\"\"}", "it is part of the address")]
    [InlineData("organizations", "CreatePolicy", "{\"Name\":\"n\",\"Content\":\"c\",\"Description\":\"d\",\"Type\":\"t\",\"Tags\":\"x\"}", "is a list")]
    public async Task Mistakes_in_a_call_are_named_before_anything_is_sent(string service, string operation, string input, string message)
    {
        var (client, aws) = Client(_ => null);
        var error = await Should.ThrowAsync<ArgumentException>(() => client.CallAsync(service, operation, (JsonObject)JsonNode.Parse(input)!, _token));
        error.Message.ShouldContain(message);
        aws.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Checksum_is_sent_where_it_is_required()
    {
        var (client, aws) = Client(_ => null);
        await client.CallAsync("s3", "PutBucketPolicy", new JsonObject { ["Bucket"] = "my-bucket", ["Policy"] = "{}" }, _token);
        aws.Calls[0].Request.Headers["Content-MD5"].ShouldBe("mZFLkyvTelC5g8XnyQrpOw==");
    }

    [Fact]
    public async Task Cancelled_calls_stop()
    {
        using var source = new CancellationTokenSource();
        var (client, _) = Client(_ =>
        {
            source.Cancel();
            return new ServiceError("ThrottlingException", "slow down", 400);
        });
        await Should.ThrowAsync<OperationCanceledException>(() => client.CallAsync("kms", "ListKeys", null, source.Token));
    }

    public void Dispose() => _opened.ForEach(item => item.Dispose());

    private (AwsClient Client, FakeAws Aws) Client(Func<FakeAws.Call, object?> answer, string region = "eu-west-1", string? endpoint = null)
    {
        var aws = new FakeAws(_time, answer);
        var connection = new AwsConnection(new AwsConnectionOptions
        {
            Handler = aws,
            Time = _time,
            Random = new Random(1),
            RequestTimeout = Limit,
            EndpointUrl = endpoint is null ? null : new Uri(endpoint),
        });
        _opened.Add(connection);
        _opened.Add(aws);
        return (new AwsClient(connection, _ => ValueTask.FromResult(FakeAws.Keys), region), aws);
    }
}
