using Landward.Logs;
using Landward.Rules.MetricFilters;

namespace Landward.Detection.Alarms;

/// <summary>The fields of a CloudTrail event that its reader picks, for filter patterns.</summary>
internal sealed class AlarmEventFields : FilterFields
{
    private static readonly Dictionary<string, int> Selectors =
        CloudTrailSigmaEvent.Fields.ToDictionary(field => $"$.{field.Key}", field => (int)field.Value, StringComparer.Ordinal);

    private CloudTrailEvent? _event;

    public override IReadOnlyDictionary<string, int> Numbers => Selectors;

    public void Set(CloudTrailEvent @event) => _event = @event;

    public override FilterFieldState Read(int number, out ReadOnlySpan<byte> text)
    {
        var field = (CloudTrailField)number;
        text = _event!.Span(field);
        if (!text.IsEmpty)
            return FilterFieldState.Text;
        if (_event.IsNull(field))
            return FilterFieldState.Null;
        // An empty text, an object or an array.
        return _event.IsAbsent(field) ? FilterFieldState.Absent : FilterFieldState.Unknown;
    }
}
