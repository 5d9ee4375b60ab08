using System.Collections.Immutable;
using Landward.Detection.Organizations;

namespace Landward.Detection;

/// <summary>The rules over CloudTrail, compiled and indexed when they are first needed: shared by everything that reads CloudTrail in a run.</summary>
internal sealed class CloudTrailRules
{
    private readonly Lazy<RuleIndex> _index;

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
        _index = new Lazy<RuleIndex>(() =>
        {
            var compiler = DetectionRules.Compiler(options, catalogue.Placeholders);
            // INVARIANT: the catalogue holds only rules that compile; lists differ between the two compilations only in their content.
            return new RuleIndex([.. Rules.Select(rule => compiler.Compile(rule.Rule).Rule!)]);
        });
    }

    public ImmutableArray<DetectionRule> Rules { get; }

    /// <summary>Compiled for the first CloudTrail log: many runs read none.</summary>
    public RuleIndex Index => _index.Value;

    /// <summary>What rules ask about the organization.</summary>
    public OrganizationGate Organization { get; }
}
