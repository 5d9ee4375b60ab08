using System.Text;
using System.Text.Json;

namespace Landward.Logs;

/// <summary>
/// One CloudTrail event as a view of the reader's buffer: valid until the next read. The fields of <see cref="CloudTrailField"/> cost
/// nothing; the whole document is parsed only when <see cref="Root"/> is asked for.
/// </summary>
public sealed class CloudTrailEvent : IDisposable
{
    /// <summary>Nesting beyond this is no CloudTrail event.</summary>
    public const int MaxDepth = 128;

    private const int FieldCount = (int)CloudTrailField.WebIdFederationData + 1;
    private static readonly JsonDocumentOptions DocumentOptions = new() { MaxDepth = MaxDepth };

    private readonly (int Start, int Length, bool Unescaped, bool IsPresent)[] _slices = new (int, int, bool, bool)[FieldCount];
    private byte[] _unescaped = new byte[256];
    private int _unescapedLength;
    private JsonDocument? _document;

    internal CloudTrailEvent()
    {
    }

    /// <summary>The event's JSON text, UTF-8.</summary>
    public ReadOnlyMemory<byte> Json { get; private set; }

    /// <summary>The event as a document, parsed on first use.</summary>
    public JsonElement Root => (_document ??= JsonDocument.Parse(Json, DocumentOptions)).RootElement;

    /// <summary>The field's text without quotes and escapes (of the fields that are objects or lists, their JSON text); empty when it is absent or null.</summary>
    public ReadOnlySpan<byte> Span(CloudTrailField field)
    {
        var (start, length, unescaped, _) = _slices[(int)field];
        return unescaped ? _unescaped.AsSpan(start, length) : Json.Span.Slice(start, length);
    }

    /// <summary>Whether the field is absent or null; an empty text, an object and an array are present, though their span is empty.</summary>
    public bool IsAbsent(CloudTrailField field) => !_slices[(int)field].IsPresent;

    /// <summary>Whether the field is there and null.</summary>
    public bool IsNull(CloudTrailField field) => _slices[(int)field] is { Unescaped: true, IsPresent: false };

    /// <summary>The field's text, or null when it is absent, null or empty.</summary>
    public string? Text(CloudTrailField field)
    {
        var span = Span(field);
        return span.IsEmpty ? null : Encoding.UTF8.GetString(span);
    }

    public void Dispose() => _document?.Dispose();

    internal void Reset()
    {
        _document?.Dispose();
        _document = null;
        _unescapedLength = 0;
        Json = default;
        Array.Clear(_slices);
    }

    internal void SetJson(ReadOnlyMemory<byte> json) => Json = json;

    /// <summary>Keeps the JSON text of an object or list; false when the bytes end before it does.</summary>
    internal bool SetStructure(CloudTrailField field, ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            Set(field, ref reader);
            return true;
        }
        var start = (int)reader.TokenStartIndex;
        if (!reader.TrySkip())
            return false;
        _slices[(int)field] = (start, (int)reader.BytesConsumed - start, false, true);
        return true;
    }

    internal void Set(CloudTrailField field, ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String when reader.ValueIsEscaped:
                var needed = _unescapedLength + reader.ValueSpan.Length;
                if (needed > _unescaped.Length)
                    Array.Resize(ref _unescaped, Math.Max(needed, _unescaped.Length * 2));
                var written = reader.CopyString(_unescaped.AsSpan(_unescapedLength));
                _slices[(int)field] = (_unescapedLength, written, true, true);
                _unescapedLength += written;
                break;
            case JsonTokenType.String:
                _slices[(int)field] = ((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length, false, true);
                break;
            case JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                _slices[(int)field] = ((int)reader.TokenStartIndex, reader.ValueSpan.Length, false, true);
                break;
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                _slices[(int)field] = (0, 0, false, true);
                break;
            default:
                _slices[(int)field] = (0, 0, true, false);
                break;
        }
    }
}
