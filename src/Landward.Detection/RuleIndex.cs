using System.Text;
using Landward.Logs;
using Landward.Rules.Sigma;
using Landward.Rules.Text;

namespace Landward.Detection;

/// <summary>
/// The rules that may match an event, by its source and name. Most rules pin both, so an event meets a handful of them. Everything
/// remembered comes from the rules, nothing from events: names that no rule knows cost two look-ups, whatever they are.
/// </summary>
internal sealed class RuleIndex
{
    private readonly CaselessTable<int> _sources;
    private readonly CaselessTable<int> _names;
    private readonly int[][] _byName;
    private readonly HashSet<string>?[] _sourcesOf;
    private readonly string[] _sourceTexts;
    private readonly int[] _all;

    /// <summary>By source and name; filled when first asked for, by any worker: each would fill in the same.</summary>
    private readonly int[]?[] _candidates;

    public RuleIndex(IReadOnlyList<CompiledSigmaRule> rules)
    {
        _all = [.. Enumerable.Range(0, rules.Count)];
        _sourcesOf = [.. rules.Select(rule => Pins(rule, "eventSource"))];
        _sourceTexts = [.. _sourcesOf.OfType<HashSet<string>>().SelectMany(sources => sources).Distinct(StringComparer.OrdinalIgnoreCase)];
        _sources = new CaselessTable<int>(_sourceTexts.Select((text, i) => KeyValuePair.Create(text, i)));

        var byName = new Dictionary<string, SortedSet<int>>(StringComparer.OrdinalIgnoreCase);
        var anywhere = new List<int>();
        for (var rule = 0; rule < rules.Count; rule++)
        {
            if (Pins(rules[rule], "eventName") is not { } names)
                anywhere.Add(rule);
            else
                names.ToList().ForEach(name => (byName.TryGetValue(name, out var set) ? set : byName[name] = []).Add(rule));
        }
        var texts = byName.Keys.ToArray();
        _names = new CaselessTable<int>(texts.Select((text, i) => KeyValuePair.Create(text, i)));
        // A versioned name counts as the plain one, too.
        _byName = [.. texts.Select(text => (int[])[.. byName[text].Concat(byName.GetValueOrDefault(Bare(text)) ?? []).Concat(anywhere).Distinct().Order()]), [.. anywhere]];
        _candidates = new int[]?[(_sourceTexts.Length + 1) * _byName.Length];
    }

    /// <summary>Positions of the rules that may match, ascending.</summary>
    public int[] Candidates(CloudTrailEvent @event)
    {
        var source = @event.Span(CloudTrailField.EventSource);
        var name = @event.Span(CloudTrailField.EventName);
        if (!IsName(source, out var sourceAt, _sources, _sourceTexts.Length) || !IsName(name, out var nameAt, _names, _byName.Length - 1))
            return _all;
        if (nameAt == _byName.Length - 1 && EventNames.WithoutVersion(name) is { IsEmpty: false } bare && _names.TryGet(bare, out var bareAt))
            nameAt = bareAt;
        ref var cell = ref _candidates[(sourceAt * _byName.Length) + nameAt];
        return cell ??= [.. _byName[nameAt].Where(rule => _sourcesOf[rule] is not { } sources || (sourceAt < _sourceTexts.Length && sources.Contains(_sourceTexts[sourceAt])))];
    }

    /// <summary>False for what is no plain text, of which a part may equal a rule's value: an object, an array, JSON in a text.</summary>
    private static bool IsName(ReadOnlySpan<byte> text, out int position, CaselessTable<int> table, int other)
    {
        if (table.TryGet(text, out position))
            return true;
        position = other;
        return !text.IsEmpty && text.TrimStart(" \t\r\n"u8) is not [(byte)'{' or (byte)'[', ..];
    }

    /// <summary>The values of which the rule's field must have one; null where it may have others, or values beyond ASCII.</summary>
    private static HashSet<string>? Pins(CompiledSigmaRule rule, string path) =>
        rule.Pinned(path) is { } texts && texts.All(text => Ascii.IsValid(text)) ? texts.ToHashSet(StringComparer.OrdinalIgnoreCase) : null;

    private static string Bare(string name) => Encoding.ASCII.GetString(EventNames.WithoutVersion(Encoding.ASCII.GetBytes(name)));
}
