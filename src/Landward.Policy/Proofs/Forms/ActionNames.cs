namespace Landward.Policy.Proofs;

/// <summary>How policies write the beginnings of actions, to give the case back to names compared in lower case.</summary>
internal static class ActionNames
{
    public static IReadOnlyList<string> Of(IEnumerable<PolicyStatement> statements) =>
        [.. statements.SelectMany(statement => statement.Actions.IsDefault ? statement.NotActions : statement.Actions)
            .Select(action => action.Split('*', '?')[0])
            .Where(name => name.Length > 0)
            .Distinct(StringComparer.Ordinal)];
}
