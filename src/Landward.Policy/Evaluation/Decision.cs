using System.Collections.Immutable;

namespace Landward.Policy;

/// <summary>The answer to an <see cref="AuthorizationRequest"/>: exactly one of the three nested records.</summary>
public abstract record Decision
{
    private Decision(ImmutableArray<GateResult> gates) => Gates = gates;

    /// <summary>What every gate that took part said.</summary>
    public ImmutableArray<GateResult> Gates { get; }

    public bool IsAllowed => this is Allowed;

    /// <summary>The gates that stand in the way, in the order of <see cref="PolicyGate"/>; empty when allowed.</summary>
    public IEnumerable<GateResult> Blocking => Gates.Where(gate => gate.Blocks);

    /// <summary>Every gate lets the request pass.</summary>
    public sealed record Allowed : Decision
    {
        internal Allowed(ImmutableArray<GateResult> gates, DecidingStatement? by)
            : base(gates) => By = by;

        /// <summary>The Allow that grants; null for the root user's own power and for actions that need no permission.</summary>
        public DecidingStatement? By { get; }
    }

    /// <summary>A Deny statement matched.</summary>
    public sealed record ExplicitDeny : Decision
    {
        internal ExplicitDeny(ImmutableArray<GateResult> gates, PolicyGate gate, DecidingStatement statement)
            : base(gates) => (Gate, Statement) = (gate, statement);

        public PolicyGate Gate { get; }

        public DecidingStatement Statement { get; }
    }

    /// <summary>Nothing denies, but a gate that must allow does not.</summary>
    public sealed record ImplicitDeny : Decision
    {
        internal ImplicitDeny(ImmutableArray<GateResult> gates, PolicyGate gate)
            : base(gates) => Gate = gate;

        /// <summary>The first gate of <see cref="Blocking"/>.</summary>
        public PolicyGate Gate { get; }
    }
}
