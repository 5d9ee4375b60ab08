using System.Collections.Immutable;

namespace Landward.Access.External;

/// <summary>
/// Abstracts the requests that are let in from outside into few findings: each is irreducible (some request of it fits no smaller
/// one) and together they cover all. Source: "Stratified Abstraction of Access Control Policies", CAV 2020.
/// </summary>
/// <param name="callers">Everybody outside.</param>
/// <param name="ask">Whether some request of the caller under the limits is allowed.</param>
internal sealed class Stratification(
    PredicateLattice lattice, ImmutableArray<Caller> callers, Func<Caller, ImmutableArray<(Predicate Predicate, bool Holds)>, GrantAnswer> ask)
{
    /// <summary>Abstractions visited before the rest is reported coarsely.</summary>
    public const int MaxVisits = 2_000;

    private readonly Dictionary<(Predicate, Caller), bool?> _decided = [];

    /// <summary>Satisfiability questions asked so far; at most one for each abstraction.</summary>
    public int Questions { get; private set; }

    /// <summary>The findings, each with a request that no smaller abstraction covers.</summary>
    public IReadOnlyList<(Abstraction Abstraction, GrantAnswer Answer)> Run()
    {
        // Widest first, so that most narrower abstractions are never asked about.
        var work = new Queue<Abstraction>([Abstraction.Top]);
        var seen = new HashSet<Abstraction>();
        var results = new List<(Abstraction Abstraction, GrantAnswer Answer)>();
        var found = new List<Abstraction>();
        while (work.TryDequeue(out var abstraction))
        {
            if (!seen.Add(abstraction) || found.Exists(other => lattice.Implies(abstraction, other)))
                continue;
            var children = seen.Count < MaxVisits ? lattice.Children(abstraction).ToList() : [];
            switch (Satisfy(abstraction, children))
            {
                case GrantAnswer.NotGranted:
                    // Every request of it is a request of a child.
                    children.ForEach(work.Enqueue);
                    break;
                case GrantAnswer.Undecided undecided:
                    results.Add((abstraction, undecided));
                    children.ForEach(work.Enqueue);
                    break;
                case var granted:
                    found.Add(abstraction);
                    results.Add((abstraction, granted));
                    break;
            }
        }
        // One path may reach a narrow abstraction before another path reaches a wider one.
        return results.FindAll(result => !found.Exists(other => !other.Equals(result.Abstraction) && lattice.Implies(result.Abstraction, other)));
    }

    private GrantAnswer Satisfy(Abstraction abstraction, List<Abstraction> children)
    {
        Questions++;
        GrantAnswer answer = GrantAnswer.NotGranted.Instance;
        // A child differs from its parent in one predicate: not to be in the child is for that predicate not to hold.
        var excluded = children.Select(child => child.Predicates.Values.First(predicate => abstraction.Find(predicate.Coordinate) != predicate)).ToList();
        foreach (var caller in callers)
        {
            if (!abstraction.Predicates.Values.All(predicate => Decides(predicate, caller) is not false) || excluded.Exists(predicate => Decides(predicate, caller) is true))
                continue;
            var limits = abstraction.Predicates.Values.Where(predicate => Decides(predicate, caller) is null).Select(predicate => (predicate, true))
                .Concat(excluded.Where(predicate => Decides(predicate, caller) is null).Select(predicate => (predicate, false)));
            switch (ask(caller, [.. limits]))
            {
                case GrantAnswer.Granted granted:
                    return granted;
                case GrantAnswer.Undecided undecided:
                    answer = undecided;
                    break;
            }
        }
        return answer;
    }

    // Null: the key does not follow from the caller.
    private bool? Decides(Predicate predicate, Caller caller)
    {
        if (_decided.TryGetValue((predicate, caller), out var known))
            return known;
        bool? holds = predicate.IsPrincipal ? ConditionProbe.Names(predicate.Key, predicate.Value, caller)
            : !caller.Facts.TryGetValue(predicate.Coordinate, out var value) ? null
            : value is not null && ConditionProbe.Holds("2008-10-17", value.Multivalued ? Predicate.AnyValue + predicate.Comparison : predicate.Comparison, predicate.Coordinate, [predicate.Value], caller.Context([]));
        return _decided[(predicate, caller)] = holds;
    }
}
