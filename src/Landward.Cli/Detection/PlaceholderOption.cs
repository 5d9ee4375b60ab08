using System.Collections.Immutable;
using System.CommandLine;
using Landward.Cli.CommandLine;
using Landward.Detection;
using Landward.Model;

namespace Landward.Cli.Detection;

/// <summary><c>--placeholders FILE</c>: what <c>%name%</c> stands for in users' rules.</summary>
internal static class PlaceholderOption
{
    public static Option<FileInfo?> Create() =>
        new("--placeholders") { Description = "YAML file of lists by name, for values with Sigma's modifier expand.", HelpName = "FILE" };

    public static (IReadOnlyDictionary<string, ImmutableArray<string>> Lists, IReadOnlyList<Diagnostic> Diagnostics) Read(Invocation invocation, Option<FileInfo?> option)
    {
        var diagnostics = new List<Diagnostic>();
        var lists = invocation.Get(option) is { } file ? PlaceholderFile.Read(file.FullName, diagnostics) : ImmutableDictionary<string, ImmutableArray<string>>.Empty;
        return (lists, diagnostics);
    }
}
