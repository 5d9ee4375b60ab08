using System.Buffers.Binary;
using Landward.Logs;
using Landward.Rules.Sigma;

namespace Landward.Detection;

/// <summary>The cells of the index that a worker has met.</summary>
/// <remarks>
/// Kinds come from the texts in rules, so there are only so many; still, a log that names every combination of them would fill memory,
/// so beyond a number of cells events are told apart by their name alone.
/// </remarks>
internal sealed class RuleCells(RuleIndex index)
{
    private const int MaxCells = 8192;

    /// <summary>A scene has two bits for each.</summary>
    private const int MaxQuestions = 2048;
    private const int RecentBits = 10;
    private const int MaxRecentLength = 256;

    private readonly TextFilter _filter = new(CloudTrailField.UserAgent, index.Needed);
    private readonly Dictionary<long, RuleCell> _cells = [];
    private readonly RuleCell?[] _ofNames = new RuleCell?[index.Names];

    /// <summary>
    /// What events said of which the cell was looked up last, in as many places: most events say the same as one before. Whatever a log
    /// says, there are no more.
    /// </summary>
    private readonly Recent[] _recent = new Recent[1 << RecentBits];

    /// <summary>The questions about scenes that cells ask, numbered.</summary>
    private readonly Dictionary<CompiledSigmaRule, int> _questions = new(CompiledSigmaRule.ByQuestion);

    /// <summary>Whether the event may match rules that need a text in the user agent.</summary>
    public bool MayMatchFiltered(CloudTrailEvent @event) => _filter.MayHold(@event);

    /// <summary>The rules that the event may match.</summary>
    public RuleCell Of(CloudTrailEvent @event)
    {
        var name = @event.Span(CloudTrailField.EventName);
        var source = @event.Span(CloudTrailField.EventSource);
        var type = @event.Span(CloudTrailField.IdentityType);
        var error = @event.Span(CloudTrailField.ErrorCode);
        // Where a text is missing, the reason counts.
        if (name.IsEmpty || source.IsEmpty || type.IsEmpty || (error.IsEmpty && (!@event.IsAbsent(CloudTrailField.ErrorCode) || @event.IsNull(CloudTrailField.ErrorCode))))
            return Find(@event);
        var hash = (End(name) * 0x9E3779B97F4A7C15) ^ (End(source) * 0xC2B2AE3D27D4EB4F) ^ (End(type) * 0x165667B19E3779F9) ^ (End(error) * 0xD6E8FEB86659FD93);
        ref var recent = ref _recent[(hash ^ (hash >> 29)) * 0x9E3779B97F4A7C15 >> (64 - RecentBits)];
        if (recent.Is(name, source, type, error))
            return recent.Cell!;
        var cell = Find(@event);
        if (name.Length + source.Length + type.Length + error.Length <= MaxRecentLength)
            recent.Set(name, source, type, error, cell);
        return cell;
    }

    private RuleCell Find(CloudTrailEvent @event)
    {
        var kind = index.Kind(@event, out var name);
        if (_cells.TryGetValue(kind, out var cell))
            return cell;
        if (_cells.Count >= MaxCells)
            return _ofNames[name] ??= Prepared(index.CellOfName(name));
        _cells.Add(kind, cell = Prepared(index.Cell(kind)));
        return cell;
    }

    private RuleCell Prepared(RuleCell cell)
    {
        var (open, filtered) = (Array.ConvertAll(cell.Open, Prepared), Array.ConvertAll(cell.Filtered, Prepared));
        return cell with { Open = open, Filtered = filtered, NeedsMembers = open.Concat(filtered).Any(rule => !rule.Members.IsEmpty) };
    }

    /// <summary>Takes out of the rule what need be asked once a scene, and what can be seen without asking.</summary>
    private OpenRule Prepared(OpenRule rule)
    {
        rule = rule with { Members = MemberNames.Of(rule.Rule.Members("requestParameters")) };
        var (repeated, rest) = rule.Rule.Split();
        if (repeated.Decided == true)
            return rule;
        if (!_questions.TryGetValue(repeated, out var question))
        {
            if (_questions.Count == MaxQuestions)
                return rule;
            _questions.Add(repeated, question = _questions.Count);
        }
        return rule with { OfScene = repeated, Question = question, OfEvent = rest.Decided == true ? null : rest };
    }

    /// <summary>The last bytes of a text, in which texts of a kind differ most, with its length.</summary>
    private static ulong End(ReadOnlySpan<byte> text) =>
        text.Length >= 8 ? BinaryPrimitives.ReadUInt64LittleEndian(text[^8..]) + (ulong)text.Length : text.IsEmpty ? 0 : (ulong)text[0] + ((ulong)text[^1] << 8) + ((ulong)text.Length << 16);

    private struct Recent
    {
        private byte[]? _texts;
        private int _name;
        private int _source;
        private int _type;
        private int _length;

        public RuleCell? Cell { get; private set; }

        public void Set(ReadOnlySpan<byte> name, ReadOnlySpan<byte> source, ReadOnlySpan<byte> type, ReadOnlySpan<byte> error, RuleCell cell)
        {
            _texts ??= new byte[MaxRecentLength];
            (_name, _source, _type) = (name.Length, name.Length + source.Length, name.Length + source.Length + type.Length);
            _length = _type + error.Length;
            name.CopyTo(_texts);
            source.CopyTo(_texts.AsSpan(_name));
            type.CopyTo(_texts.AsSpan(_source));
            error.CopyTo(_texts.AsSpan(_type));
            Cell = cell;
        }

        public readonly bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> source, ReadOnlySpan<byte> type, ReadOnlySpan<byte> error)
        {
            ReadOnlySpan<byte> texts = _texts;
            return Cell is not null
                && _name == name.Length && _source - _name == source.Length && _type - _source == type.Length && _length - _type == error.Length
                && texts[.._name].SequenceEqual(name)
                && texts[_name.._source].SequenceEqual(source)
                && texts[_source.._type].SequenceEqual(type)
                && texts[_type.._length].SequenceEqual(error);
        }
    }
}
