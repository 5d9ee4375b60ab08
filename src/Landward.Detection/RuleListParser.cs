using System.Collections.Immutable;
using Landward.Model;

namespace Landward.Detection;

/// <summary>
/// Lists of the organization as a user writes them: <c>NAME=VALUE,VALUE</c>, or <c>NAME=@FILE</c> with one value a line. What is wrong
/// is a diagnostic, and that list is left out: rules that need it stay inactive rather than run with half of it.
/// </summary>
public static class RuleListParser
{
    private const int MaxValues = 10_000;
    private const int MaxFileBytes = 1 << 20;

    /// <param name="known">The names of <see cref="DetectionCatalogue.NeededLists"/>; another name is a warning.</param>
    public static (ImmutableSortedDictionary<string, ImmutableArray<string>> Lists, ImmutableArray<Diagnostic> Diagnostics) Parse(
        IEnumerable<string> arguments, ImmutableArray<string> known)
    {
        var lists = ImmutableSortedDictionary.CreateBuilder<string, ImmutableArray<string>>(StringComparer.Ordinal);
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var argument in arguments)
        {
            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            var name = equals > 0 ? argument[..equals].Trim() : string.Empty;
            if (name.Length == 0)
            {
                diagnostics.Add(DetectionDiagnostics.RuleList(argument, "it has no name before `=`."));
                continue;
            }
            var (values, problem) = Values(argument[(equals + 1)..]);
            if (problem is not null)
            {
                diagnostics.Add(DetectionDiagnostics.RuleList(argument, problem));
                continue;
            }
            if (!known.Contains(name, StringComparer.Ordinal))
                diagnostics.Add(DetectionDiagnostics.UnneededRuleList(name, known));
            lists[name] = [.. lists.GetValueOrDefault(name, []), .. values];
        }
        return (lists.ToImmutable(), diagnostics.ToImmutable());
    }

    private static (ImmutableArray<string> Values, string? Problem) Values(string text)
    {
        ImmutableArray<string> values;
        if (text.StartsWith('@'))
        {
            try
            {
                var file = new FileInfo(text[1..]);
                if (file.Length > MaxFileBytes)
                    return ([], $"the file has more than {MaxFileBytes} bytes.");
                values = [.. File.ReadLines(file.FullName).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#')];
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
            {
                return ([], $"the file could not be read: {exception.Message}");
            }
        }
        else
        {
            values = [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        }
        return values.Length switch
        {
            0 => ([], "it has no values."),
            > MaxValues => ([], $"it has more than {MaxValues} values."),
            _ => (values, null),
        };
    }
}
