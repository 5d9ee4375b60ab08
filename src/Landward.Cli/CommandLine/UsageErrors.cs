using System.CommandLine;
using Landward.Model;

namespace Landward.Cli.CommandLine;

/// <summary>What is wrong with a command line that does not parse, and where its help is.</summary>
internal static class UsageErrors
{
    public static IEnumerable<string> Describe(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var path = Path(parsed.CommandResult);
        var known = command.Subcommands.Select(sub => sub.Name).ToList();
        foreach (var message in parsed.Errors.Select(error => error.Message).Distinct(StringComparer.Ordinal).Where(message => known.Count == 0 || parsed.UnmatchedTokens.Count == 0 || !message.StartsWith("Required command", StringComparison.Ordinal)))
        {
            yield return message.StartsWith("Required command", StringComparison.Ordinal)
                ? $"error: `{path}` needs a command: {string.Join(", ", known)}."
                : $"error: {string.Join(' ', message.Split(['\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries))}";
        }
        if (parsed.UnmatchedTokens is [var word, ..] && Suggestion.Nearest(word, word.StartsWith('-') ? OptionNames(parsed) : known) is { } nearest)
            yield return $"Did you mean `{nearest}`?";
        yield return $"See `{path} --help`.";
    }

    private static IEnumerable<string> OptionNames(ParseResult parsed) =>
        parsed.CommandResult.Command.Options.Concat(parsed.RootCommandResult.Command.Options).Select(option => option.Name);

    private static string Path(System.CommandLine.Parsing.CommandResult? result)
    {
        var names = new Stack<string>();
        for (; result is not null; result = result.Parent as System.CommandLine.Parsing.CommandResult)
            names.Push(result.Parent is null ? "landward" : result.Command.Name);
        return string.Join(' ', names);
    }
}
