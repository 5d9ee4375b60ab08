using System.Collections.Immutable;
using Landward.Logs.VpcFlow;
using Landward.Rules.Sigma;

namespace Landward.Detection.VpcFlow;

/// <summary>The detections over flow logs and what they need: made when the first flow log is read, and shared by everything that reads them in a run.</summary>
internal sealed class FlowRules(DetectionCatalogue catalogue, DetectionOptions options)
{
    private readonly Lazy<ImmutableArray<(NativeDetection Native, FlowDetection Detection)>> _detections = new(() => [.. FlowDetections.Of(catalogue.Natives)]);

    private readonly Lazy<ImmutableArray<(DetectionRule Rule, CompiledSigmaRule Compiled)>> _sigma = new(() =>
    [
        .. catalogue.RulesOf(DetectionRules.VpcFlow).Where(rule => RuleNeeds.Missing(rule.Extension, options).IsEmpty)
            .Select(rule => (rule, DetectionRules.FlowCompiler(options, catalogue.Placeholders).Compile(rule.Rule).Rule!)),
    ]);

    public DetectionOptions Options => options;

    public ImmutableArray<(NativeDetection Native, FlowDetection Detection)> Detections => _detections.Value;

    /// <summary>Sigma rules over single records, but for those that wait for lists.</summary>
    public ImmutableArray<(DetectionRule Rule, CompiledSigmaRule Compiled)> Sigma => _sigma.Value;

    /// <summary>The layout of logs without a header, when the user gave one.</summary>
    public FlowLayout? Format => options.FlowFormat;
}
