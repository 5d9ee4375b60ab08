using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Landward.LandingZone.Specification;

/// <summary>
/// Chooses accounts: all of them, or those for which every given condition holds (units, accounts, tags), less
/// <see cref="Except"/>.
/// </summary>
public sealed record Selector
{
    public bool All { get; init; }

    /// <summary>Unit patterns; <c>*</c> is one key, <c>**</c> any number of keys.</summary>
    public ImmutableArray<string> Units { get; init; } = [];

    public ImmutableArray<string> Accounts { get; init; } = [];

    /// <summary>Tag key to the values of which one must be there.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<string>> Tags { get; init; } = ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty;

    public Selector? Except { get; init; }

    /// <summary>Keys of the accounts chosen: <c>management</c> first, then in the order of the spec.</summary>
    public ImmutableArray<string> Resolve(Spec spec)
    {
        var keys = ImmutableArray.CreateBuilder<string>();
        if (Matches(OrganizationSpec.ManagementKey, null, ImmutableSortedDictionary<string, string>.Empty))
            keys.Add(OrganizationSpec.ManagementKey);
        keys.AddRange(spec.Accounts.Where(account => Matches(account.Key, account.UnitPath, account.Tags)).Select(account => account.Key));
        return keys.ToImmutable();
    }

    /// <summary>Whether a unit pattern covers a unit: <c>workloads/**</c> covers <c>workloads</c> and everything below it.</summary>
    public static bool UnitMatches(string pattern, string unitPath)
    {
        if (pattern == unitPath)
            return true;
        if (!pattern.Contains('*'))
            return false;
        var expression = string.Join('/', pattern.Split('/').Select(part => part switch
        {
            "**" => "**",
            "*" => "[^/]+",
            _ => Regex.Escape(part),
        }));
        expression = expression.Replace("/**", "(/.+)?").Replace("**/", "(.+/)?").Replace("**", ".*");
        return Regex.IsMatch(unitPath, "^" + expression + "$", RegexOptions.NonBacktracking);
    }

    public override string ToString()
    {
        var parts = new List<string>();
        if (All)
            parts.Add("all accounts");
        if (Units.Length > 0)
            parts.Add("units " + string.Join(", ", Units));
        if (Accounts.Length > 0)
            parts.Add("accounts " + string.Join(", ", Accounts));
        parts.AddRange(Tags.Select(tag => $"tag {tag.Key} = {string.Join(" or ", tag.Value)}"));
        return string.Join(" and ", parts) + (Except is null ? string.Empty : " except " + Except);
    }

    private bool Matches(string key, string? unitPath, ImmutableSortedDictionary<string, string> tags)
    {
        if (!All && Units.Length == 0 && Accounts.Length == 0 && Tags.Count == 0)
            return false;
        var chosen = (Units.Length == 0 || (unitPath is not null && Units.Any(pattern => UnitMatches(pattern, unitPath))))
            && (Accounts.Length == 0 || Accounts.Contains(key))
            && Tags.All(tag => tags.TryGetValue(tag.Key, out var value) && tag.Value.Contains(value));
        return chosen && !(Except?.Matches(key, unitPath, tags) ?? false);
    }
}
