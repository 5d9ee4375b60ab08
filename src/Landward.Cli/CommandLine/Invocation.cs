using System.CommandLine;
using Landward.Cli.Output;

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
}
