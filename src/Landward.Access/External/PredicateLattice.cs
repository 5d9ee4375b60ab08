using System.Collections.Immutable;
using Landward.Policy;

namespace Landward.Access.External;

/// <summary>The predicates that policies suggest, coordinate by coordinate, ordered by implication.</summary>
internal sealed class PredicateLattice
{
    private readonly ImmutableSortedDictionary<string, ImmutableArray<Predicate>> _byCoordinate;
    private readonly Dictionary<Predicate, ImmutableArray<Predicate>> _below = [];
    private readonly Instances _instances;

    private PredicateLattice(ImmutableSortedDictionary<string, ImmutableArray<Predicate>> byCoordinate, Instances instances) =>
        (_byCoordinate, _instances) = (byCoordinate, instances);

    private static readonly string[] AccountKeys = ["aws:principalaccount", "kms:calleraccount"];

    /// <summary>How many abstractions there are: a limit of what the stratification can visit.</summary>
    public double Size => _byCoordinate.Values.Aggregate(1.0, (product, predicates) => product * (predicates.Length + 1));

    public static PredicateLattice Of(IEnumerable<PolicyStatement> statements, Instances instances)
    {
        var found = new Dictionary<string, List<Predicate>>(StringComparer.Ordinal);
        foreach (var statement in statements)
        {
            foreach (var principal in statement.PrincipalsOf().Where(principal => principal.Type != "Service" && principal.Value != "*"))
                Add(new Predicate(Predicate.PrincipalCoordinate, principal.Type, string.Empty, principal.Value));
            foreach (var condition in statement.ConditionsOf().Where(condition => RestrictingKeys.Contains(condition.Key)))
            {
                if (PositiveOperator(condition.Operator) is not { } op)
                    continue;
                foreach (var value in condition.Values.Where(value => !value.Contains("${", StringComparison.Ordinal) && value != "*"))
                    Add(new Predicate(condition.Key.ToLowerInvariant(), AwsKey(condition.Key), op, value));
            }
        }
        // An account that is named as principal need not be told apart by a condition as well.
        var accounts = found.GetValueOrDefault(Predicate.PrincipalCoordinate)?.Select(AccountOf).ToHashSet(StringComparer.Ordinal) ?? [];
        foreach (var key in AccountKeys.Where(found.ContainsKey))
            found[key].RemoveAll(predicate => accounts.Contains(predicate.Value));
        return new PredicateLattice(found.ToImmutableSortedDictionary(pair => pair.Key, pair => pair.Value.ToImmutableArray(), StringComparer.Ordinal), instances);

        void Add(Predicate predicate)
        {
            if (!found.TryGetValue(predicate.Coordinate, out var list))
                found[predicate.Coordinate] = list = [];
            if (!list.Contains(predicate))
                list.Add(predicate);
        }
    }

    /// <summary>The abstraction with one coordinate replaced by each maximal strictly smaller predicate.</summary>
    public IEnumerable<Abstraction> Children(Abstraction abstraction)
    {
        foreach (var (coordinate, predicates) in _byCoordinate)
        {
            if (Follows(coordinate, abstraction))
                continue;
            var smaller = abstraction.Find(coordinate) is { } current ? Below(current, predicates) : Maximal(predicates);
            foreach (var predicate in smaller)
                yield return Named(abstraction.With(predicate));
        }
    }

    // A named principal settles its account and says more than a condition on the account does.
    private static Abstraction Named(Abstraction abstraction) => abstraction.Find(Predicate.PrincipalCoordinate) is { Key: "AWS" } ? abstraction.Without(AccountKeys) : abstraction;

    private static bool Follows(string coordinate, Abstraction abstraction) =>
        AccountKeys.Contains(coordinate) && abstraction.Find(Predicate.PrincipalCoordinate) is { Key: "AWS" };

    /// <summary>Whatever the inner abstraction describes the outer one describes too.</summary>
    public bool Implies(Abstraction inner, Abstraction outer)
    {
        foreach (var (coordinate, wanted) in outer.Predicates)
        {
            if (inner.Find(coordinate) is not { } given || !Implies(given, wanted))
                return false;
        }
        return true;
    }

    private ImmutableArray<Predicate> Below(Predicate predicate, ImmutableArray<Predicate> all)
    {
        if (!_below.TryGetValue(predicate, out var found))
            _below[predicate] = found = Maximal([.. all.Where(other => Implies(other, predicate) && !Implies(predicate, other))]);
        return found;
    }

    // Of equal predicates the first stands for all.
    private ImmutableArray<Predicate> Maximal(ImmutableArray<Predicate> predicates) =>
        [.. predicates.Where((predicate, index) => !predicates.Where((_, other) => other != index)
            .Any(other => Implies(predicate, other) && (!Implies(other, predicate) || predicates.IndexOf(other) < index)))];

    private bool Implies(Predicate inner, Predicate outer)
    {
        if (inner == outer)
            return true;
        if (!inner.IsPrincipal)
            return Globs.Implies(inner, outer, _instances);
        // account > user, role, session; role > its sessions.
        if (inner.Key != "AWS" || outer.Key != "AWS" || Principal.FromArn(inner.Value) is not { } named)
            return AccountOf(inner) is { } one && one == AccountOf(outer);
        if (AccountOf(outer) is { } account)
            return named.Account == account;
        return Principal.FromArn(outer.Value) is { Kind: PrincipalKind.Role } role && named.Kind == PrincipalKind.RoleSession && named.Account == role.Account && named.Name == role.Name;
    }

    private static string? AccountOf(Predicate predicate) => predicate.Key != "AWS" ? null
        : Model.AccountId.TryParse(predicate.Value, out _) ? predicate.Value
        : Principal.FromArn(predicate.Value) is { Kind: PrincipalKind.Root } root ? root.Account : null;

    // The families whose values are sets of texts or addresses; a negated operator names the same values.
    private static string? PositiveOperator(string op)
    {
        var name = op[(op.IndexOf(':', StringComparison.Ordinal) + 1)..];
        if (name.EndsWith("IfExists", StringComparison.OrdinalIgnoreCase))
            name = name[..^"IfExists".Length];
        var set = op.StartsWith("For", StringComparison.OrdinalIgnoreCase) ? "ForAnyValue:" : string.Empty;
        var positive = name.ToUpperInvariant() switch
        {
            "STRINGEQUALS" or "STRINGNOTEQUALS" => "StringEquals",
            "STRINGEQUALSIGNORECASE" or "STRINGNOTEQUALSIGNORECASE" => "StringEqualsIgnoreCase",
            "STRINGLIKE" or "STRINGNOTLIKE" => "StringLike",
            "ARNEQUALS" or "ARNLIKE" or "ARNNOTEQUALS" or "ARNNOTLIKE" => "ArnLike",
            "IPADDRESS" or "NOTIPADDRESS" => "IpAddress",
            "BOOL" => "Bool",
            _ => null,
        };
        return positive is null ? null : set + positive;
    }

    private static string AwsKey(string key) => RestrictingKeys.All.FirstOrDefault(known => known.Equals(key, StringComparison.OrdinalIgnoreCase)) ?? key;
}
