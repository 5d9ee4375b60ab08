using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Landward.Aws;
using Landward.Cli.CommandLine;
using Landward.Cli.Workspaces;
using Landward.Logs;
using Landward.Model;

namespace Landward.Cli.Detection;

/// <summary>A log and what tells its versions apart: a log of a new version has grown or was replaced.</summary>
internal sealed record FoundLog(LogSource Source, string Version);

/// <summary>Where a user says logs are: files, directories and <c>s3://bucket/prefix</c>, looked through as often as asked.</summary>
internal sealed class LogLocations(Invocation invocation, IReadOnlyCollection<string> paths) : IAsyncDisposable
{
    private const string Scheme = "s3://";
    private static readonly Option<string?> LogAccount = new("--log-account") { Description = "The account that owns the buckets named as s3://; your own when not said.", HelpName = "ID" };
    private Connection? _connection;

    public static void AddTo(Command command) => command.Add(LogAccount);

    /// <exception cref="DiagnosticException">A bucket cannot be listed.</exception>
    public async Task<(ImmutableArray<FoundLog> Logs, ImmutableArray<Diagnostic> Diagnostics)> FindAsync(CancellationToken cancel)
    {
        var (files, diagnostics) = LogFiles.Find(paths.Where(path => !IsBucket(path)));
        var logs = files.Select(file => new FoundLog(file, VersionOf(file.Origin))).ToList();
        foreach (var path in paths.Where(IsBucket))
            logs.AddRange(await ListAsync(path, cancel));
        return ([.. logs], diagnostics);
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
            await _connection.DisposeAsync();
    }

    private static bool IsBucket(string path) => path.StartsWith(Scheme, StringComparison.Ordinal);

    private static string VersionOf(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? string.Create(CultureInfo.InvariantCulture, $"{file.Length}/{file.LastWriteTimeUtc.Ticks}") : string.Empty;
    }

    private async Task<IEnumerable<FoundLog>> ListAsync(string path, CancellationToken cancel)
    {
        var slash = path.IndexOf('/', Scheme.Length);
        var bucket = slash < 0 ? path[Scheme.Length..] : path[Scheme.Length..slash];
        var prefix = slash < 0 ? string.Empty : path[(slash + 1)..];
        var client = await ClientAsync(cancel);
        try
        {
            var objects = await client.ListAsync("s3", "ListObjectsV2", new JsonObject { ["Bucket"] = bucket, ["Prefix"] = prefix }, "Contents", cancel);
            return objects
                .Select(item => (Key: (string)item["Key"]!, Version: (string?)item["ETag"] ?? string.Empty))
                .Where(item => IsLog(item.Key))
                .Select(item => new FoundLog(new LogSource($"{Scheme}{bucket}/{item.Key}", token => client.OpenObjectAsync(bucket, item.Key, token)), item.Version))
                .ToList();
        }
        catch (AwsApiException exception)
        {
            throw new DiagnosticException([LogLocationDiagnostics.CannotList(path, exception)]);
        }
    }

    /// <summary>Siblings of CloudTrail's files that hold no events, and folder markers.</summary>
    private static bool IsLog(string key) =>
        !key.EndsWith('/') && !key.Contains("/CloudTrail-Digest/", StringComparison.Ordinal) && !key.Contains("/CloudTrail-Insight/", StringComparison.Ordinal);

    private async Task<AwsClient> ClientAsync(CancellationToken cancel)
    {
        _connection ??= await Connection.OpenAsync(invocation, Workspace.Find(invocation), cancel);
        var account = invocation.Get(LogAccount) is { } id ? AccountId.Parse(id) : _connection.ManagementAccount;
        return _connection.Sessions.For(account, _connection.HomeRegion);
    }
}
