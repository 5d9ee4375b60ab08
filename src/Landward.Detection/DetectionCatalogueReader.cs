using System.Collections.Immutable;
using Landward.Detection.Correlations;
using Landward.Model;
using Landward.Rules.Sigma;
using Landward.Rules.Yaml;

namespace Landward.Detection;

/// <summary>Collects rules from texts and directories, and what is wrong with them.</summary>
internal sealed class DetectionCatalogueReader(IReadOnlyDictionary<string, ImmutableArray<string>> placeholders)
{
    private readonly Dictionary<string, SourceSpan> _ids = new(StringComparer.Ordinal);
    private readonly List<SigmaFilter> _filters = [];
    private readonly SigmaCompiler _compiler = DetectionRules.PlainCompiler(new DetectionOptions(), placeholders);

    public List<DetectionRule> Rules { get; } = [];

    public List<DetectionCorrelation> Correlations { get; } = [];

    public List<NativeDetection> Natives { get; } = [];

    public List<Diagnostic> Diagnostics { get; } = [];

    public IReadOnlyDictionary<string, ImmutableArray<string>> Placeholders => placeholders;

    public void ReadDirectory(string directory)
    {
        foreach (var (path, text) in YamlFiles.Below(directory, Diagnostics, DetectionDiagnostics.UnreadableRule))
            Read(text, path, firstParty: false);
    }

    public void Read(string text, string file, bool firstParty)
    {
        var parsed = SigmaParser.Parse(text, file, static (header, logSource) => ServiceOf(logSource) is not null && !IsUnsupported(header));
        Diagnostics.AddRange(parsed.Diagnostics);
        foreach (var (header, logSource) in parsed.Others)
            Diagnostics.Add(ServiceOf(logSource) is null ? DetectionDiagnostics.OtherLogSource(header.Id, header.Span) : DetectionDiagnostics.Unsupported(header.Id, header.Span));
        foreach (var rule in parsed.Rules)
            Read(rule, firstParty);
        foreach (var native in parsed.Natives)
        {
            if (!NativeDetectors.Names.Contains(native.Detector))
                Diagnostics.Add(DetectionDiagnostics.UnknownDetector(native.Header.Id, native.Detector, native.Header.Span));
            else if (Accept(native.Header, firstParty, () => NativeDetectors.Check(native.Detector, new NativeParameters(native.Parameters))) is { } extension)
                Natives.Add(new NativeDetection(native, extension, firstParty));
        }
        foreach (var correlation in parsed.Correlations)
        {
            if (Accept(correlation.Header, firstParty) is { } extension)
                Correlations.Add(new DetectionCorrelation(correlation, extension with { WeighsCaller = firstParty && extension.WeighsCaller }, firstParty));
        }
        foreach (var filter in parsed.Filters)
        {
            var alone = new SigmaRule(filter.Header, filter.LogSource, filter.Searches, filter.Condition);
            if (ServiceOf(filter.LogSource) is null)
                Diagnostics.Add(DetectionDiagnostics.OtherLogSource(filter.Header.Id, filter.Header.Span));
            else if (_compiler.Compile(alone).Diagnostic is { } diagnostic)
                Diagnostics.Add(diagnostic);
            else if (Accept(filter.Header, firstParty) is not null)
                _filters.Add(filter);
        }
    }

    /// <summary>Adds the filters' conditions to the rules they name.</summary>
    public void ApplyFilters()
    {
        foreach (var filter in _filters.OrderBy(filter => filter.Header.Id, StringComparer.Ordinal))
        {
            var concerned = Rules.FindAll(rule => ServiceOf(rule.Rule.LogSource) == ServiceOf(filter.LogSource));
            foreach (var reference in filter.Rules.Where(reference => !concerned.Exists(rule => rule.References().Contains(reference))))
            {
                var known = concerned.SelectMany(rule => rule.References());
                Diagnostics.Add(DetectionDiagnostics.UnknownFilteredRule(filter.Header.Id, reference, known, filter.Header.Span));
            }
            foreach (var rule in concerned.Where(rule => filter.Rules.IsEmpty || rule.References().Any(filter.Rules.Contains)))
                Rules[Rules.IndexOf(rule)] = rule with { Rule = filter.ApplyTo(rule.Rule) };
        }
    }

    /// <summary>Leaves out correlations over rules that are not there, and those that count themselves.</summary>
    public void CheckReferences()
    {
        while (true)
        {
            var known = Rules.SelectMany(rule => rule.References()).Concat(Correlations.SelectMany(correlation => correlation.References())).ToHashSet(StringComparer.Ordinal);
            var broken = Correlations.FindAll(correlation => !correlation.Correlation.Rules.All(known.Contains));
            if (broken.Count == 0)
                break;
            foreach (var correlation in broken)
            {
                Correlations.Remove(correlation);
                var missing = correlation.Correlation.Rules.First(reference => !known.Contains(reference));
                Diagnostics.Add(DetectionDiagnostics.UnknownRule(correlation.Id, missing, known, correlation.Correlation.Header.Span));
            }
        }
        var open = Correlations.ToList();
        while (open.RemoveAll(correlation => !open.Exists(other => correlation.Counts(other))) > 0)
        {
        }
        foreach (var correlation in open)
        {
            Correlations.Remove(correlation);
            Diagnostics.Add(CorrelationDiagnostics.Circle(correlation.Id, correlation.Correlation.Header.Span));
        }
    }

    private void Read(SigmaRule rule, bool firstParty)
    {
        // INVARIANT: Landward's own rules compile, which a test holds; they are compiled once, when they run.
        if (!firstParty && RuleNeeds.Compiler(rule.Header, _compiler, placeholders).Compile(rule).Diagnostic is { } diagnostic)
        {
            Diagnostics.Add(diagnostic);
            return;
        }
        if (Accept(rule.Header, firstParty) is not { } extension)
            return;
        Rules.Add(new DetectionRule(rule, extension with { WeighsCaller = firstParty && extension.WeighsCaller }, firstParty));
        if (ServiceOf(rule.LogSource) is { } service && DetectionRules.NotRead.Contains(service))
            Diagnostics.Add(DetectionDiagnostics.LogsNotRead(rule.Header.Id, service, rule.Header.Span));
    }

    /// <summary>Such rules use what no engine of Sigma 2 can run.</summary>
    private static bool IsUnsupported(SigmaHeader header) => "unsupported".Equals(header.Status, StringComparison.OrdinalIgnoreCase);

    /// <summary>The service of AWS whose logs a rule is about; null when it is about something else.</summary>
    private static string? ServiceOf(SigmaLogSource source)
    {
        if (!"aws".Equals(source.Product, StringComparison.OrdinalIgnoreCase) || source.Service is not { } service)
            return null;
        var lower = service.ToLowerInvariant();
        return DetectionRules.Read.Contains(lower) || DetectionRules.NotRead.Contains(lower) ? lower : null;
    }

    /// <param name="check">Throws <see cref="FormatException"/> when more than the block is wrong.</param>
    private RuleExtension? Accept(SigmaHeader header, bool firstParty, Action? check = null)
    {
        if (!_ids.TryAdd(header.Id, header.Span))
        {
            Diagnostics.Add(DetectionDiagnostics.DuplicateId(header.Id, header.Span, _ids[header.Id]));
            return null;
        }
        try
        {
            check?.Invoke();
            return RuleExtensionParser.Parse(header, firstParty);
        }
        catch (FormatException exception)
        {
            Diagnostics.Add(DetectionDiagnostics.Extension(header.Id, exception.Message, header.Span));
            return null;
        }
    }
}
