using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using Landward.Aws;
using Landward.Cli.Workspaces;
using Landward.LandingZone.Specification;
using Landward.Logs;

namespace Landward.Cli.Demo;

/// <summary>The organization trail's files in the log-archive bucket, read through S3 calls in the log-archive account.</summary>
internal sealed class TrailArchive(Connection connection, Spec spec)
{
    private readonly Dictionary<string, (string EventId, string Key)> _eventsByRequest = new(StringComparer.Ordinal);
    private readonly List<string> _keys = [];
    private AwsClient? _client;

    public string Bucket { get; private set; } = string.Empty;

    public int Objects => _keys.Count;

    /// <summary>The event that records a request, and the object that holds it; null when no delivered file has it.</summary>
    public (string EventId, string Key)? FindRequest(string requestId) => _eventsByRequest.TryGetValue(requestId, out var found) ? found : null;

    /// <summary>Lists the bucket and indexes every delivered event by its request.</summary>
    public async Task ReadAsync(CancellationToken cancel)
    {
        var archive = spec.Accounts.First(account => account.Role == AccountRole.LogArchive);
        var account = (await connection.AccountsByNameAsync(cancel))[archive.Name];
        _client = connection.Sessions.For(account, connection.HomeRegion);
        Bucket = $"landward-logs-{account}-{connection.HomeRegion}";
        var objects = await _client.ListAsync("s3", "ListObjectsV2", new JsonObject { ["Bucket"] = Bucket, ["Prefix"] = "AWSLogs/" }, "Contents", cancel);
        _keys.AddRange(objects.Select(item => (string)item["Key"]!).Where(key => key.Contains("/CloudTrail/", StringComparison.Ordinal) && key.EndsWith(".json.gz", StringComparison.Ordinal)));
        foreach (var key in _keys)
            await IndexAsync(key, cancel);
    }

    /// <summary>The files as the detector reads them.</summary>
    public IEnumerable<LogSource> Sources => _keys.Select(key => new LogSource($"s3://{Bucket}/{key}", token => _client!.OpenObjectAsync(Bucket, key, token)));

    private async Task IndexAsync(string key, CancellationToken cancel)
    {
        await using var packed = await _client!.OpenObjectAsync(Bucket, key, cancel);
        await using var text = new GZipStream(packed, CompressionMode.Decompress);
        using var document = await JsonDocument.ParseAsync(text, cancellationToken: cancel);
        foreach (var record in document.RootElement.GetProperty("Records").EnumerateArray())
        {
            if (record.TryGetProperty("requestID", out var request) && request.GetString() is { } id)
                _eventsByRequest[id] = (record.GetProperty("eventID").GetString()!, key);
        }
    }
}
