using System.Collections.Frozen;
using System.Text.Json;
using Landward.Policy;

namespace Landward.Access.History;

/// <summary>Events of one name: their action, and which of their parameters its resources and the condition keys in question depend on.</summary>
internal sealed class EventShape
{
    private const int MaxNameLength = 128;

    private readonly FrozenSet<string> _names;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public EventShape(string source, string name, IamAction? action, IEnumerable<string> contextParameters)
    {
        Source = source;
        Name = name;
        Action = action;
        Templates = action is null ? [] : [.. action.ResourceTypes.Select(resource => new ResourceTemplate(action, resource))];
        _names = Templates.SelectMany(template => template.ParameterNames).Concat(contextParameters).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        _lookup = _names.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public string Source { get; }

    public string Name { get; }

    /// <summary>Null when no IAM action of this name is known.</summary>
    public IamAction? Action { get; }

    public ResourceTemplate[] Templates { get; }

    /// <summary>Adds the parameters that matter, so that events which differ only in others are the same request.</summary>
    public void AddParameters(ReadOnlySpan<byte> json, ref EventFingerprint fingerprint)
    {
        if (Action is null || json.IsEmpty || json[0] != (byte)'{' || (_names.Count == 0 && Templates.Length == 0))
            return;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 128 });
        ReadOnlySpan<byte> name = default;
        var matters = false;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    name = reader.ValueSpan;
                    matters = Matters(name);
                    break;
                case JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                    if (matters || reader.ValueSpan.StartsWith("arn:"u8))
                    {
                        fingerprint.Add(name);
                        fingerprint.Add(reader.ValueSpan);
                    }
                    break;
                default:
                    break;
            }
        }
    }

    private bool Matters(ReadOnlySpan<byte> name)
    {
        if (name.Length > MaxNameLength)
            return true;
        Span<char> text = stackalloc char[name.Length];
        for (var i = 0; i < name.Length; i++)
        {
            // An escape or a letter that is none of ours: rather one class too many.
            if (name[i] >= 0x80 || name[i] == (byte)'\\')
                return true;
            text[i] = (char)name[i];
        }
        return _lookup.Contains(text);
    }
}
