using System.IO.Compression;
using System.Text.Json.Nodes;
using Landward.Aws.Descriptions;
using Landward.Aws.Routing;
using Landward.Aws.Signing;
using Landward.Aws.Wire;

namespace Landward.Tests.Aws.Botocore;

/// <summary>
/// Requests as botocore 1.43.11 serialises and signs them (record-requests.py) are verified, routed and decoded to what was asked for.
/// Set LANDWARD_BOTOCORE_REQUESTS to a larger recording to try more.
/// </summary>
public sealed class BotocoreRequestTests
{
    private static readonly AccessKeySecret Secret = new("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "token/with+signs==");

    [Fact]
    public void Signatures_are_right_and_inputs_come_back()
    {
        var failures = new List<string>();
        var count = 0;
        foreach (var (line, request) in Requests())
        {
            count++;
            var name = $"{line["service"]}.{line["operation"]}";
            try
            {
                if (Problem(line, request) is { } problem)
                    failures.Add($"{name}: {problem}");
            }
            catch (WireFormatException e)
            {
                failures.Add($"{name}: {e.Code} {e.Message}");
            }
        }
        count.ShouldBeGreaterThan(200);
        (failures.Count == 0).ShouldBeTrue($"{failures.Count} of {count}\n" + string.Join("\n", failures));
    }

    [Fact]
    public void Changed_requests_are_refused()
    {
        foreach (var (_, request) in Requests().Take(50))
        {
            var body = request.Body.ToArray();
            var changed = body.Length > 0
                ? request with { Body = (byte[])[.. body, (byte)' '] }
                : request with { RawQuery = request.RawQuery + "&x=1" };
            var result = SigV4.Verify(changed, _ => Secret, SignedAt(request), TimeSpan.FromMinutes(5));
            (result is SignatureResult.SignatureDoesNotMatch or SignatureResult.BodyDoesNotMatch).ShouldBeTrue(result.ToString());
        }
    }

    private static string? Problem(JsonObject line, WireRequest request)
    {
        var verdict = SigV4.Verify(request, key => key == "AKIAIOSFODNN7EXAMPLE" ? Secret : null, SignedAt(request), TimeSpan.FromMinutes(5));
        if (verdict is not SignatureResult.Ok ok)
            return verdict.ToString();
        var call = RequestRouter.Route(request, ok.Service);
        if (call?.Operation?.Name != (string)line["operation"]! || call.Service.Name != (string)line["service"]!)
            return $"routed to {call?.Service.Name}.{call?.OperationName}";
        var expected = (JsonObject)line["input"]!;
        var actual = ServerCodec.DecodeInput(call, request);
        foreach (var member in call.Operation.Input.Members)
        {
            // botocore adds defaults of its own: idempotency tokens, checksums, the encoding of S3's keys.
            if (!expected.ContainsKey(member.Name) && (member.Name == "EncodingType" || member.IsIdempotencyToken || member.Location == MemberLocation.Header || member.IsStreaming || call.Operation.Input.Payload == member))
                actual.Remove(member.Name);
        }
        return JsonNode.DeepEquals(expected, actual) ? null : $"\n  expected {expected.ToJsonString()}\n  actual   {actual.ToJsonString()}";
    }

    private static DateTimeOffset SignedAt(WireRequest request) =>
        DateTimeOffset.ParseExact(request.Headers["X-Amz-Date"]!, "yyyyMMdd'T'HHmmss'Z'", null, System.Globalization.DateTimeStyles.AssumeUniversal);

    private static IEnumerable<(JsonObject Line, WireRequest Request)> Requests()
    {
        var recording = Environment.GetEnvironmentVariable("LANDWARD_BOTOCORE_REQUESTS") is { } path
            ? File.OpenRead(path)
            : typeof(BotocoreRequestTests).Assembly.GetManifestResourceStream("botocore-requests.jsonl.gz")!;
        using var reader = new StreamReader(new GZipStream(recording, CompressionMode.Decompress));
        while (reader.ReadLine() is { } text)
        {
            var line = (JsonObject)JsonNode.Parse(text)!;
            var headers = new WireHeaders();
            foreach (var header in line["headers"]!.AsArray())
                headers.Add((string)header![0]!, (string)header[1]!);
            yield return (line, new WireRequest(
                (string)line["method"]!, (string)line["path"]!, (string)line["query"]!, headers, Convert.FromBase64String((string)line["body"]!)));
        }
    }
}
