using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;

namespace Landward.Detection.Alarms;

/// <summary>Which metric filters an event's name leaves: most of them name the calls they count.</summary>
internal sealed class AlarmFilterIndex
{
    private const int MaxName = 128;
    private const string Selector = "$.eventName";

    private readonly FrozenDictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> _byName;
    private readonly int[] _always;

    public AlarmFilterIndex(ImmutableArray<MetricFilter> filters)
    {
        var named = new Dictionary<string, SortedSet<int>>(StringComparer.Ordinal);
        var always = new SortedSet<int>();
        for (var i = 0; i < filters.Length; i++)
        {
            if (filters[i].Pattern.Pinned(Selector) is not { } names)
            {
                always.Add(i);
                continue;
            }
            foreach (var name in names)
            {
                if (!named.TryGetValue(name, out var list))
                    named.Add(name, list = []);
                list.Add(i);
            }
        }
        _always = [.. always];
        _byName = named.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.Union(always).Order().ToArray(), StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Positions of the filters that may match, ascending.</summary>
    public int[] Candidates(ReadOnlySpan<byte> eventName)
    {
        Span<char> name = stackalloc char[MaxName];
        return eventName.Length <= MaxName && Encoding.UTF8.TryGetChars(eventName, name, out var length) && _byName.TryGetValue(name[..length], out var candidates)
            ? candidates
            : _always;
    }
}
