using System.CommandLine;
using System.Text.Json.Nodes;
using Landward.Cli.CommandLine;
using Landward.Cli.Output;
using Landward.Cli.Workspaces;
using Landward.Model;
using Landward.Sandbox.Hosting;
using Landward.Sandbox.Http;

namespace Landward.Cli.Commands;

/// <summary><c>landward sandbox</c>: the embedded AWS.</summary>
internal static class SandboxCommand
{
    private static readonly Option<int> Port = NumberOption.Create("--port", "Port on 127.0.0.1; 0 takes a free one.", 0, 65535, 0);
    private static readonly Option<bool> Memory = new("--memory") { Description = "Keep nothing: starts empty, gone at the end." };
    private static readonly Option<bool> Permissive = new("--permissive") { Description = "Unknown access keys act as administrator of 123456789012; signatures and policies are not checked." };

    public static Command Create(CommandActions actions)
    {
        var command = new DocumentedCommand("sandbox", "The embedded AWS: start, stop, status, reset, play.", "landward sandbox start --port 4566", "landward sandbox play leaked-access-key");
        command.Add(Start(actions));
        command.Add(Stop(actions));
        command.Add(Status(actions));
        command.Add(Reset(actions));
        command.Add(PlayCommand.Create(actions));
        return command;
    }

    private static DocumentedCommand Start(CommandActions actions)
    {
        var command = new DocumentedCommand(
            "start", "Serve the sandbox of this home until interrupted. Answers the AWS CLI and SDKs on loopback.",
            "landward sandbox start --port 4566", "landward sandbox start --memory --permissive") { Port, Memory, Permissive };
        actions.Bind(command, ["text", "json"], async (invocation, cancel) =>
        {
            var workspace = Workspace.Find(invocation);
            PointAtDemo(invocation, workspace);
            await using var host = await SandboxHost.StartAsync(
                new SandboxOptions(workspace.Home)
                {
                    Port = invocation.Get(Port),
                    Memory = invocation.Get(Memory),
                    Permissive = invocation.Get(Permissive),
                    HomeRegion = invocation.Get(GlobalOptions.Region) ?? "eu-west-1",
                    TimeProvider = invocation.Time,
                    HandlerFailed = (service, operation, bug) => invocation.Terminal.Error($"sandbox: {service}:{operation} failed: {bug.Message}"),
                },
                cancel);
            ShowStarted(invocation, host.Live);
            try
            {
                await host.WaitForStopAsync(cancel);
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                // Ctrl+C is how this command ends.
            }
            invocation.Terminal.Progress("Stopped.");
            return ExitCode.Done;
        });
        return command;
    }

    private static DocumentedCommand Stop(CommandActions actions)
    {
        var command = new DocumentedCommand("stop", "Stop the process that serves the sandbox of this home.", "landward sandbox stop");
        actions.Bind(command, ["text", "json"], async (invocation, cancel) =>
        {
            if (FindLive(invocation) is not { } live)
                return NotRunning(invocation);
            using var control = new SandboxControl(live);
            await control.StopAsync(cancel);
            Answer(invocation, new JsonObject { ["stopped"] = true, ["processId"] = live.ProcessId }, $"Process {live.ProcessId} stops.");
            return ExitCode.Done;
        });
        return command;
    }

    private static DocumentedCommand Status(CommandActions actions)
    {
        var command = new DocumentedCommand("status", "Say whether the sandbox of this home is served, where, its clock, and which calls it lacked.", "landward sandbox status", "landward sandbox status -o json");
        actions.Bind(command, ["text", "json"], async (invocation, cancel) =>
        {
            if (FindLive(invocation) is not { } live)
            {
                Answer(invocation, new JsonObject { ["running"] = false }, "The sandbox of this home is not being served; commands open it themselves.");
                return ExitCode.Done;
            }
            using var control = new SandboxControl(live);
            var clock = await control.ClockAsync(cancel);
            var coverage = await control.CoverageAsync(cancel);
            var status = new JsonObject { ["running"] = true, ["endpoint"] = live.Endpoint.ToString(), ["processId"] = live.ProcessId, ["clock"] = clock, ["coverage"] = coverage };
            Answer(invocation, status, $"Serving at {live.Endpoint} (process {live.ProcessId}), clock {clock["now"]}.\n{Describe(coverage)}");
            return ExitCode.Done;
        });
        return command;
    }

    private static DocumentedCommand Reset(CommandActions actions)
    {
        var command = new DocumentedCommand("reset", "Empty the sandbox of this home. The administrator's access key stays the same.", "landward sandbox reset --yes");
        actions.Bind(command, ["text", "json"], async (invocation, cancel) =>
        {
            var workspace = Workspace.Find(invocation);
            await using var connection = await Connection.OpenSandboxAsync(invocation, workspace.Home, "eu-west-1", cancel);
            using var control = new SandboxControl(connection.Sandbox!);
            await control.ResetAsync(cancel);
            Answer(invocation, new JsonObject { ["reset"] = true }, "The sandbox is empty.");
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>Somebody who has just run the demo may expect its organization here.</summary>
    private static void PointAtDemo(Invocation invocation, Workspace workspace)
    {
        var demo = Path.Combine(workspace.Home, "demo");
        if (!Directory.Exists(Path.Combine(workspace.Home, "sandbox")) && Directory.Exists(Path.Combine(demo, "sandbox")))
            invocation.Terminal.Progress($"This is a new, empty sandbox. The demo's organization is served by:\n    landward sandbox start --home {Path.GetRelativePath(Directory.GetCurrentDirectory(), demo)}");
    }

    private static void ShowStarted(Invocation invocation, LiveSandbox live)
    {
        var credentials = new JsonObject { ["accessKeyId"] = live.Administrator.AccessKeyId, ["secretAccessKey"] = live.Administrator.SecretAccessKey };
        var text = $"""
            Sandbox of AWS account {live.ManagementAccount} at {live.Endpoint}
              export AWS_ENDPOINT_URL={live.Endpoint.ToString().TrimEnd('/')} AWS_DEFAULT_REGION=eu-west-1
              export AWS_ACCESS_KEY_ID={live.Administrator.AccessKeyId} AWS_SECRET_ACCESS_KEY={live.Administrator.SecretAccessKey}
            These credentials work here and nowhere else. Ctrl+C stops the sandbox; its state stays in the home.
            """;
        Answer(invocation, new JsonObject { ["endpoint"] = live.Endpoint.ToString(), ["managementAccount"] = live.ManagementAccount, ["credentials"] = credentials, ["processId"] = live.ProcessId }, text);
    }

    /// <summary>How many calls were served, and by name those the sandbox lacks.</summary>
    private static string Describe(JsonObject coverage)
    {
        var served = coverage["served"]?.AsObject() ?? [];
        var missing = coverage["notImplemented"]?.AsObject() ?? [];
        var calls = $"{served.Sum(operation => (long)operation.Value!)} calls of {served.Count} operations served";
        return missing.Count == 0
            ? calls + "; none was missing."
            : $"{calls}; not in the sandbox: {string.Join(", ", missing.Select(operation => $"{operation.Key} x{operation.Value}"))}.";
    }

    private static LiveSandbox? FindLive(Invocation invocation) => SandboxLocator.FindLive(Workspace.Find(invocation).Home);

    private static int NotRunning(Invocation invocation)
    {
        invocation.Terminal.Show([Diagnostic.Error("LW9008", "the sandbox is not running", "No process serves the sandbox of this home. Start one with:\n    landward sandbox start")]);
        return ExitCode.Failed;
    }

    private static void Answer(Invocation invocation, JsonObject json, string text)
    {
        if (!invocation.IsJson)
        {
            invocation.Terminal.Line(text);
            return;
        }
        json.Insert(0, "schemaVersion", 1);
        invocation.Terminal.Document(json);
    }
}
