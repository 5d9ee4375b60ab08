using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Rules.Sigma;

namespace Landward.Detection.Alarms;

/// <summary>An alarm of the catalogue, or a user's: what its findings say, and a metric filter with a metric alarm, or a composite alarm.</summary>
/// <param name="Header">The id is the alarm's name.</param>
/// <param name="Filter">Null for a composite alarm, and for an alarm on a metric of another document.</param>
/// <param name="Alarm">Null for a composite alarm.</param>
/// <param name="Composite">Null for a metric alarm.</param>
/// <param name="Source">The members of the filter and of the alarm as written: <c>filter</c>, <c>alarm</c>, <c>composite</c>.</param>
/// <param name="Frameworks">Requirements that the alarm meets: <c>cis-aws-foundations-1.4/4.3</c>.</param>
/// <param name="FirstParty">Part of Landward's own catalogue.</param>
public sealed record AlarmDocument(
    SigmaHeader Header,
    RuleExtension Extension,
    MetricFilter? Filter,
    AlarmDefinition? Alarm,
    CompositeRule? Composite,
    JsonObject Source,
    ImmutableArray<string> Frameworks,
    bool FirstParty)
{
    public string Id => Header.Id;
}
