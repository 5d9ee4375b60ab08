using Landward.Detection.Scenes;
using Landward.Logs;

namespace Landward.Detection;

/// <summary>
/// One kind of question that rules ask in their <c>landward:</c> block, beyond what Sigma can say. A gate is asked only once the Sigma
/// part matched. Each worker has gates of its own, which are merged when everything is read.
/// </summary>
internal abstract class MatchGate
{
    /// <summary>Whether <see cref="Observe"/> wants to see every event, not only those that match a rule.</summary>
    public virtual bool ObservesAll => false;

    /// <summary>Whether a rule asks this question.</summary>
    public abstract bool Concerns(RuleExtension extension);

    /// <summary>Sees an event before rules are asked: a hot path, spans only.</summary>
    /// <param name="scene">The event's, if it has one.</param>
    public virtual void Observe(CloudTrailEvent @event, Scene? scene)
    {
    }

    /// <summary>Whether what <see cref="Observe"/> saw of the event already says that the rule does not match: asked before the Sigma part.</summary>
    public virtual bool RulesOut(RuleExtension extension) => false;

    /// <summary>Answers for an event that matches the rule's Sigma part.</summary>
    public abstract GateAnswer Ask(RuleExtension extension, CloudTrailEvent @event);

    /// <summary>Whether the gate can hold the rule's matches itself until everything is read, where no other gate is asked.</summary>
    public virtual bool Holds(RuleExtension extension) => false;

    /// <summary>Asks about a match of a rule that <see cref="Holds"/>, and holds it if the answer has to wait.</summary>
    /// <param name="position">The rule's.</param>
    public virtual void Hold(int position, RuleExtension extension, MatchedEvent matched)
    {
    }

    /// <summary>When everything is read: what the gate held and holds after all.</summary>
    public virtual IEnumerable<(DetectionRule Rule, EventMatch Match)> Settle() => [];

    /// <summary>Matches were left out because there were too many.</summary>
    public virtual bool Overflowed => false;

    /// <summary>When everything is read: whether a match that waited holds after all. What is then to be said about it is added to it.</summary>
    /// <param name="waiting">What <see cref="Ask"/> left.</param>
    public virtual bool Settle(HeldMatch held, object waiting) => false;

    /// <summary>After the last match is settled.</summary>
    public virtual void Finish(DetectionTally tally)
    {
    }

    /// <summary>Adds what another worker's gate of the same kind has seen.</summary>
    public abstract void Merge(MatchGate other);
}

/// <summary>What a gate answers.</summary>
/// <param name="Holds">Whether the match may hold.</param>
/// <param name="Waiting">What the final answer needs when everything is read; null when it does not wait.</param>
/// <param name="Why">What the finding says was seen; null for the usual words.</param>
internal readonly record struct GateAnswer(bool Holds, object? Waiting = null, string? Why = null)
{
    public static readonly GateAnswer Yes = new(Holds: true);

    public static readonly GateAnswer No;

    public static GateAnswer Because(string why) => new(Holds: true, Why: why);

    public static GateAnswer Wait(object waiting) => new(Holds: true, waiting);
}
