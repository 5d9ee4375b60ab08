using System.Text.Json.Nodes;
using Landward.Aws;
using Landward.Cli.CommandLine;
using Landward.LandingZone.Specification;
using Landward.Model;
using Landward.Sandbox.Hosting;
using Landward.Sandbox.Http;

namespace Landward.Cli.Workspaces;

/// <summary>
/// Where a command acts: AWS, or the sandbox of this home, served by its live owner or, when there is none, by this process.
/// </summary>
internal sealed class Connection : IAsyncDisposable
{
    private readonly SandboxHost? _host;

    private Connection(AwsConnection calls, AwsSessions sessions, AccountId managementAccount, string homeRegion, LiveSandbox? sandbox, SandboxHost? host, TimeProvider clock)
    {
        Calls = calls;
        Sessions = sessions;
        ManagementAccount = managementAccount;
        HomeRegion = homeRegion;
        Sandbox = sandbox;
        _host = host;
        Clock = clock;
    }

    public AwsConnection Calls { get; }
    public AwsSessions Sessions { get; }
    public AccountId ManagementAccount { get; }
    public string HomeRegion { get; }

    /// <summary>Null on AWS.</summary>
    public LiveSandbox? Sandbox { get; }

    /// <summary>The time the target goes by.</summary>
    public TimeProvider Clock { get; }

    public string Describe() => Sandbox is { } sandbox ? $"sandbox at {sandbox.Endpoint}" : "AWS";

    /// <summary>Opens the target that the options, else the spec, else the default (the sandbox) name.</summary>
    public static Task<Connection> OpenAsync(Invocation invocation, Workspace workspace, CancellationToken cancel)
    {
        var spec = workspace.SpecPath is { } path ? SpecParser.Parse(path).Spec : null;
        return OpenAsync(invocation, workspace, spec, cancel);
    }

    public static async Task<Connection> OpenAsync(Invocation invocation, Workspace workspace, Spec? spec, CancellationToken cancel)
    {
        var target = invocation.Get(GlobalOptions.Target) switch
        {
            "aws" => SpecTarget.Aws,
            "sandbox" => SpecTarget.Sandbox,
            _ => spec?.Target ?? SpecTarget.Sandbox,
        };
        var region = invocation.Get(GlobalOptions.Region) ?? spec?.Organization.HomeRegion ?? "eu-west-1";
        return target == SpecTarget.Aws || invocation.Get(GlobalOptions.EndpointUrl) is not null
            ? await OpenAwsAsync(invocation, region, cancel)
            : await OpenSandboxAsync(invocation, workspace.Home, region, cancel);
    }

    public static async Task<Connection> OpenSandboxAsync(Invocation invocation, string home, string region, CancellationToken cancel)
    {
        SandboxHost? host = null;
        if (SandboxLocator.FindLive(home) is not { } live)
        {
            host = await SandboxHost.StartAsync(
                new SandboxOptions(home)
                {
                    HomeRegion = region,
                    TimeProvider = invocation.Time,
                    HandlerFailed = (service, operation, bug) => invocation.Terminal.Detail($"sandbox: {service}:{operation} failed: {bug}"),
                },
                cancel);
            live = host.Live;
        }
        invocation.Terminal.Detail($"Target: sandbox at {live.Endpoint} ({(host is null ? $"process {live.ProcessId}" : "this process")})");
        var calls = new AwsConnection(new AwsConnectionOptions
        {
            EndpointUrl = live.Endpoint,
            Time = invocation.Time,
            // The sandbox does not throttle; what limits it is this machine.
            Concurrency = 32,
            ConcurrencyByService = System.Collections.Immutable.ImmutableDictionary<string, int>.Empty,
        });
        var account = AccountId.Parse(live.ManagementAccount);
        var sessions = new AwsSessions(calls, _ => ValueTask.FromResult(live.Administrator), account, region, new AwsSessionOptions());
        return new Connection(calls, sessions, account, region, live, host, host?.Clock ?? await RemoteClockAsync(live, invocation.Time, cancel));
    }

    private static async Task<Connection> OpenAwsAsync(Invocation invocation, string region, CancellationToken cancel)
    {
        var search = await CredentialChain.FindAsync(invocation.Get(GlobalOptions.Profile), cancel);
        if (search.Provider is not { } provider)
            throw new DiagnosticException(search.Problem!);
        var calls = new AwsConnection(new AwsConnectionOptions { EndpointUrl = invocation.Get(GlobalOptions.EndpointUrl), Time = invocation.Time });
        try
        {
            var identity = await new AwsClient(calls, provider, region).CallAsync("sts", "GetCallerIdentity", null, cancel);
            var account = AccountId.Parse((string)identity["Account"]!);
            invocation.Terminal.Detail($"Target: AWS as {identity["Arn"]}");
            return new Connection(calls, new AwsSessions(calls, provider, account, region, new AwsSessionOptions()), account, region, null, null, invocation.Time);
        }
        catch
        {
            calls.Dispose();
            throw;
        }
    }

    /// <summary>The accounts of the organization by name; only the management account when there is no organization.</summary>
    public async Task<Dictionary<string, AccountId>> AccountsByNameAsync(CancellationToken cancel)
    {
        var accounts = await Sessions.Management(HomeRegion).ListAsync("organizations", "ListAccounts", null, "Accounts", cancel);
        return accounts.OfType<JsonObject>().ToDictionary(account => (string)account["Name"]!, account => AccountId.Parse((string)account["Id"]!), StringComparer.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        Calls.Dispose();
        if (_host is not null)
            await _host.DisposeAsync();
    }

    private static async Task<TimeProvider> RemoteClockAsync(LiveSandbox live, TimeProvider time, CancellationToken cancel)
    {
        using var control = new SandboxControl(live);
        var now = DateTimeOffset.Parse((string)(await control.ClockAsync(cancel))["now"]!, System.Globalization.CultureInfo.InvariantCulture);
        return new OffsetClock(time, now - time.GetUtcNow());
    }

    private sealed class OffsetClock(TimeProvider time, TimeSpan offset) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + offset;
    }
}
