using Landward.Detection.Scenes;
using Landward.Rules.Sigma;

namespace Landward.Detection;

/// <summary>The rules that events of one kind may match.</summary>
/// <param name="Decided">Positions of those that all such events match.</param>
/// <param name="Open">What is left to ask, cheap questions first.</param>
/// <param name="Filtered">The same, of rules that need a text which the filter looks for.</param>
internal sealed record RuleCell(int[] Decided, OpenRule[] Open, OpenRule[] Filtered)
{
    /// <summary>Whether some of the rules need members of <c>requestParameters</c>.</summary>
    public bool NeedsMembers { get; init; }
}

/// <summary>A rule that some events of a kind may match.</summary>
/// <param name="Position">The rule's position among those of the run.</param>
/// <param name="Rule">What is left to ask.</param>
internal readonly record struct OpenRule(int Position, CompiledSigmaRule Rule)
{
    /// <summary>The part of it that has one answer for all events of a scene, and what that is known by; -1 when there is none.</summary>
    public CompiledSigmaRule? OfScene { get; init; }

    public int Question { get; init; } = -1;

    /// <summary>The members of <c>requestParameters</c> without which the rule does not match.</summary>
    public MemberNames Members { get; init; }

    /// <summary>The other part; null when there is none.</summary>
    public CompiledSigmaRule? OfEvent { get; init; }

    /// <param name="members">Those of the event's <c>requestParameters</c>.</param>
    /// <param name="scene">The event's, if it has one.</param>
    public bool Matches(SigmaEvent @event, MemberNames members, Scene? scene)
    {
        if (!members.MayHold(Members))
            return false;
        return scene is null || Question < 0
            ? Rule.Matches(@event)
            : scene.Holds(Question, OfScene!, @event) && (OfEvent is null || OfEvent.Matches(@event));
    }
}
