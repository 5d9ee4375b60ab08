using System.Text;

namespace Landward.Rules.MetricFilters;

/// <summary>A space-delimited pattern laid over the values of a message.</summary>
internal sealed class DelimitedEvaluator
{
    private readonly string[] _names;
    private readonly int _ellipsis = -1;
    private readonly List<(int Field, FieldComparison Comparison)[][]> _conditions = [];

    public DelimitedEvaluator(DelimitedPattern pattern)
    {
        var names = new List<string>();
        foreach (var slot in pattern.Slots)
        {
            if (slot.IsEllipsis)
                _ellipsis = names.Count;
            else if (slot.Condition is not { } condition)
                names.Add(slot.Name);
            else
                _conditions.Add(Resolve(condition, names));
        }
        _names = [.. names];
    }

    public bool Matches(ReadOnlySpan<byte> message)
    {
        Span<Range> buffer = stackalloc Range[DelimitedLine.MaxValues];
        return Lay(message, buffer, out var values) && Holds(message, values);
    }

    /// <summary>Every value of a matching message: <c>$name</c>, or <c>$3</c> for the third value where it has no name.</summary>
    public List<KeyValuePair<string, string>> Extract(ReadOnlySpan<byte> message)
    {
        var extracted = new List<KeyValuePair<string, string>>();
        var buffer = new Range[DelimitedLine.MaxValues];
        var count = Lay(message, buffer, out var values) ? values.Length : 0;
        for (var i = 0; i < count; i++)
        {
            var field = Field(i, count);
            var name = field >= 0 && _names[field].Length > 0 ? _names[field] : $"{i + 1}";
            extracted.Add(KeyValuePair.Create($"${name}", Encoding.UTF8.GetString(message[buffer[i]])));
        }
        return extracted;
    }

    /// <summary>Each name that is new stands for the next value: <c>status = 4* &amp;&amp; bytes &gt; 1000</c> speaks of two.</summary>
    private static (int, FieldComparison)[][] Resolve(FieldCondition condition, List<string> names) =>
    [
        .. condition.Alternatives.Select(alternative => alternative.Select(comparison =>
        {
            var field = comparison.Name.Length == 0 ? -1 : names.IndexOf(comparison.Name);
            if (field < 0)
            {
                field = names.Count;
                names.Add(comparison.Name);
            }
            return (field, comparison);
        }).ToArray()),
    ];

    private bool Lay(ReadOnlySpan<byte> message, Span<Range> buffer, out ReadOnlySpan<Range> values)
    {
        var count = DelimitedLine.Split(message, buffer);
        values = count < 0 ? default : buffer[..count];
        return count >= 0 && (_ellipsis < 0 ? count == _names.Length : count >= _names.Length);
    }

    private bool Holds(ReadOnlySpan<byte> message, ReadOnlySpan<Range> values)
    {
        foreach (var alternatives in _conditions)
        {
            var any = false;
            foreach (var alternative in alternatives)
            {
                var all = true;
                foreach (var (field, comparison) in alternative)
                    all &= comparison.Value.Compares(comparison.Operator, message[values[Value(field, values.Length)]], isNumber: false);
                any |= all;
            }
            if (!any)
                return false;
        }
        return true;
    }

    /// <summary>Fields behind the ellipsis are counted from the message's end.</summary>
    private int Value(int field, int count) => _ellipsis >= 0 && field >= _ellipsis ? count - _names.Length + field : field;

    private int Field(int value, int count)
    {
        if (_ellipsis < 0 || value < _ellipsis)
            return value;
        var field = value - (count - _names.Length);
        return field >= _ellipsis ? field : -1;
    }
}
