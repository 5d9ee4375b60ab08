using System.Collections.Immutable;
using System.Text;
using Landward.Logs;
using Landward.Rules.Sigma;
using Landward.Rules.Text;

namespace Landward.Detection;

/// <summary>
/// A field by which events are told apart before rules are asked: each text that rules compare it with is a value of its own, all others
/// are one. Everything remembered comes from the rules, nothing from events.
/// </summary>
internal sealed class EventKind
{
    private readonly CloudTrailField _field;
    private readonly string[] _texts;
    private readonly CaselessTable<int> _table;
    private readonly SigmaKnownField?[] _known;
    private readonly bool _hasVersions;

    public EventKind(string path, IReadOnlyCollection<CompiledSigmaRule> rules)
    {
        Path = path;
        _field = CloudTrailSigmaEvent.Fields[path];
        _hasVersions = _field == CloudTrailField.EventName;
        var texts = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var rule in rules)
            rule.AddTexts(path, texts);
        _texts = [.. texts.Where(text => text.Length > 0 && Ascii.IsValid(text)).Order(StringComparer.OrdinalIgnoreCase)];
        _table = new CaselessTable<int>(_texts.Select((text, i) => KeyValuePair.Create(text, i)));
        _known = [.. Known()];
    }

    public string Path { get; }

    /// <summary>How many values there are.</summary>
    public int Count => _known.Length;

    /// <summary>The value that says nothing about the field.</summary>
    public int Unknown => Count - 1;

    /// <summary>What is known about the field in events of the value; null for nothing.</summary>
    public SigmaKnownField? this[int value] => _known[value];

    public int Of(CloudTrailEvent @event)
    {
        var text = @event.Span(_field);
        if (text.IsEmpty)
            return @event.IsNull(_field) ? Other + 2 : @event.IsAbsent(_field) ? Other + 1 : Unknown;
        if (_table.TryGet(text, out var value))
            return value;
        // Of a text that is JSON itself a part may equal a rule's text.
        if (text[0] <= ' ' || text[0] is (byte)'{' or (byte)'[')
            return Unknown;
        return _hasVersions && EventNames.WithoutVersion(text) is { IsEmpty: false } bare && _table.TryGet(bare, out var plain) ? _texts.Length + plain : Other;
    }

    private int Other => _texts.Length * 2;

    /// <summary>Each text, each text with a version behind it, any other text, absent, null, unknown.</summary>
    private IEnumerable<SigmaKnownField?> Known()
    {
        var none = ImmutableHashSet.Create<string>(StringComparer.OrdinalIgnoreCase);
        var all = none.Union(_texts);
        foreach (var text in _texts)
        {
            var bare = _hasVersions ? Encoding.ASCII.GetString(EventNames.WithoutVersion(Encoding.ASCII.GetBytes(text))) : string.Empty;
            yield return new SigmaKnownField(SigmaFieldState.Text, bare.Length == 0 ? none.Add(text) : none.Add(text).Add(bare), null);
        }
        foreach (var text in _texts)
            yield return new SigmaKnownField(SigmaFieldState.Text, none.Add(text), all.Remove(text));
        yield return new SigmaKnownField(SigmaFieldState.Text, none, all);
        yield return SigmaKnownField.Absent;
        yield return SigmaKnownField.Null;
        yield return null;
    }
}
