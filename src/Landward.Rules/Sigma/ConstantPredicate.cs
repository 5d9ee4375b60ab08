using System.Collections.Immutable;

namespace Landward.Rules.Sigma;

/// <summary>What is decided before the event is seen.</summary>
internal sealed class ConstantPredicate : EventPredicate
{
    public static readonly ConstantPredicate Always = new(holds: true);

    public static readonly ConstantPredicate Never = new(holds: false);

    private readonly bool _holds;

    private ConstantPredicate(bool holds) => _holds = holds;

    public override int Cost => 0;

    public static ConstantPredicate Of(bool holds) => holds ? Always : Never;

    public override bool Matches(SigmaEvent @event) => _holds;

    public override bool IsRepeated => true;

    public override ImmutableHashSet<string>? Pinned(string field) => _holds ? null : [];

    public override ImmutableArray<string>? Contained(string field) => _holds ? null : [];
}
