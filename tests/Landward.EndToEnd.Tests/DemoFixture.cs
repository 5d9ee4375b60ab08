using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace Landward.EndToEnd.Tests;

/// <summary>One demo, run once for every test that looks at its result, and its sandbox served afterwards.</summary>
public sealed class DemoFixture : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private Process? _server;

    /// <summary>The demo's <c>-o json</c> document.</summary>
    internal JsonObject Report { get; private set; } = [];

    internal LandwardProcess Run { get; private set; } = null!;

    internal TimeSpan Elapsed { get; private set; }

    internal string Home => Path.Combine(_directory.Path, "home");

    internal string WorkingDirectory => _directory.Path;

    /// <summary>Endpoint and credentials of the demo's sandbox, as environment variables of the AWS CLI and SDKs.</summary>
    internal Dictionary<string, string> Environment { get; } = [];

    public async ValueTask InitializeAsync()
    {
        var started = Stopwatch.GetTimestamp();
        Run = await LandwardProcess.RunAsync(_directory.Path, "demo", "--home", Home, "-o", "json");
        Elapsed = Stopwatch.GetElapsedTime(started);
        if (Run.Output.Length > 0)
            Report = Run.Json;
        await ServeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await LandwardProcess.RunAsync(_directory.Path, "sandbox", "stop", "--home", Home);
            await LandwardProcess.WaitAsync(_server, CancellationToken.None);
        }
        _directory.Dispose();
    }

    private async Task ServeAsync()
    {
        _server = LandwardProcess.Start(_directory.Path, "sandbox", "start", "--home", Home, "-o", "json");
        var text = new StringBuilder();
        while (await _server.StandardOutput.ReadLineAsync() is { } line)
        {
            text.AppendLine(line);
            if (line == "}")
                break;
        }
        if (text.Length == 0)
            throw new InvalidOperationException($"The demo's sandbox does not start: {await _server.StandardError.ReadToEndAsync()}\nThe demo said: {Run.Error}");
        var live = JsonNode.Parse(text.ToString())!;
        Environment["LANDWARD_ENDPOINT"] = ((string)live["endpoint"]!).TrimEnd('/');
        Environment["AWS_ACCESS_KEY_ID"] = (string)live["credentials"]!["accessKeyId"]!;
        Environment["AWS_SECRET_ACCESS_KEY"] = (string)live["credentials"]!["secretAccessKey"]!;
        Environment["AWS_DEFAULT_REGION"] = "eu-west-1";
        Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        Environment["AWS_PAGER"] = string.Empty;
        Environment["AWS_CONFIG_FILE"] = Path.Combine(_directory.Path, "no-config");
        Environment["AWS_SHARED_CREDENTIALS_FILE"] = Path.Combine(_directory.Path, "no-credentials");
    }
}

[CollectionDefinition(Name)]
public sealed class DemoCollection : ICollectionFixture<DemoFixture>
{
    public const string Name = "demo";
}
