using System.Collections.Frozen;

namespace Landward.Policy.Proofs;

/// <summary>
/// Which keys have one value and which have many: a key has one value, unless policies put a set operator to it or it is one
/// of the global keys that have many ("AWS global condition context keys", IAM User Guide).
/// </summary>
internal static class KeyShapes
{
    private static readonly FrozenSet<string> Many = FrozenSet.ToFrozenSet(
        [
            "aws:TagKeys", "aws:CalledVia", "aws:PrincipalOrgPaths", "aws:ResourceOrgPaths", "aws:SourceOrgPaths", "aws:VpceOrgPaths",
            "aws:PrincipalServiceNamesList",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Settles the forms of every key that the statements speak of, before any of them is compiled.</summary>
    public static void Assign(ProofSpace space, IEnumerable<PolicyStatement> statements)
    {
        var conditions = statements.SelectMany(statement => statement.Conditions.Conditions).Select(condition => condition.Source).ToLookup(source => source.Key, StringComparer.OrdinalIgnoreCase);
        foreach (var key in conditions)
            space.Key(key.Key).Shape = ShapeOf(key.Key, key);
    }

    // A list of one value is to a set operator what the value is, so a key that only set operators test may as well have many.
    private static KeyShape ShapeOf(string key, IEnumerable<Conditions.ConditionSource> conditions)
    {
        var bySets = conditions
            .Where(condition => !condition.Operator.Equals("Null", StringComparison.OrdinalIgnoreCase))
            .ToLookup(condition => condition.Operator.StartsWith("For", StringComparison.OrdinalIgnoreCase));
        if (!bySets.Contains(true) && !Many.Contains(key))
            return KeyShape.Single;
        return bySets.Contains(false) ? KeyShape.Either : KeyShape.Many;
    }
}
