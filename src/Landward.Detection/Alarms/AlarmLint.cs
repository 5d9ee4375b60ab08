using System.Collections.Frozen;
using Landward.Model;
using Landward.Rules.MetricFilters;

namespace Landward.Detection.Alarms;

/// <summary>Patterns that are valid and hardly mean what they say.</summary>
internal static class AlarmLint
{
    /// <summary>Members of every CloudTrail record. Source: "CloudTrail record contents", AWS CloudTrail User Guide.</summary>
    private static readonly FrozenSet<string> AlwaysThere = new[]
    {
        "$.eventVersion", "$.eventTime", "$.eventSource", "$.eventName", "$.eventType", "$.eventID", "$.awsRegion", "$.sourceIPAddress", "$.userIdentity.type",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static void Check(AlarmDocument document, FilterPattern pattern, ICollection<Diagnostic> diagnostics)
    {
        foreach (var condition in pattern.NearlyAlwaysTrue())
            diagnostics.Add(AlarmDiagnostics.NearlyAlwaysTrue(document.Id, condition, document.Header.Span));
        foreach (var selector in pattern.MissesAbsent())
        {
            if (!AlwaysThere.Contains(selector))
                diagnostics.Add(AlarmDiagnostics.MissesAbsent(document.Id, selector, document.Header.Span));
        }
    }
}
