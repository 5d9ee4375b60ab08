namespace Landward.Policy.Conditions;

/// <summary>Three-valued logic: a condition on a key nobody knows is <see cref="Unknown"/>.</summary>
internal enum Truth
{
    False,
    Unknown,
    True,
}

internal static class Truths
{
    public static Truth From(bool value) => value ? Truth.True : Truth.False;

    public static Truth And(Truth left, Truth right) => left < right ? left : right;

    public static Truth Or(Truth left, Truth right) => left > right ? left : right;

    public static Truth Not(Truth value) => (Truth)(Truth.True - value);
}
