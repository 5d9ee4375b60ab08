using System.Collections.Immutable;

namespace Landward.Rules.EventPatterns;

/// <summary>
/// Searches one element per array of the event such that every field of the alternative matches. Fields are taken in the order of
/// their paths; <c>exists: false</c> looks only at elements that agree with the choice made so far, as Event Ruler does.
/// </summary>
internal sealed class AlternativeEvaluator(PatternAlternative alternative, IReadOnlyDictionary<string, List<EventField>> fields)
{
    /// <summary>Bounds the search on events made to be slow; beyond it the event does not match.</summary>
    private const int StepLimit = 1_000_000;

    private readonly HashSet<string> _failed = new(StringComparer.Ordinal);
    private readonly HashSet<int>?[] _laterArrays = new HashSet<int>?[alternative.Fields.Length];
    private int _steps;

    public bool Matches() => MatchesFrom(0, []);

    /// <summary>
    /// Tries the remaining fields. What failed once with the same choice is not tried again; a choice in an array that no later
    /// field shares is forgotten, so independent arrays cost the sum of their lengths, not the product.
    /// </summary>
    private bool MatchesFrom(int position, ImmutableArray<ArrayPosition> chosen)
    {
        if (position == alternative.Fields.Length)
            return true;
        if (chosen.IsEmpty)
            return MatchesField(position, chosen);
        var relevant = chosen.RemoveAll(element => !LaterArrays(position).Contains(element.Array));
        var key = Key(position, relevant);
        if (_failed.Contains(key))
            return false;
        if (MatchesField(position, relevant))
            return true;
        _failed.Add(key);
        return false;
    }

    private HashSet<int> LaterArrays(int position) =>
        _laterArrays[position] ??=
        [
            .. alternative.Fields.Skip(position)
                .SelectMany(field => fields.GetValueOrDefault(field.Path) ?? [])
                .SelectMany(value => value.Arrays)
                .Select(element => element.Array),
        ];

    private bool MatchesField(int position, ImmutableArray<ArrayPosition> chosen)
    {
        var field = alternative.Fields[position];
        var values = fields.GetValueOrDefault(field.Path);
        if (field.MatchesAbsence && !AnyConsistent(values, chosen) && MatchesFrom(position + 1, chosen))
            return true;
        if (values is null)
            return false;
        foreach (var value in values)
        {
            if (++_steps > StepLimit)
                return false;
            if (IsConsistent(chosen, value.Arrays)
                && MatchesAny(field.Matchers, value)
                && MatchesFrom(position + 1, Merge(chosen, value.Arrays)))
            {
                return true;
            }
        }
        return false;
    }

    private static bool MatchesAny(ImmutableArray<ValueMatcher> matchers, EventField value)
    {
        foreach (var matcher in matchers)
        {
            if (matcher.Matches(value))
                return true;
        }
        return false;
    }

    private static bool AnyConsistent(List<EventField>? values, ImmutableArray<ArrayPosition> chosen) =>
        values is not null && values.Exists(value => IsConsistent(chosen, value.Arrays));

    private static bool IsConsistent(ImmutableArray<ArrayPosition> chosen, ImmutableArray<ArrayPosition> candidate)
    {
        foreach (var position in candidate)
        {
            foreach (var other in chosen)
            {
                if (other.Array == position.Array && other.Index != position.Index)
                    return false;
            }
        }
        return true;
    }

    private static ImmutableArray<ArrayPosition> Merge(ImmutableArray<ArrayPosition> chosen, ImmutableArray<ArrayPosition> candidate)
    {
        foreach (var position in candidate)
        {
            if (!chosen.Contains(position))
                chosen = chosen.Add(position);
        }
        return chosen;
    }

    private static string Key(int position, ImmutableArray<ArrayPosition> chosen) =>
        $"{position}:{string.Join(';', chosen.OrderBy(p => p.Array).Select(p => $"{p.Array}.{p.Index}"))}";
}
