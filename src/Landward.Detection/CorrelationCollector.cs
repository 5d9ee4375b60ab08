using Landward.Rules.Sigma;

namespace Landward.Detection;

/// <summary>
/// Holds the matches of a correlation's rules by group until the end of the run, then slides a window over each group's own time. The
/// answer depends on the events alone: late ones and any order of files count the same.
/// </summary>
internal sealed class CorrelationCollector(DetectionCorrelation correlation)
{
    private readonly Dictionary<string, List<(EventMatch Match, string[] Values)>> _groups = new(StringComparer.Ordinal);

    public DetectionCorrelation Correlation => correlation;

    public void Add(string group, EventMatch match, string[] values)
    {
        if (!_groups.TryGetValue(group, out var list))
            _groups.Add(group, list = []);
        list.Add((match, values));
    }

    public void Merge(CorrelationCollector other)
    {
        foreach (var (group, matches) in other._groups)
        {
            if (!_groups.TryAdd(group, matches))
                _groups[group].AddRange(matches);
        }
    }

    /// <summary>Adds the events of every window that satisfies the condition to the findings, one per group.</summary>
    public void Finish(FindingCollector findings)
    {
        var header = correlation.Correlation.Header;
        foreach (var (group, matches) in _groups)
        {
            matches.Sort(static (x, y) => x.Match.CompareTo(y.Match));
            // An event that was delivered several times counts once.
            for (var i = matches.Count - 1; i > 0; i--)
            {
                if (matches[i].Match.IsSameEvent(matches[i - 1].Match))
                    matches.RemoveAt(i);
            }
            foreach (var index in Satisfying(matches))
                findings.Add(header, correlation.Extension, $"{header.Id}\n{group}", matches[index].Match);
        }
    }

    private IEnumerable<int> Satisfying(List<(EventMatch Match, string[] Values)> matches)
    {
        var definition = correlation.Correlation;
        var values = new Dictionary<string, int>(StringComparer.Ordinal);
        int left = 0, reported = 0;
        for (var right = 0; right < matches.Count; right++)
        {
            foreach (var entering in matches[right].Values)
                values[entering] = values.GetValueOrDefault(entering) + 1;
            for (; matches[right].Match.Evidence.Time - matches[left].Match.Evidence.Time > definition.Timespan; left++)
            {
                foreach (var leaving in matches[left].Values)
                {
                    if (--values[leaving] == 0)
                        values.Remove(leaving);
                }
            }
            var count = definition.Type == SigmaCorrelationType.EventCount ? right - left + 1 : values.Count;
            if (!definition.Condition.Holds(count))
                continue;
            for (reported = Math.Max(reported, left); reported <= right; reported++)
                yield return reported;
        }
    }
}
