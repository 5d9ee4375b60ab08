using System.Text;
using Landward.Logs;
using Landward.Rules.Sigma;

namespace Landward.Detection;

/// <summary>
/// The rules that may match an event, by its source and name. Most rules pin both, so an event meets a handful of them; one that no rule
/// could match costs two lookups and no allocation.
/// </summary>
internal sealed class RuleIndex
{
    /// <summary>Bounds the memory that hostile logs with endless names could take.</summary>
    private const int MaxRemembered = 20_000;

    private const int MaxKey = 256;
    private const char Separator = '\n';
    private const string Everything = "*";

    /// <summary>Fields that are picked out of every event anyway and settle most of the remaining candidates.</summary>
    private static readonly (string Path, CloudTrailField Field)[] Prefilters =
    [
        ("userIdentity.type", CloudTrailField.IdentityType),
        ("errorCode", CloudTrailField.ErrorCode),
    ];

    private readonly byte[][]?[][] _pinned;
    private readonly Dictionary<string, List<int>> _byKey = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int[]> _remembered = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public RuleIndex(IReadOnlyList<CompiledSigmaRule> rules)
    {
        _pinned = [.. rules.Select(rule => Prefilters.Select(prefilter => Pins(rule, prefilter.Path)).ToArray())];
        _lookup = _remembered.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var i = 0; i < rules.Count; i++)
        {
            foreach (var source in Keys(rules[i], "eventSource"))
            {
                foreach (var name in Keys(rules[i], "eventName"))
                {
                    var key = Key(source, name);
                    if (!_byKey.TryGetValue(key, out var list))
                        _byKey.Add(key, list = []);
                    list.Add(i);
                }
            }
        }
    }

    /// <summary>Positions of the rules that may match, ascending.</summary>
    public int[] Candidates(CloudTrailEvent @event)
    {
        Span<char> key = stackalloc char[MaxKey];
        var source = @event.Span(CloudTrailField.EventSource);
        var name = @event.Span(CloudTrailField.EventName);
        if (source.Length + name.Length + 1 > MaxKey)
            return Compute(Encoding.UTF8.GetString(source), Encoding.UTF8.GetString(name));
        var length = Encoding.UTF8.GetChars(source, key);
        var sourceLength = length;
        key[length++] = Separator;
        length += Encoding.UTF8.GetChars(name, key[length..]);
        if (_lookup.TryGetValue(key[..length], out var candidates))
            return candidates;
        candidates = Compute(key[..sourceLength].ToString(), key[(sourceLength + 1)..length].ToString());
        if (_remembered.Count < MaxRemembered)
            _remembered[key[..length].ToString()] = candidates;
        return candidates;
    }

    /// <summary>False when a field of the event already rules the candidate out, so that the event need not be parsed for it.</summary>
    public bool MayMatch(int rule, CloudTrailEvent @event)
    {
        var pinned = _pinned[rule];
        for (var i = 0; i < pinned.Length; i++)
        {
            if (pinned[i] is { } texts && !Contains(texts, @event.Span(Prefilters[i].Field)))
                return false;
        }
        return true;
    }

    private static bool Contains(byte[][] texts, ReadOnlySpan<byte> value)
    {
        foreach (var text in texts)
        {
            if (Ascii.EqualsIgnoreCase(text, value))
                return true;
        }
        return false;
    }

    /// <summary>Only ASCII texts: others compare differently without case.</summary>
    private static byte[][]? Pins(CompiledSigmaRule rule, string path) =>
        rule.Pinned(path) is { } texts && texts.All(text => Ascii.IsValid(text)) ? [.. texts.Select(Encoding.UTF8.GetBytes)] : null;

    private static IEnumerable<string> Keys(CompiledSigmaRule rule, string field) => (IEnumerable<string>?)rule.Pinned(field) ?? [Everything];

    private static string Key(string source, string name) => $"{source}{Separator}{name}";

    private int[] Compute(string source, string name)
    {
        var candidates = new SortedSet<int>();
        var withoutVersion = EventNames.WithoutVersion(name);
        var bare = withoutVersion.IsEmpty ? name : withoutVersion.ToString();
        foreach (var key in new[] { Key(source, name), Key(source, bare), Key(source, Everything), Key(Everything, name), Key(Everything, bare), Key(Everything, Everything) })
        {
            if (_byKey.TryGetValue(key, out var list))
                candidates.UnionWith(list);
        }
        return [.. candidates];
    }
}
