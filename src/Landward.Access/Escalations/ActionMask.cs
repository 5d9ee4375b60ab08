namespace Landward.Access.Escalations;

/// <summary>A set of the actions that techniques speak of.</summary>
internal readonly record struct ActionMask(UInt128 Low, UInt128 High)
{
    private const int Half = 128;

    public static readonly ActionMask Everything = new(UInt128.MaxValue, UInt128.MaxValue);

    public static ActionMask operator |(ActionMask left, ActionMask right) => new(left.Low | right.Low, left.High | right.High);

    public static ActionMask Of(IEnumerable<string> actions)
    {
        var mask = default(ActionMask);
        foreach (var action in actions)
            mask |= Bit(EscalationTechniques.Bits[action]);
        return mask;
    }

    public static ActionMask Bit(int bit) => bit < Half ? new(UInt128.One << bit, default) : new(default, UInt128.One << (bit - Half));

    public bool ContainsAll(ActionMask other) => (Low & other.Low) == other.Low && (High & other.High) == other.High;

    public bool Intersects(ActionMask other) => (Low & other.Low) != UInt128.Zero || (High & other.High) != UInt128.Zero;
}
