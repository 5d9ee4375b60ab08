using System.Collections.Immutable;
using Landward.Detection.Organizations;
using Landward.Rules.Sigma;

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
        Compiled = [.. Rules.Select(rule => compiler.Compile(rule.Rule).Rule!)];
        Index = new RuleIndex(Compiled);
    }

    public ImmutableArray<DetectionRule> Rules { get; }

    /// <summary>By the positions of <see cref="Rules"/>.</summary>
    public ImmutableArray<CompiledSigmaRule> Compiled { get; }

    public RuleIndex Index { get; }

    /// <summary>What rules ask about the organization.</summary>
    public OrganizationGate Organization { get; }
}
