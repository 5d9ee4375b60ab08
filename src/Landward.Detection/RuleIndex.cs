using System.Buffers;
using Landward.Logs;
using Landward.Rules.Sigma;

namespace Landward.Detection;

/// <summary>
/// The rules by what they ask of an event's name, its source, the type of its caller and its error. Most rules pin some of these, and
/// many ask for nothing else. Shared by the workers of a run.
/// </summary>
internal sealed class RuleIndex
{
    private const string UserAgent = "userAgent";

    private readonly OpenRule[] _rules;
    private readonly EventKind[] _kinds;
    private readonly bool[] _needsText;

    /// <summary>The rules that pin the name to a text, by that, and the rules that do not.</summary>
    private readonly ILookup<string, OpenRule> _pinned;
    private readonly OpenRule[] _unpinned;

    /// <summary>By the value of the name; filled when first asked for, by any worker: each would fill in the same.</summary>
    private readonly OpenRule[]?[] _byName;

    public RuleIndex(IReadOnlyCollection<CompiledSigmaRule> rules)
    {
        _rules = [.. rules.Select((rule, position) => new OpenRule(position, rule))];
        _kinds = [.. new[] { "eventName", "eventSource", "userIdentity.type", "errorCode" }.Select(path => new EventKind(path, rules))];
        var names = _rules.ToLookup(rule => rule.Rule.Pinned(_kinds[0].Path) is not null);
        _pinned = names[true]
            .SelectMany(rule => rule.Rule.Pinned(_kinds[0].Path)!.Select(text => (Text: text, Rule: rule)))
            .ToLookup(pin => pin.Text, pin => pin.Rule, StringComparer.OrdinalIgnoreCase);
        _unpinned = [.. names[false]];
        _byName = new OpenRule[]?[_kinds[0].Count];
        var needed = rules.Select(rule => rule.Contained(UserAgent)).ToArray();
        _needsText = [.. needed.Select(texts => texts is not null)];
        Needed = SearchValues.Create([.. needed.SelectMany(texts => texts ?? []).Distinct(StringComparer.OrdinalIgnoreCase)], StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>How many values of the name are told apart.</summary>
    public int Names => _byName.Length;

    /// <summary>The texts that rules need in the user agent.</summary>
    public SearchValues<string> Needed { get; }

    /// <summary>A number for the event's kind; the part of it that depends on the name alone is <paramref name="name"/>.</summary>
    public long Kind(CloudTrailEvent @event, out int name)
    {
        name = _kinds[0].Of(@event);
        long kind = name;
        for (var i = 1; i < _kinds.Length; i++)
            kind = (kind * _kinds[i].Count) + _kinds[i].Of(@event);
        return kind;
    }

    /// <summary>The rules that events of a kind may match.</summary>
    public RuleCell Cell(long kind)
    {
        var known = new Dictionary<string, SigmaKnownField>(StringComparer.Ordinal);
        for (var i = _kinds.Length - 1; i > 0; i--)
        {
            if (_kinds[i][(int)(kind % _kinds[i].Count)] is { } field)
                known.Add(_kinds[i].Path, field);
            kind /= _kinds[i].Count;
        }
        return Cell(Given(Named((int)kind), known));
    }

    /// <summary>The rules that events of a name may match, whatever else they say.</summary>
    public RuleCell CellOfName(int name) => Cell(Named(name));

    private OpenRule[] Named(int name) => _byName[name] ??= _kinds[0][name] is { } field ? Named(field) : _rules;

    private OpenRule[] Named(SigmaKnownField field)
    {
        // A rule that pins the name to texts the field may still have beside its known forms asks for it again.
        var pinned = field.Excluded is null ? field.Forms.SelectMany(text => _pinned[text]).Distinct() : _rules.Except(_unpinned);
        return Given([.. _unpinned.Concat(pinned)], new Dictionary<string, SigmaKnownField>(StringComparer.Ordinal) { [_kinds[0].Path] = field });
    }

    private static OpenRule[] Given(OpenRule[] rules, Dictionary<string, SigmaKnownField> known) =>
        [.. rules.Select(rule => new OpenRule(rule.Position, rule.Rule.Given(known))).Where(rule => rule.Rule.Decided != false)];

    private RuleCell Cell(OpenRule[] rules)
    {
        var open = rules.ToLookup(rule => rule.Rule.Decided is null);
        var filtered = open[true].ToLookup(rule => _needsText[rule.Position]);
        return new RuleCell([.. open[false].Select(rule => rule.Position)], [.. filtered[false]], [.. filtered[true]]);
    }
}
