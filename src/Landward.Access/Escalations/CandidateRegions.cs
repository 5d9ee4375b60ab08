using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Landward.Access.Escalations;

/// <summary>The Regions an attacker would try: those with resources, those that organization policies and boundaries name, and us-east-1.</summary>
internal static partial class CandidateRegions
{
    private const int Limit = 6;
    private const string First = "us-east-1";

    public static ImmutableArray<string> Of(AccessSnapshot snapshot)
    {
        var organization = snapshot.Organization;
        var texts = organization is null ? [] : organization.Units.SelectMany(unit => unit.Policies).Concat(organization.Accounts.SelectMany(account => account.Policies)).Select(policy => policy.Document);
        var boundaries = snapshot.Principals.SelectMany(principal => principal.PermissionsBoundary).Select(policy => policy.Document).Distinct().Select(document => document.Text);
        var named = texts.Concat(boundaries).Distinct(StringComparer.Ordinal).SelectMany(text => Region().Matches(text)).Select(match => match.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        var used = snapshot.Resources.Select(resource => resource.Region).Where(region => region.Length > 0).GroupBy(region => region, StringComparer.Ordinal)
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).Select(group => group.Key);
        return [.. used.Prepend(First).Take(Limit / 2).Concat(named).Distinct(StringComparer.Ordinal).Take(Limit)];
    }

    [GeneratedRegex(@"\b(?:us|eu|ap|sa|ca|me|af|il|mx|cn)-(?:gov-|iso[a-z]?-)?(?:central|north|south|east|west|northeast|northwest|southeast|southwest)-\d\b", RegexOptions.NonBacktracking)]
    private static partial Regex Region();
}
