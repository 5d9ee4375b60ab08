using System.Collections.Immutable;
using Landward.Detection.Alarms;
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
        IReadOnlyDictionary<string, ImmutableArray<string>> placeholders,
        ImmutableArray<Diagnostic> diagnostics)
    {
        Placeholders = placeholders;
        Rules = rules;
        Correlations = correlations;
        Natives = natives;
        Diagnostics = diagnostics;
    }

    /// <summary>The rules over logs of every kind, ordered by id, filters applied.</summary>
    public ImmutableArray<DetectionRule> Rules { get; }

    /// <summary>The user's lists, by the names that <c>%name%</c> stands for in values with the modifier <c>expand</c>.</summary>
    public IReadOnlyDictionary<string, ImmutableArray<string>> Placeholders { get; }

    /// <summary>The correlations, ordered by id; everything they name is among <see cref="Rules"/> or these, none counts itself.</summary>
    public ImmutableArray<DetectionCorrelation> Correlations { get; }

    /// <summary>The detectors that are code, ordered by id.</summary>
    public ImmutableArray<NativeDetection> Natives { get; }

    /// <summary>What was wrong with rules; those were left out.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; }

    /// <summary>
    /// Loads Landward's rules and every <c>.yml</c> and <c>.yaml</c> file below the directories. A user's rule with the id of another
    /// is an error, never a replacement.
    /// </summary>
    public static DetectionCatalogue Load(IEnumerable<string> userDirectories) => Load(userDirectories, ImmutableDictionary<string, ImmutableArray<string>>.Empty);

    /// <summary>As <see cref="Load(IEnumerable{string})"/>, with the user's lists for <c>expand</c>.</summary>
    public static DetectionCatalogue Load(IEnumerable<string> userDirectories, IReadOnlyDictionary<string, ImmutableArray<string>> placeholders)
    {
        var reader = new DetectionCatalogueReader(placeholders);
        foreach (var (name, text) in YamlFiles.Embedded(typeof(DetectionCatalogue).Assembly, string.Empty, string.Empty).Where(file => !file.Name.StartsWith(AlarmCatalogue.Prefix, StringComparison.Ordinal)))
            reader.Read(text, name, firstParty: true);
        foreach (var directory in userDirectories)
            reader.ReadDirectory(directory);
        return Finish(reader);
    }

    /// <summary>Only the rules of a file, or of the files below a directory.</summary>
    public static DetectionCatalogue LoadOnly(string path)
    {
        var reader = new DetectionCatalogueReader(ImmutableDictionary<string, ImmutableArray<string>>.Empty);
        reader.ReadDirectory(path);
        return Finish(reader);
    }

    /// <summary>The ids of all rules, correlations and detectors.</summary>
    public IEnumerable<string> Ids =>
        Rules.Select(rule => rule.Id).Concat(Correlations.Select(correlation => correlation.Id)).Concat(Natives.Select(native => native.Id));

    /// <summary>The rule or correlation of the id with what it counts, everything for <c>all</c>, or null when there is none.</summary>
    public DetectionCatalogue? Select(string id) => id == "all" ? this : Ids.Contains(id, StringComparer.Ordinal) ? Only(id) : null;

    /// <summary>Only the rules of one text.</summary>
    public static DetectionCatalogue Parse(string text, string file)
    {
        var reader = new DetectionCatalogueReader(ImmutableDictionary<string, ImmutableArray<string>>.Empty);
        reader.Read(text, file, firstParty: false);
        return Finish(reader);
    }

    /// <summary>Every list that some rule needs.</summary>
    public ImmutableArray<string> NeededLists =>
    [
        .. Rules.SelectMany(rule => rule.Extension.Needs).Concat(Natives.SelectMany(native => native.Extension.Needs))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    /// <summary>Runs every inline test through the detector.</summary>
    public ImmutableArray<RuleTestResult> Test() => RuleTestRunner.Run(this);

    /// <summary>
    /// Rules that need something the options do not give, and what: keys of the facts file, a list of some purpose, a country file.
    /// </summary>
    public IEnumerable<(string RuleId, string Facts)> Waiting(DetectionOptions options)
    {
        var gate = new OrganizationGate(options);
        return
            from rule in Rules.Select(rule => (rule.Id, rule.Extension)).Concat(Natives.Select(native => (native.Id, native.Extension)))
            let facts = gate.Missing(rule.Extension.Organization?.Conditions ?? [])
            let missing = string.Join(", ", facts.Concat(RuleNeeds.Missing(rule.Extension, options).Select(list => $"list {list}")).Concat(MissingData.Of(rule.Extension, options)))
            where missing.Length > 0
            select (rule.Id, missing);
    }

    /// <summary>The rules over logs of one service (<c>cloudtrail</c>, <c>vpcflow</c>, <c>route53resolver</c> ...), ordered by id.</summary>
    public ImmutableArray<DetectionRule> RulesOf(string service) =>
        [.. Rules.Where(rule => service.Equals(rule.Rule.LogSource.Service, StringComparison.OrdinalIgnoreCase))];

    /// <summary>A catalogue of one rule or correlation and what it counts, however deep.</summary>
    internal DetectionCatalogue Only(string id)
    {
        var correlations = Correlations.Where(correlation => correlation.Id == id).ToList();
        for (var i = 0; i < correlations.Count; i++)
            correlations.AddRange(Correlations.Where(other => correlations[i].Counts(other) && !correlations.Contains(other)));
        var counted = correlations.SelectMany(correlation => correlation.Correlation.Rules).ToHashSet(StringComparer.Ordinal);
        var rules = Rules.Where(rule => rule.Id == id || rule.References().Any(counted.Contains)).ToImmutableArray();
        return new DetectionCatalogue(rules, [.. correlations], [.. Natives.Where(native => native.Id == id)], Placeholders, []);
    }

    private static DetectionCatalogue Finish(DetectionCatalogueReader reader)
    {
        reader.ApplyFilters();
        reader.CheckReferences();
        return new DetectionCatalogue(
            [.. reader.Rules.OrderBy(rule => rule.Id, StringComparer.Ordinal)],
            [.. reader.Correlations.OrderBy(correlation => correlation.Id, StringComparer.Ordinal)],
            [.. reader.Natives.OrderBy(native => native.Id, StringComparer.Ordinal)],
            reader.Placeholders,
            [.. reader.Diagnostics]);
    }
}
