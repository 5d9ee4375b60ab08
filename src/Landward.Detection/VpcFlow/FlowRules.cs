using System.Collections.Immutable;
using Landward.Logs.VpcFlow;

namespace Landward.Detection.VpcFlow;

/// <summary>The detections over flow logs and what they need: shared by everything that reads flow logs in a run.</summary>
internal sealed class FlowRules(DetectionCatalogue catalogue, DetectionOptions options)
{
    public DetectionOptions Options => options;

    public ImmutableArray<(NativeDetection Native, FlowDetection Detection)> Detections { get; } = [.. FlowDetections.Of(catalogue.Natives)];

    /// <summary>The layout of logs without a header, when the user gave one.</summary>
    public FlowLayout? Format => options.FlowFormat;
}
