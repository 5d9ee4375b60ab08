using System.Collections.Immutable;
using Landward.Rules.Sigma;

namespace Landward.Detection.Correlations;

/// <summary>
/// Rules that match one after the other within the timespan, each by an event of its own. Events of the same second are in order when some
/// order of them is. A completed match uses up what came before it: the group starts afresh.
/// </summary>
/// <remarks>
/// For each prefix of the sequence only the chain that started last is kept: whatever completes an older one completes it too, in a window
/// that is no longer.
/// </remarks>
internal sealed class OrderedScanner : WindowScanner
{
    private readonly TimeSpan _timespan;
    private readonly (ImmutableArray<int> Slots, Chain?[] Latest)[] _sequences;

    public OrderedScanner(SigmaCorrelation definition)
    {
        _timespan = definition.Timespan;
        _sequences = [.. definition.Presence.Select(set => (set, new Chain?[set.Length]))];
    }

    public override bool IsEmpty => Array.TrueForAll(_sequences, sequence => Array.TrueForAll(sequence.Latest, chain => chain is null));

    public override void Expire(DateTimeOffset oldest)
    {
        foreach (var (_, latest) in _sequences)
        {
            for (var i = 0; i < latest.Length; i++)
            {
                if (latest[i] is { } chain && chain.Start < oldest)
                    latest[i] = null;
            }
        }
    }

    public override void Scan(IReadOnlyList<CorrelatedEvent> moment, CompletionSink sink)
    {
        Expire(moment[0].Time - _timespan);
        foreach (var (slots, latest) in _sequences)
            Extend(slots, latest, moment);
        if (_sequences.Select(sequence => sequence.Latest[^1]).FirstOrDefault(chain => chain is not null) is not { } complete)
            return;
        var members = complete.Events();
        foreach (var member in members)
            sink.Cite(member);
        sink.Complete(moment[0].Time, members);
        foreach (var (_, latest) in _sequences)
            Array.Clear(latest);
    }

    private static void Extend(ImmutableArray<int> slots, Chain?[] latest, IReadOnlyList<CorrelatedEvent> moment)
    {
        var here = slots.Select(IReadOnlyList<CorrelatedEvent> (slot) => [.. moment.Where(@event => (@event.Slots & CorrelatedEvent.SlotBit(slot)) != 0).Take(slots.Length)]).ToArray();
        // From the last position to the first: the chains extended are those from before this moment.
        for (var first = slots.Length - 1; first >= 0; first--)
        {
            var before = first == 0 ? null : latest[first - 1];
            if (here[first].Count == 0 || (first > 0 && before is null))
                continue;
            var assignment = new DistinctEvents(here);
            for (var last = first; last < slots.Length && assignment.Assign(last); last++)
            {
                var start = before?.Start ?? moment[0].Time;
                if (latest[last] is { } known && known.Start >= start)
                    continue;
                var chain = before;
                for (var position = first; position <= last; position++)
                    chain = new Chain(start, assignment[position]!, chain);
                latest[last] = chain;
            }
        }
    }

    /// <summary>Events that match the first rules of a sequence in their order.</summary>
    private sealed record Chain(DateTimeOffset Start, CorrelatedEvent Last, Chain? Before)
    {
        public CorrelatedEvent[] Events()
        {
            var events = new List<CorrelatedEvent>();
            for (var chain = this; chain is not null; chain = chain.Before)
                events.Add(chain.Last);
            events.Reverse();
            return [.. events];
        }
    }
}
