using System.Collections.Immutable;
using Landward.Model;

namespace Landward.Sandbox.Scenarios;

/// <summary>The embedded scenarios (<c>catalog/scenarios</c>), by name, and the user's own, by path.</summary>
public static class ScenarioCatalogue
{
    private const string Prefix = "Landward.Sandbox.Scenarios/";
    private const string Suffix = ".yaml";
    private const long MaxBytes = 4 * 1024 * 1024;

    public static ImmutableArray<string> Names { get; } =
        [.. typeof(ScenarioCatalogue).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..^Suffix.Length])
            .Order(StringComparer.Ordinal)];

    /// <summary>A name of the catalogue, else the path of a file.</summary>
    public static (Scenario? Scenario, ImmutableArray<Diagnostic> Diagnostics) Load(string nameOrPath)
    {
        if (Names.Contains(nameOrPath))
        {
            using var reader = new StreamReader(typeof(ScenarioCatalogue).Assembly.GetManifestResourceStream(Prefix + nameOrPath + Suffix)!);
            return ScenarioParser.Parse(reader.ReadToEnd(), nameOrPath + Suffix);
        }
        try
        {
            return new FileInfo(nameOrPath).Length > MaxBytes
                ? (null, [ScenarioDiagnostics.Unreadable(nameOrPath, $"it is larger than {MaxBytes} bytes")])
                : ScenarioParser.Parse(File.ReadAllText(nameOrPath), nameOrPath);
        }
        catch (FileNotFoundException)
        {
            return (null, [ScenarioDiagnostics.Unreadable(nameOrPath, "there is no such file, and no scenario of the catalogue has this name." + Suggestion.DidYouMean(nameOrPath, Names))]);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return (null, [ScenarioDiagnostics.Unreadable(nameOrPath, failure.Message)]);
        }
    }
}
