namespace Landward.Detection.Correlations;

/// <summary>
/// Slides a window over the events of one group, oldest first, and says when the correlation's condition holds. A window ends at the time
/// of an event and reaches back over the timespan, both ends included; events of the same second are seen together, because CloudTrail
/// does not say which of them came first.
/// </summary>
internal abstract class WindowScanner
{
    /// <summary>No event is remembered.</summary>
    public abstract bool IsEmpty { get; }

    /// <summary>Forgets events that are older.</summary>
    public abstract void Expire(DateTimeOffset oldest);

    /// <summary>Takes all events of one time. Calls never go back in time.</summary>
    public abstract void Scan(IReadOnlyList<CorrelatedEvent> moment, CompletionSink sink);
}

/// <summary>Takes what scanners find.</summary>
internal abstract class CompletionSink
{
    /// <summary>An event is part of what makes the condition hold. Called once for an event.</summary>
    public abstract void Cite(CorrelatedEvent @event);

    /// <summary>The condition came to hold.</summary>
    /// <param name="members">The events that make it hold, oldest first: all of them, or the oldest and newest of many.</param>
    public abstract void Complete(DateTimeOffset time, IReadOnlyList<CorrelatedEvent> members);
}
