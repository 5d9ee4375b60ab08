using System.Collections.Frozen;
using System.Collections.Immutable;
using Landward.Detection.Scenes;
using Landward.Detection.VpcFlow;
using Landward.Rules.Sigma;

namespace Landward.Detection;

/// <summary>How rules are read in the light of CloudTrail and of the organization.</summary>
internal static class DetectionRules
{
    /// <summary>The service whose logs rules are about, as Sigma's log sources name it.</summary>
    public const string CloudTrail = "cloudtrail";

    public const string VpcFlow = "vpcflow";

    public const string ResolverQueries = "route53resolver";

    /// <summary>The services whose logs are read.</summary>
    public static readonly FrozenSet<string> Read = [CloudTrail, VpcFlow, ResolverQueries];

    /// <summary>Services of AWS that rules may be written for, and whose logs are not read.</summary>
    public static readonly FrozenSet<string> NotRead = ["waf", "s3access", "guardduty", "securityhub"];

    private static readonly Dictionary<string, SigmaOtherForm> OtherForms = new(StringComparer.Ordinal)
    {
        ["eventName"] = EventNames.WithoutVersion,
    };

    /// <summary>Compiles rules of the catalogue over CloudTrail.</summary>
    /// <param name="placeholders">The user's lists; Landward's own names take precedence.</param>
    public static SigmaCompiler Compiler(DetectionOptions options, IReadOnlyDictionary<string, ImmutableArray<string>> placeholders) => new(new SigmaEnvironment
    {
        Lists = Lists(options, placeholders),
        OtherForms = OtherForms,
        AreRulesChecked = true,
        Numbers = CloudTrailSigmaEvent.Fields.ToDictionary(field => field.Key, field => (int)field.Value, StringComparer.Ordinal),
        Parts = CloudTrailSigmaEvent.Parts.ToDictionary(part => part.Key, part => (int)part.Value, StringComparer.Ordinal),
        IsRepeated = SceneTable.Covers,
    });

    /// <summary>Compiles rules over VPC flow records.</summary>
    public static SigmaCompiler FlowCompiler(DetectionOptions options, IReadOnlyDictionary<string, ImmutableArray<string>> placeholders) =>
        new(new SigmaEnvironment { Lists = Lists(options, placeholders), Numbers = FlowSigmaEvent.Numbers, AreRulesChecked = true });

    /// <summary>Compiles rules over logs whose fields are not numbered.</summary>
    public static SigmaCompiler PlainCompiler(DetectionOptions options, IReadOnlyDictionary<string, ImmutableArray<string>> placeholders) =>
        new(new SigmaEnvironment { Lists = Lists(options, placeholders) });

    /// <summary>What a correlation or filter may call the rule.</summary>
    public static IReadOnlyList<string> References(this DetectionRule rule) => References(rule.Rule.Header);

    public static IReadOnlyList<string> References(this DetectionCorrelation correlation) => References(correlation.Correlation.Header);

    /// <summary>Whether a correlation names another one.</summary>
    public static bool Counts(this DetectionCorrelation correlation, DetectionCorrelation other) =>
        other.References().Any(correlation.Correlation.Rules.Contains);

    private static string[] References(SigmaHeader header) => header.Name is { } name ? [header.Id, header.Title, name] : [header.Id, header.Title];

    private static Dictionary<string, ImmutableArray<string>> Lists(DetectionOptions options, IReadOnlyDictionary<string, ImmutableArray<string>> placeholders) =>
        new(placeholders.Where(list => !options.RuleLists.ContainsKey(list.Key)).Concat(options.RuleLists), StringComparer.Ordinal)
        {
            ["own_accounts"] = [.. options.AllOwnAccounts().Distinct(StringComparer.Ordinal)],
            ["trail_buckets"] = options.AllTrailBuckets(),
        };
}
