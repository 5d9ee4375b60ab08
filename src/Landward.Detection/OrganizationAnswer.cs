using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Landward.Detection.Organizations;
using Landward.Logs;

namespace Landward.Detection;

/// <summary>
/// Answers a rule's question about the organization. Which accounts are own is only known at the end of the run (an account whose events
/// are in the logs is), so an event yields the accounts that would have to be foreign.
/// </summary>
internal static partial class OrganizationAnswer
{
    /// <summary>No account can make the event match.</summary>
    public static readonly ImmutableArray<string> Never = [];

    /// <summary>Everybody: matches whatever accounts are own.</summary>
    private const string Everybody = "*";

    /// <summary>The accounts (or everybody) the event lets in.</summary>
    public static ImmutableArray<string> Candidates(CloudTrailEvent @event, OrganizationQuestion question)
    {
        if (!question.PolicyPaths.IsEmpty)
        {
            var policies = question.PolicyPaths.SelectMany(path => EventPaths.Elements(@event.Root, path));
            return question.Grants == PolicyGrantee.Public
                ? policies.Any(policy => PublicGrant.Of(@event, policy)) ? [Everybody] : Never
                : Accounts(policies.SelectMany(GrantedPrincipals.Of).Where(principal => !GrantedPrincipals.IsEverybody(principal)));
        }
        return Accounts(question.ForeignAccounts.Concat(question.OwnAccounts).SelectMany(foreign => EventPaths.Elements(@event.Root, foreign)).SelectMany(EventPaths.Scalars));
    }

    public static bool Holds(ImmutableArray<string> candidates, OrganizationQuestion question, IReadOnlySet<string> own) =>
        candidates.Any(candidate => candidate == Everybody || IsAnswer(candidate, question, own));

    private static bool IsAnswer(string account, OrganizationQuestion question, IReadOnlySet<string> own) =>
        question.OwnAccounts.IsEmpty ? !own.Contains(account) && !ServiceAccounts.Contains(account) : own.Contains(account);

    private static ImmutableArray<string> Accounts(IEnumerable<string> texts) =>
        [.. texts.SelectMany(text => AccountId().EnumerateMatches(text).ToStrings(text)).Distinct().Order(StringComparer.Ordinal)];

    private static List<string> ToStrings(this Regex.ValueMatchEnumerator matches, string text)
    {
        var found = new List<string>();
        foreach (var match in matches)
            found.Add(text.Substring(match.Index, match.Length));
        return found;
    }

    [GeneratedRegex(@"\b[0-9]{12}\b", RegexOptions.CultureInvariant)]
    private static partial Regex AccountId();
}
