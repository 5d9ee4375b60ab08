using System.Collections.Immutable;
using Landward.Rules.Sigma;

namespace Landward.Detection;

/// <summary>How rules are read in the light of CloudTrail and of the organization.</summary>
internal static class DetectionRules
{
    private static readonly Dictionary<string, SigmaOtherForm> OtherForms = new(StringComparer.Ordinal)
    {
        ["eventName"] = EventNames.WithoutVersion,
    };

    public static SigmaCompiler Compiler(DetectionOptions options) => new(new SigmaEnvironment
    {
        Lists = new Dictionary<string, ImmutableArray<string>>(StringComparer.Ordinal)
        {
            ["own_accounts"] = [.. options.AllOwnAccounts().Distinct(StringComparer.Ordinal)],
            ["trail_buckets"] = options.AllTrailBuckets(),
        },
        OtherForms = OtherForms,
        Numbers = CloudTrailSigmaEvent.Fields.ToDictionary(field => field.Key, field => (int)field.Value, StringComparer.Ordinal),
        Parts = CloudTrailSigmaEvent.Parts.ToDictionary(part => part.Key, part => (int)part.Value, StringComparer.Ordinal),
    });

    /// <summary>What a correlation may call the rule.</summary>
    public static IEnumerable<string> References(this DetectionRule rule) =>
        rule.Rule.Header.Name is { } name ? [rule.Id, rule.Rule.Header.Title, name] : [rule.Id, rule.Rule.Header.Title];

    public static bool Refers(this DetectionCorrelation correlation, DetectionRule rule) =>
        rule.References().Any(reference => correlation.Correlation.Rules.Contains(reference));
}
