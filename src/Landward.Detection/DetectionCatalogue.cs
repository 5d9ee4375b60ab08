using System.Collections.Immutable;
using Landward.Detection.Organizations;
using Landward.Model;
using Landward.Rules.Yaml;

namespace Landward.Detection;

/// <summary>The rules of a run: Landward's own, embedded, and those of the user's directories.</summary>
public sealed class DetectionCatalogue
{
    private DetectionCatalogue(
        ImmutableArray<DetectionRule> rules,
        ImmutableArray<DetectionCorrelation> correlations,
        ImmutableArray<NativeDetection> natives,
        ImmutableArray<Diagnostic> diagnostics)
    {
        Rules = rules;
        Correlations = correlations;
        Natives = natives;
        Diagnostics = diagnostics;
    }

    /// <summary>The rules, ordered by id.</summary>
    public ImmutableArray<DetectionRule> Rules { get; }

    /// <summary>The correlations, ordered by id; every rule they name is among <see cref="Rules"/>.</summary>
    public ImmutableArray<DetectionCorrelation> Correlations { get; }

    /// <summary>The detectors that are code, ordered by id.</summary>
    public ImmutableArray<NativeDetection> Natives { get; }

    /// <summary>What was wrong with rules; those were left out.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; }

    /// <summary>
    /// Loads Landward's rules and every <c>.yml</c> and <c>.yaml</c> file below the directories. A user's rule with the id of another
    /// is an error, never a replacement.
    /// </summary>
    public static DetectionCatalogue Load(IEnumerable<string> userDirectories)
    {
        var reader = new DetectionCatalogueReader();
        foreach (var (name, text) in YamlFiles.Embedded(typeof(DetectionCatalogue).Assembly, string.Empty, string.Empty))
            reader.Read(text, name, firstParty: true);
        foreach (var directory in userDirectories)
            reader.ReadDirectory(directory);
        return Finish(reader);
    }

    /// <summary>Only the rules of one text.</summary>
    public static DetectionCatalogue Parse(string text, string file)
    {
        var reader = new DetectionCatalogueReader();
        reader.Read(text, file, firstParty: false);
        return Finish(reader);
    }

    /// <summary>Runs every inline test through the detector.</summary>
    public ImmutableArray<RuleTestResult> Test() => RuleTestRunner.Run(this);

    /// <summary>Rules that need facts about the organization which the options do not give, with the missing keys of the facts file.</summary>
    public IEnumerable<(string RuleId, string Facts)> Waiting(DetectionOptions options)
    {
        var gate = new OrganizationGate(options);
        return
            from rule in Rules
            let missing = string.Join(", ", gate.Missing(rule.Extension.Organization?.Conditions ?? []))
            where missing.Length > 0
            select (rule.Id, missing);
    }

    /// <summary>A catalogue of one rule or correlation and what it refers to.</summary>
    internal DetectionCatalogue Only(string id)
    {
        var correlations = Correlations.Where(correlation => correlation.Id == id).ToImmutableArray();
        var rules = Rules.Where(rule => rule.Id == id || correlations.Any(correlation => correlation.Refers(rule))).ToImmutableArray();
        return new DetectionCatalogue(rules, correlations, [.. Natives.Where(native => native.Id == id)], []);
    }

    private static DetectionCatalogue Finish(DetectionCatalogueReader reader)
    {
        reader.CheckReferences();
        return new DetectionCatalogue(
            [.. reader.Rules.OrderBy(rule => rule.Id, StringComparer.Ordinal)],
            [.. reader.Correlations.OrderBy(correlation => correlation.Id, StringComparer.Ordinal)],
            [.. reader.Natives.OrderBy(native => native.Id, StringComparer.Ordinal)],
            [.. reader.Diagnostics]);
    }
}
