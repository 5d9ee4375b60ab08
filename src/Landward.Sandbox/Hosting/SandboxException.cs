using Landward.Model;

namespace Landward.Sandbox.Hosting;

/// <summary>The sandbox cannot be opened. Hosts print <see cref="Diagnostic"/>.</summary>
public sealed class SandboxException : Exception
{
    internal SandboxException(Diagnostic diagnostic, Exception? inner = null)
        : base(diagnostic.Detail, inner) => Diagnostic = diagnostic;

    public Diagnostic Diagnostic { get; }

    internal static SandboxException NotWritable(string path, Exception inner) => new(
        Diagnostic.Error(
            "LW5001",
            "the sandbox's directory cannot be written",
            $"`{path}` cannot be created or written: {inner.Message} Choose another directory with `--home`, or change its permissions."),
        inner);

    internal static SandboxException Owned(string directory, LiveSandbox? owner) => new(Diagnostic.Error(
        "LW5002",
        "another process owns the sandbox",
        owner is null
            ? $"Another process is using the sandbox in `{directory}`. Wait until it ends, or choose another directory with `--home`."
            : $"Process {owner.ProcessId} is using the sandbox in `{directory}` and answers at {owner.Endpoint}. Talk to that endpoint, stop the process with `landward sandbox stop`, or choose another directory with `--home`."));

    internal static SandboxException Damaged(string path, string problem, Exception? inner = null) => new(
        Diagnostic.Error(
            "LW5003",
            "the sandbox's files are damaged",
            $"`{path}` cannot be used: {problem} Restore the directory from a copy, or delete it to start with an empty sandbox."),
        inner);

    internal static SandboxException PortTaken(int port, Exception inner) => new(
        Diagnostic.Error(
            "LW5004",
            "the port is taken",
            $"The sandbox cannot listen on 127.0.0.1:{port}: {inner.Message} Choose another port with `--port`, or leave it out to take a free one."),
        inner);
}
