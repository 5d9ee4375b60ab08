using System.Collections.Immutable;
using System.Text.Json;

namespace Landward.Rules.EventPatterns;

/// <summary>A scalar of an event.</summary>
/// <param name="Kind">String, Number, True, False or Null.</param>
/// <param name="Text">The string itself, or the JSON text of any other scalar.</param>
/// <param name="Number">The value of a number that a double holds exactly.</param>
/// <param name="Arrays">Which element of which array the scalar stands in, outermost first.</param>
internal sealed record EventField(JsonValueKind Kind, string Text, double? Number, ImmutableArray<ArrayPosition> Arrays);

/// <summary>An element of an array of the event. Arrays are numbered in reading order.</summary>
internal readonly record struct ArrayPosition(int Array, int Index);

/// <summary>Collects the scalars of an event that a pattern asks about, by dotted path.</summary>
internal sealed class EventFieldReader(PathIndex paths)
{
    private readonly Dictionary<string, List<EventField>> _fields = new(StringComparer.Ordinal);
    private int _arrays;

    public IReadOnlyDictionary<string, List<EventField>> Read(JsonElement root)
    {
        ReadObject(root, string.Empty, []);
        return _fields;
    }

    private void ReadObject(JsonElement element, string prefix, ImmutableArray<ArrayPosition> arrays)
    {
        foreach (var property in element.EnumerateObject())
        {
            var path = prefix.Length == 0 ? property.Name : $"{prefix}.{property.Name}";
            if (paths.IsPath(path) || paths.IsPrefix(path))
                ReadValue(property.Value, path, arrays);
        }
    }

    private void ReadValue(JsonElement value, string path, ImmutableArray<ArrayPosition> arrays)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                if (paths.IsPrefix(path))
                    ReadObject(value, path, arrays);
                break;
            case JsonValueKind.Array:
                var array = _arrays++;
                var index = 0;
                foreach (var item in value.EnumerateArray())
                    ReadValue(item, path, arrays.Add(new ArrayPosition(array, index++)));
                break;
            default:
                if (paths.IsPath(path))
                    Add(path, Scalar(value, arrays));
                break;
        }
    }

    private static EventField Scalar(JsonElement value, ImmutableArray<ArrayPosition> arrays) => value.ValueKind switch
    {
        JsonValueKind.String => new EventField(JsonValueKind.String, value.GetString()!, null, arrays),
        JsonValueKind.Number => new EventField(JsonValueKind.Number, value.GetRawText(), ExactNumber.Parse(value.GetRawText()), arrays),
        _ => new EventField(value.ValueKind, value.GetRawText(), null, arrays),
    };

    private void Add(string path, EventField field)
    {
        if (!_fields.TryGetValue(path, out var list))
            _fields.Add(path, list = []);
        list.Add(field);
    }
}
