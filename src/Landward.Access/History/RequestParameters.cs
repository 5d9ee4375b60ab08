using System.Text;
using System.Text.Json;

namespace Landward.Access.History;

/// <summary>The scalars of an event's requestParameters, flat: the name of a list's items is the list's nearest member name. Reused from event to event.</summary>
internal sealed class RequestParameters
{
    private const int MaxValues = 200;
    private const int MaxDepth = 16;
    private const int MaxLength = 2048;

    private readonly List<(string Name, string Value)> _values = [];
    private readonly string[] _names = new string[MaxDepth + 1];

    /// <summary>More values than are read: what is missing may name further resources.</summary>
    public bool Truncated { get; private set; }

    public IReadOnlyList<(string Name, string Value)> Values => _values;

    /// <summary>Reads the JSON text of an event's requestParameters, which the log reader found well-formed.</summary>
    public void Read(ReadOnlySpan<byte> json)
    {
        _values.Clear();
        Truncated = false;
        if (json.IsEmpty || json[0] != (byte)'{')
            return;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 128 });
        Array.Fill(_names, string.Empty);
        while (reader.Read())
        {
            var depth = Math.Min(reader.CurrentDepth, MaxDepth);
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    _names[depth] = Text(ref reader);
                    break;
                case JsonTokenType.StartObject or JsonTokenType.StartArray when depth < MaxDepth:
                    _names[depth + 1] = _names[depth];
                    break;
                case JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                    if (_values.Count >= MaxValues)
                        Truncated = true;
                    else if (reader.ValueSpan.Length <= MaxLength)
                        _values.Add((_names[depth], reader.TokenType == JsonTokenType.String ? Text(ref reader) : Encoding.UTF8.GetString(reader.ValueSpan)));
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>The values of a name, whatever its case.</summary>
    public void Collect(string name, List<string> into)
    {
        foreach (var (candidate, value) in _values)
        {
            if (value.Length > 0 && string.Equals(candidate, name, StringComparison.OrdinalIgnoreCase) && !into.Contains(value))
                into.Add(value);
        }
    }

    public string? First(string name)
    {
        foreach (var (candidate, value) in _values)
        {
            if (value.Length > 0 && string.Equals(candidate, name, StringComparison.OrdinalIgnoreCase))
                return value;
        }
        return null;
    }

    private static string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair: no name of a resource.
            return string.Empty;
        }
    }
}
