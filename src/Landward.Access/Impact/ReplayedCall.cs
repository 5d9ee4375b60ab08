using Landward.Policy;

namespace Landward.Access;

/// <summary>What a change of policies does to the calls of one class.</summary>
public enum ReplayVerdict
{
    /// <summary>Was authorized; denied by the new policies in every context.</summary>
    Broken,

    /// <summary>Was authorized; whether it still is depends on what the log does not tell.</summary>
    MayBreak,

    /// <summary>Was denied; allowed by the new policies in every context.</summary>
    NewlyAllowed,

    /// <summary>Was denied; whether it is allowed now depends on what the log does not tell.</summary>
    MayBeAllowed,
}

/// <summary>A class of recorded calls that the change touches, and how.</summary>
/// <param name="By">The statement that decides under the new policies; null when a missing Allow does.</param>
/// <param name="Gate">Of a denial: the gate that denies.</param>
/// <param name="Level">Of a denial by an organization policy: the level, such as a unit's path.</param>
/// <param name="Condition">Of the two verdicts that depend: the condition under which the call is allowed; null when only the unknown resource matters.</param>
/// <param name="DependsOnResource">The log does not tell which resource it was, and the new policies tell its candidates apart.</param>
public sealed record ReplayedCall(
    RecordedCall Call, ReplayVerdict Verdict, DecidingStatement? By, PolicyGate? Gate, string? Level, ConditionExpression? Condition, bool DependsOnResource);
