using Landward.Model;
using Landward.Rules.Sigma;
using Landward.Rules.Yaml;

namespace Landward.Detection;

/// <summary>Collects rules from texts and directories, and what is wrong with them.</summary>
internal sealed class DetectionCatalogueReader
{
    private readonly Dictionary<string, SourceSpan> _ids = new(StringComparer.Ordinal);
    private readonly SigmaCompiler _compiler = DetectionRules.Compiler(new DetectionOptions());

    public List<DetectionRule> Rules { get; } = [];

    public List<DetectionCorrelation> Correlations { get; } = [];

    public List<NativeDetection> Natives { get; } = [];

    public List<Diagnostic> Diagnostics { get; } = [];

    public void ReadDirectory(string directory)
    {
        foreach (var (path, text) in YamlFiles.Below(directory, Diagnostics, DetectionDiagnostics.UnreadableRule))
            Read(text, path, firstParty: false);
    }

    public void Read(string text, string file, bool firstParty)
    {
        var parsed = SigmaParser.Parse(text, file);
        Diagnostics.AddRange(parsed.Diagnostics);
        foreach (var rule in parsed.Rules)
        {
            if (rule.LogSource is not { Product: "aws", Service: "cloudtrail" })
                Diagnostics.Add(DetectionDiagnostics.OtherLogSource(rule.Header.Id, rule.Header.Span));
            else if (_compiler.Compile(rule).Diagnostic is { } diagnostic)
                Diagnostics.Add(diagnostic);
            else if (Accept(rule.Header) is { } extension)
                Rules.Add(new DetectionRule(rule, extension, firstParty));
        }
        foreach (var native in parsed.Natives)
        {
            if (!NativeDetectors.Names.Contains(native.Detector))
                Diagnostics.Add(DetectionDiagnostics.UnknownDetector(native.Header.Id, native.Detector, native.Header.Span));
            else if (Accept(native.Header, () => NativeDetectors.Check(native.Detector, new NativeParameters(native.Parameters))) is { } extension)
                Natives.Add(new NativeDetection(native, extension, firstParty));
        }
        foreach (var correlation in parsed.Correlations)
        {
            if (Accept(correlation.Header) is { } extension)
                Correlations.Add(new DetectionCorrelation(correlation, extension, firstParty));
        }
    }

    /// <summary>Leaves out correlations over rules that are not there.</summary>
    public void CheckReferences()
    {
        var known = Rules.SelectMany(rule => rule.References()).ToHashSet(StringComparer.Ordinal);
        foreach (var correlation in Correlations.ToArray())
        {
            if (correlation.Correlation.Rules.FirstOrDefault(reference => !known.Contains(reference)) is not { } missing)
                continue;
            Correlations.Remove(correlation);
            Diagnostics.Add(DetectionDiagnostics.UnknownRule(correlation.Id, missing, known, correlation.Correlation.Header.Span));
        }
    }

    /// <param name="check">Throws <see cref="FormatException"/> when more than the block is wrong.</param>
    private RuleExtension? Accept(SigmaHeader header, Action? check = null)
    {
        if (!_ids.TryAdd(header.Id, header.Span))
        {
            Diagnostics.Add(DetectionDiagnostics.DuplicateId(header.Id, header.Span, _ids[header.Id]));
            return null;
        }
        try
        {
            check?.Invoke();
            return RuleExtensionParser.Parse(header);
        }
        catch (FormatException exception)
        {
            Diagnostics.Add(DetectionDiagnostics.Extension(header.Id, exception.Message, header.Span));
            return null;
        }
    }
}
