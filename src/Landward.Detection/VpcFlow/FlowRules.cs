using System.Collections.Immutable;
using Landward.Logs.VpcFlow;
using Landward.Rules.Sigma;

namespace Landward.Detection.VpcFlow;

/// <summary>The detections over flow logs and what they need: shared by everything that reads flow logs in a run.</summary>
internal sealed class FlowRules(DetectionCatalogue catalogue, DetectionOptions options)
{
    public DetectionOptions Options => options;

    public ImmutableArray<(NativeDetection Native, FlowDetection Detection)> Detections { get; } = [.. FlowDetections.Of(catalogue.Natives)];

    /// <summary>Sigma rules over single records, but for those that wait for lists.</summary>
    public ImmutableArray<(DetectionRule Rule, CompiledSigmaRule Compiled)> Sigma { get; } =
    [
        .. catalogue.RulesOf(DetectionRules.VpcFlow).Where(rule => RuleNeeds.Missing(rule.Extension, options).IsEmpty)
            .Select(rule => (rule, DetectionRules.FlowCompiler(options, catalogue.Placeholders).Compile(rule.Rule).Rule!)),
    ];

    /// <summary>The layout of logs without a header, when the user gave one.</summary>
    public FlowLayout? Format => options.FlowFormat;
}
