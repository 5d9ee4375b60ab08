using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Landward.Aws;
using Landward.Cli.CommandLine;
using Landward.Cli.Output;
using Landward.Cli.Workspaces;
using Landward.LandingZone.Specification;
using Landward.Model;
using Landward.Sandbox.Hosting;

namespace Landward.Cli.Commands;

/// <summary><c>landward doctor</c>: what this machine, this directory and these credentials are.</summary>
internal static class DoctorCommand
{
    public static Command Create(CommandActions actions)
    {
        var command = new DocumentedCommand("doctor", "Say which versions, spec, home, target and credentials are in use, and what is wrong with them.", "landward doctor", "landward doctor --target aws --profile management -o json");
        actions.Bind(command, ["text", "json"], RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(Invocation invocation, CancellationToken cancel)
    {
        var workspace = Workspace.Find(invocation);
        var diagnostics = new List<Diagnostic>();
        var parsed = workspace.SpecPath is { } path ? SpecParser.Parse(path) : null;
        diagnostics.AddRange(parsed?.Diagnostics ?? []);
        var target = invocation.Get(GlobalOptions.Target) ?? (parsed?.Spec?.Target == SpecTarget.Aws ? "aws" : "sandbox");
        var report = new JsonObject
        {
            ["schemaVersion"] = 1,
            ["landward"] = typeof(DoctorCommand).Assembly.GetName().Version!.ToString(3),
            ["dotnet"] = RuntimeInformation.FrameworkDescription,
            ["system"] = $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}, {Environment.ProcessorCount} processors",
            ["spec"] = workspace.SpecPath ?? "none",
            ["specValid"] = parsed is null ? null : parsed.Spec is not null,
            ["home"] = workspace.Home,
            ["homeWritable"] = IsWritable(workspace.Home),
            ["target"] = target,
            ["sandbox"] = SandboxLocator.FindLive(workspace.Home) is { } live ? $"served at {live.Endpoint} by process {live.ProcessId}" : "not being served",
            ["credentials"] = target == "aws" ? await CredentialsAsync(invocation, diagnostics, cancel) : "the sandbox's own",
        };
        if (invocation.IsJson)
        {
            report["diagnostics"] = DiagnosticRenderer.Json(diagnostics);
            invocation.Terminal.Document(report);
        }
        else
        {
            foreach (var (name, value) in report.Where(fact => fact.Key != "schemaVersion"))
                invocation.Terminal.Line($"{name,-14} {value}");
            invocation.Terminal.Show(diagnostics);
        }
        return diagnostics.Exists(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) ? ExitCode.Failed : ExitCode.Done;
    }

    private static async Task<string> CredentialsAsync(Invocation invocation, List<Diagnostic> diagnostics, CancellationToken cancel)
    {
        var search = await CredentialChain.FindAsync(invocation.Get(GlobalOptions.Profile), cancel);
        if (search.Provider is not { } provider)
        {
            diagnostics.Add(search.Problem!);
            return "none";
        }
        try
        {
            using var calls = new AwsConnection(new AwsConnectionOptions { EndpointUrl = invocation.Get(GlobalOptions.EndpointUrl), MaxAttempts = 1, RequestTimeout = TimeSpan.FromSeconds(10) });
            var identity = await new AwsClient(calls, provider, invocation.Get(GlobalOptions.Region) ?? "us-east-1").CallAsync("sts", "GetCallerIdentity", null, cancel);
            return (string)identity["Arn"]!;
        }
        catch (AwsApiException refused)
        {
            diagnostics.Add(Diagnostic.Error("LW9009", "the credentials do not work", $"sts:GetCallerIdentity answered {refused.Code}: {refused.Message}"));
            return "refused";
        }
    }

    private static bool IsWritable(string home)
    {
        var directory = new DirectoryInfo(home);
        while (directory is { Exists: false })
            directory = directory.Parent;
        if (directory is null)
            return false;
        try
        {
            var probe = Path.Combine(directory.FullName, $".landward-probe-{Environment.ProcessId}");
            using (new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose))
                return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
