using Landward.Model;

namespace Landward.Detection.VpcFlow;

/// <summary>What a run over flow logs could not look at.</summary>
internal static class FlowDetectionDiagnostics
{
    public static Diagnostic Skipped(long records, int interfaces) => Diagnostic.Warning(
        "LW3090",
        "flow logs have gaps",
        $"{records} records of {interfaces} network interfaces have the status SKIPDATA: AWS did not record their traffic of those intervals, so nothing was detected in it.");

    public static Diagnostic Thinned(string what, int level) => Diagnostic.Warning(
        "LW3091",
        "flow logs hold more than is remembered",
        $"There are more {what} than fit into memory: only one in {1 << level} of them was looked at. Read the logs of fewer interfaces or days at once.");
}
