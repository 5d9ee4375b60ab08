using System.Collections.Immutable;
using Landward.Detection.Organizations;

namespace Landward.Detection;

/// <summary>The rules over CloudTrail, compiled and indexed: shared by everything that reads CloudTrail in a run.</summary>
internal sealed class CloudTrailRules
{
    public CloudTrailRules(DetectionCatalogue catalogue, DetectionOptions options)
    {
        Organization = new OrganizationGate(options);
        // A rule that waits for facts, a list or a file raises nothing in this run, so it need not cost anything either.
        Rules =
        [
            .. catalogue.RulesOf(DetectionRules.CloudTrail).Where(rule =>
                RuleNeeds.Missing(rule.Extension, options).IsEmpty
                && !MissingData.Of(rule.Extension, options).Any()
                && !Organization.Missing(rule.Extension.Organization?.Conditions ?? []).Any()),
        ];
        var compiler = DetectionRules.Compiler(options, catalogue.Placeholders);
        // INVARIANT: the catalogue holds only rules that compile; lists differ between the two compilations only in their content.
        Index = new RuleIndex([.. Rules.Select(rule => compiler.Compile(rule.Rule).Rule!)]);
    }

    public ImmutableArray<DetectionRule> Rules { get; }

    public RuleIndex Index { get; }

    /// <summary>What rules ask about the organization.</summary>
    public OrganizationGate Organization { get; }
}
