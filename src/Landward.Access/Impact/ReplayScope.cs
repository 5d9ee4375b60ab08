using System.Collections.Immutable;
using Landward.Access.Impact;
using Landward.Policy;

namespace Landward.Access;

/// <summary>What recorded calls must be told apart by, so that a change of policies can be judged on their classes.</summary>
public static class ReplayScope
{
    /// <summary>
    /// Options for reading the history: of authorized calls the keys that differing documents mention matter, of denied ones those
    /// of every document.
    /// </summary>
    public static HistoryOptions OptionsFor(AccessSnapshot before, AccessSnapshot after)
    {
        ImmutableArray<PolicyDocument> changed = [.. ChangedPolicies.Documents(before, after)];
        var all = MentionedKeys.Of(before, changed).Names;
        // A decision about grants needs every key that a grant depends on.
        IEnumerable<string> keys = ChangesGrants(before, after) ? all : changed.SelectMany(document => document.Statements).SelectMany(statement => statement.KeysOf()).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return new HistoryOptions
        {
            ContextKeys = [.. keys.Order(StringComparer.OrdinalIgnoreCase)],
            DeniedContextKeys = [.. all.Order(StringComparer.OrdinalIgnoreCase)],
            KeepSessions = changed.Any(NamesSessions),
            Named = before.Principals.GroupBy(Name, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First().Arn, StringComparer.Ordinal),
        };
    }

    private static bool ChangesGrants(AccessSnapshot before, AccessSnapshot after) =>
        before.Accounts != after.Accounts || before.Resources != after.Resources;

    private static string Name(AccessPrincipal principal) =>
        $"{principal.Account}:{(principal.Principal.Kind == PrincipalKind.User ? "user" : "role")}/{principal.Principal.Name}";

    private static bool NamesSessions(PolicyDocument document) => document.Statements.Any(statement =>
        statement.PrincipalsOf().Any(principal => principal.Value.Contains(":assumed-role/", StringComparison.Ordinal))
        || statement.KeysOf().Any(key => key.Equals("aws:userid", StringComparison.OrdinalIgnoreCase)));
}
