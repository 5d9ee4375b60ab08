using System.Net;
using System.Security.Cryptography;
using System.Text;
using Landward.Aws;
using Landward.Aws.Wire;
using Landward.Sandbox.Calls;
using Landward.Sandbox.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Landward.Sandbox.Hosting;

/// <summary>A running sandbox: an HTTP server on loopback that answers AWS API requests, and the state behind it.</summary>
public sealed class SandboxHost : IAsyncDisposable
{
    private static readonly TimeSpan DeliveryCheck = TimeSpan.FromSeconds(1);

    private readonly WebApplication _app;
    private readonly OpenedSandbox _opened;
    private readonly SandboxFiles _files;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _deliveries;
    private readonly Task _stopRequested;

    private SandboxHost(WebApplication app, OpenedSandbox opened, SandboxFiles files, LiveSandbox live, Task stopRequested)
    {
        _app = app;
        _opened = opened;
        _files = files;
        Live = live;
        _stopRequested = stopRequested;
        _deliveries = DeliverAsync(_stopping.Token);
    }

    /// <summary>Endpoint, control token and administrator credentials, as other processes find them through <see cref="SandboxLocator"/>.</summary>
    public LiveSandbox Live { get; }

    public Uri Endpoint => Live.Endpoint;

    public AwsCredentials Administrator => Live.Administrator;

    /// <summary>The sandbox's own clock, by which its resources and events are dated.</summary>
    public TimeProvider Clock => Engine.Clock;

    internal SandboxEngine Engine => _opened.Engine;

    /// <summary>Opens the sandbox in the home, or starts a fresh one, and serves it.</summary>
    /// <exception cref="SandboxException">Another process owns it, its directory cannot be written, its files are damaged, the port is taken.</exception>
    public static async Task<SandboxHost> StartAsync(SandboxOptions options, CancellationToken cancellationToken)
    {
        var files = new SandboxFiles(options.Home);
        files.CreateDirectory();
        var ownership = await SandboxOwnership.TakeAsync(files, cancellationToken);
        OpenedSandbox? opened = null;
        WebApplication? app = null;
        try
        {
            opened = await OpenedSandbox.OpenAsync(files, options);
            var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
            var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            app = Build(options.Port, opened, new ControlPlane(opened.Engine, token, opened.ResetAsync, () => stop.TrySetResult()));
            await ListenAsync(app, options.Port, cancellationToken);
            var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
            var live = new LiveSandbox(Environment.ProcessId, new Uri(address), token, options.TimeProvider.GetUtcNow())
            {
                ManagementAccount = opened.ManagementAccount,
                Administrator = opened.Administrator,
            };
            files.WriteLock(live.ToJson());
            return new SandboxHost(app, opened with { Ownership = ownership }, files, live, stop.Task);
        }
        catch
        {
            if (app is not null)
                await app.DisposeAsync();
            if (opened is not null)
                await opened.DisposeAsync();
            ownership.Dispose();
            throw;
        }
    }

    /// <summary>Completes when the control plane is asked to stop the sandbox; the owner then disposes the host.</summary>
    public Task WaitForStopAsync(CancellationToken cancellationToken) => _stopRequested.WaitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _deliveries;
        await _app.DisposeAsync();
        File.Delete(_files.Lock);
        await _opened.DisposeAsync();
        _stopping.Dispose();
    }

    private static WebApplication Build(int port, OpenedSandbox opened, ControlPlane control)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // Object metadata may hold any character.
            kestrel.RequestHeaderEncodingSelector = static _ => Encoding.UTF8;
            kestrel.ResponseHeaderEncodingSelector = static _ => Encoding.UTF8;
            kestrel.Limits.MaxRequestBodySize = WireRequest.MaxBodyBytes;
            kestrel.Limits.MaxRequestHeadersTotalSize = 64 * 1024;
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http1);
        });
        // Ctrl+C belongs to the program around the sandbox.
        builder.Services.AddSingleton<Microsoft.Extensions.Hosting.IHostLifetime, NoLifetime>();
        var app = builder.Build();
        app.Run(context => ServeAsync(context, opened.Engine, control));
        return app;
    }

    private static async Task ListenAsync(WebApplication app, int port, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException error)
        {
            throw SandboxException.PortTaken(port, error);
        }
    }

    private static async Task ServeAsync(HttpContext context, SandboxEngine engine, ControlPlane control)
    {
        if (!LocalNames.Include(context.Request.Host.Host))
        {
            await HttpAdapter.WriteAsync(context, UnclaimedRequest.Answer(
                "UnrecognizedHost", "The sandbox answers to loopback names (127.0.0.1, localhost, *.localhost) and AWS's own only.", 421));
            return;
        }
        if (context.Request.Path.StartsWithSegments("/_sandbox", StringComparison.Ordinal))
        {
            await control.HandleAsync(context);
            return;
        }
        var answer = await HttpAdapter.ReadAsync(context) is { } request
            ? await engine.HandleAsync(request, HttpAdapter.SourceAddress(context), context.RequestAborted)
            : UnclaimedRequest.Answer("RequestEntityTooLarge", "The request body is too large.", 413);
        await HttpAdapter.WriteAsync(context, answer);
    }

    /// <summary>Delivers trail files as time passes.</summary>
    private async Task DeliverAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(DeliveryCheck);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
                await _opened.Engine.DeliverAsync();
        }
        catch (OperationCanceledException)
        {
            // The host is stopping.
        }
        catch (Landward.Storage.StorageException)
        {
            // Calls report a store that has become unusable; deliveries end with it.
        }
    }

    private sealed class NoLifetime : Microsoft.Extensions.Hosting.IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
