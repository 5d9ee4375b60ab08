using System.Text.Json.Nodes;
using Landward.Aws;
using Landward.Cli.Workspaces;
using Landward.LandingZone.Desired;
using Landward.LandingZone.Specification;
using Landward.Logs;

namespace Landward.Cli.Demo;

/// <summary>The organization trail's files in the log-archive bucket, read through S3 calls in the log-archive account.</summary>
internal sealed class TrailArchive(Connection connection, Spec spec)
{
    private readonly Dictionary<string, string> _eventIdByRequest = new(StringComparer.Ordinal);
    private readonly List<string> _keys = [];
    private AwsClient? _client;

    public string Bucket { get; private set; } = string.Empty;

    /// <summary>The id of the event that records a request; null when no delivered file has it.</summary>
    public string? FindEvent(string requestId) => _eventIdByRequest.GetValueOrDefault(requestId);

    /// <summary>Lists the bucket and indexes every delivered event by its request.</summary>
    public async Task ReadAsync(CancellationToken cancel)
    {
        var archive = spec.Accounts.First(account => account.Role == AccountRole.LogArchive);
        var account = (await connection.AccountsByNameAsync(cancel))[archive.Name];
        _client = connection.Sessions.For(account, connection.HomeRegion);
        Bucket = LandwardNames.LogBucket(account.Value, connection.HomeRegion);
        var objects = await _client.ListAsync("s3", "ListObjectsV2", new JsonObject { ["Bucket"] = Bucket, ["Prefix"] = "AWSLogs/" }, "Contents", cancel);
        _keys.AddRange(objects.Select(item => (string)item["Key"]!).Where(key => key.Contains("/CloudTrail/", StringComparison.Ordinal) && key.EndsWith(".json.gz", StringComparison.Ordinal)));
        foreach (var source in Sources)
            await IndexAsync(source, cancel);
    }

    /// <summary>The files as the detector reads them.</summary>
    public IEnumerable<LogSource> Sources => _keys.Select(key => new LogSource($"s3://{Bucket}/{key}", token => _client!.OpenObjectAsync(Bucket, key, token)));

    private async Task IndexAsync(LogSource source, CancellationToken cancel)
    {
        await using var reader = new CloudTrailReader(source);
        while (await reader.ReadAsync(cancel))
        {
            if (reader.Current.Root.TryGetProperty("requestID", out var request) && request.GetString() is { } id)
                _eventIdByRequest[id] = reader.Current.Text(CloudTrailField.EventId)!;
        }
    }
}
