using System.Collections.Immutable;
using Landward.Policy;

namespace Landward.Access.Impact;

/// <summary>Two sets of policies in force at one place (a level, a principal, a resource), compared statement by statement.</summary>
internal static class StatementComparison
{
    /// <summary>Every statement that only one side has, with what adding or taking it away does.</summary>
    public static IEnumerable<StatementChange> Compare(string where, PolicyKind kind, ImmutableArray<AttachedPolicy> before, ImmutableArray<AttachedPolicy> after, ProofBudget budget)
    {
        var (old, changed) = (Statements(before), Statements(after));
        var (oldTexts, newTexts) = (Texts(old), Texts(changed));
        foreach (var (policy, statement, text) in changed.Where(item => !oldTexts.Contains(item.Text)))
            yield return Judge(where, kind, policy, statement, added: true, old.ConvertAll(item => item.Text), [.. old.Select(item => item.Text), text], budget);
        foreach (var (policy, statement, text) in old.Where(item => !newTexts.Contains(item.Text)))
            yield return Judge(where, kind, policy, statement, added: false, old.ConvertAll(item => item.Text), [.. old.Select(item => item.Text).Where(other => other != text)], budget);
    }

    private static StatementChange Judge(
        string where, PolicyKind kind, AttachedPolicy policy, PolicyStatement statement, bool added, List<string> before, List<string> after, ProofBudget budget)
    {
        var takesAway = added == (statement.Effect == Effect.Deny);
        var (larger, smaller) = takesAway ? (before, after) : (after, before);
        return new StatementChange(policy.Name, where, statement, added, statement.Effect, Direction(larger, smaller, kind, budget));
    }

    // A resource control policy denies within what RCPFullAWSAccess, which is always there, lets pass.
    private static ChangeDirection Direction(List<string> larger, List<string> smaller, PolicyKind kind, ProofBudget budget) => kind == PolicyKind.ResourceControlPolicy
        ? DocumentText.Escaping([DocumentText.AllowEverything, .. larger], [DocumentText.AllowEverything, .. smaller], PolicyKind.ServiceControlPolicy, budget)
        : DocumentText.Escaping(larger, smaller, kind, budget);

    private static List<(AttachedPolicy Policy, PolicyStatement Statement, string Text)> Statements(ImmutableArray<AttachedPolicy> policies) =>
        [.. policies.SelectMany(policy => policy.Document.Statements.Zip(DocumentText.StatementsOf(policy.Document), (statement, text) => (policy, statement, text)))];

    private static HashSet<string> Texts(List<(AttachedPolicy Policy, PolicyStatement Statement, string Text)> statements) =>
        statements.Select(item => item.Text).ToHashSet(StringComparer.Ordinal);
}
