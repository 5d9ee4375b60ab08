using System.CommandLine;
using Landward.Cli.Output;
using Landward.Model;

namespace Landward.Cli.CommandLine;

/// <summary>One run of one command: the terminal, what was typed, the clock.</summary>
internal sealed record Invocation(Terminal Terminal, ParseResult Parsed, TimeProvider Time)
{
    public string Output => Parsed.GetValue(GlobalOptions.Output) ?? "text";
    public bool IsJson => Output == "json";

    public T? Get<T>(Option<T> option) => Parsed.GetValue(option);

    public T? Get<T>(Argument<T> argument) => Parsed.GetValue(argument);

    /// <summary>False, with an error shown, when the command does not have the format asked for.</summary>
    public bool Supports(params string[] formats)
    {
        if (formats.Contains(Output, StringComparer.Ordinal))
            return true;
        Terminal.Error($"error: `-o {Output}` is not a format of this command; it has: {string.Join(", ", formats)}.");
        return false;
    }

    /// <summary>Shows warnings and goes on; with an error among them the command ends here, with all of them shown.</summary>
    public void Accept(IReadOnlyList<Diagnostic> diagnostics)
    {
        if (diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
            throw new DiagnosticException(diagnostics);
        Terminal.Show(diagnostics);
    }

    /// <summary>Full paths of the directories an option names.</summary>
    public IEnumerable<string> Paths(Option<DirectoryInfo[]> option) => (Get(option) ?? []).Select(directory => directory.FullName);
}
