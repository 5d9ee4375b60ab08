namespace Landward.Policy;

/// <summary>
/// The atoms of an <see cref="ActionUniverse"/> that action patterns name. The two sets differ only in OTHER atoms, which
/// stand for many names: a pattern such as <c>s3:Get*</c> takes some of them and leaves the rest.
/// </summary>
/// <param name="Certain">Atoms all of whose names match: what may be counted on as covered (too small rather than too large).</param>
/// <param name="Possible">Atoms of whose names one at least matches: what may be reached (too large rather than too small).</param>
public readonly record struct ActionMatch(ActionBits Certain, ActionBits Possible)
{
    /// <summary>Every atom is matched wholly or not at all, so the two sets are one.</summary>
    public bool IsExact => Certain == Possible;

    public ActionMatch Union(ActionMatch other) => new(Certain.Union(other.Certain), Possible.Union(other.Possible));

    /// <summary>
    /// What both name. Two patterns that each take a part of one OTHER atom may take parts that do not meet; it counts as
    /// possible all the same.
    /// </summary>
    public ActionMatch Intersect(ActionMatch other) => new(Certain.Intersect(other.Certain), Possible.Intersect(other.Possible));

    /// <summary>What this names and the other does not: certain without all that the other may name, possible without all that it must.</summary>
    public ActionMatch Except(ActionMatch other) => new(Certain.Except(other.Possible), Possible.Except(other.Certain));
}
