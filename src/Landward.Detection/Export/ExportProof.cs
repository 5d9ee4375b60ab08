using System.Collections.Immutable;

namespace Landward.Detection.Export;

/// <summary>An event about which a rule and its export disagree.</summary>
/// <param name="Origin">The test's name or the file.</param>
/// <param name="Rule">Whether the rule matches.</param>
/// <param name="Export">Whether the exported pattern matches.</param>
public sealed record ExportDisagreement(string Origin, string EventId, string EventName, bool Rule, bool Export);

/// <summary>How a rule and its export compare on events.</summary>
/// <param name="Events">All events compared.</param>
/// <param name="Both">Events that both match.</param>
/// <param name="Disagreements">The first of them, in the order of the events.</param>
/// <param name="Disagreeing">How many there are in all.</param>
public sealed record ExportProof(long Events, long Both, ImmutableArray<ExportDisagreement> Disagreements, long Disagreeing)
{
    public bool Agrees => Disagreeing == 0;
}
