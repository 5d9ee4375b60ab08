using System.Text;
using System.Text.Json;

namespace Landward.Logs;

/// <summary>
/// One CloudTrail event as a view of the reader's buffer: valid until the next read. The fields of <see cref="CloudTrailField"/> cost
/// nothing; the whole document is parsed only when <see cref="Root"/> is asked for. The reader has checked that it is JSON and UTF-8,
/// so neither fails. Of keys that occur twice in an object the last counts.
/// </summary>
public sealed class CloudTrailEvent : IDisposable
{
    /// <summary>The number of fields.</summary>
    internal const int FieldCount = (int)CloudTrailField.UserIdentity + 1;

    /// <summary>Nesting beyond this is no CloudTrail event.</summary>
    public const int MaxDepth = 128;

    private static readonly JsonDocumentOptions DocumentOptions = new() { MaxDepth = MaxDepth };

    private readonly (int Start, int Length)[] _slices = new (int, int)[FieldCount + 1];
    private byte[] _json = [];
    private int _start;
    private int _length;
    private byte[] _replaced = [];
    private byte[] _unescaped = [];
    private int _unescapedLength;
    private JsonDocument? _document;

    private ulong _present;
    private ulong _null;

    /// <summary>Those that hold escapes, and those whose slice is of <see cref="_unescaped"/> instead of the JSON text.</summary>
    private ulong _escaped;
    private ulong _resolved;

    /// <summary>Whether surrogates stand in the text without their other halves.</summary>
    private bool _hasHalves;

    internal CloudTrailEvent()
    {
    }

    /// <summary>The fields that are there and not null, a bit each by its number.</summary>
    public ulong Present => _present;

    /// <summary>The fields that are there and null.</summary>
    public ulong Null => _null;

    /// <summary>The event's JSON text, UTF-8.</summary>
    public ReadOnlyMemory<byte> Json => _json.AsMemory(_start, _length);

    /// <summary>The event as a document, parsed on first use.</summary>
    public JsonElement Root => (_document ??= JsonDocument.Parse(Json, DocumentOptions)).RootElement;

    /// <summary>The field's text without quotes and escapes (of the fields that are objects or lists, their JSON text); empty when it is absent or null.</summary>
    public ReadOnlySpan<byte> Span(CloudTrailField field)
    {
        var bit = Bit((int)field);
        if ((_present & bit) == 0)
            return default;
        if ((_escaped & bit) != 0)
            return Unescaped(field);
        var (start, length) = _slices[(int)field];
        return new ReadOnlySpan<byte>(_json, _start + start, length);
    }

    /// <summary>The JSON text of a field that is an object or a list; empty for others, a text that reads like one too.</summary>
    public ReadOnlyMemory<byte> Structure(CloudTrailField field)
    {
        if ((_present & ~_escaped & Bit((int)field)) == 0)
            return default;
        var (start, length) = (_slices[(int)field].Start + _start, _slices[(int)field].Length);
        return length > 0 && _json[start] is (byte)'{' or (byte)'[' && _json[start - 1] != '"' ? _json.AsMemory(start, length) : default;
    }

    /// <summary>Whether the field is absent or null; an empty text, an object and an array are present, though their span is empty.</summary>
    public bool IsAbsent(CloudTrailField field) => (_present & Bit((int)field)) == 0;

    /// <summary>Whether the field is there and null.</summary>
    public bool IsNull(CloudTrailField field) => (_null & Bit((int)field)) != 0;

    /// <summary>The field's text, or null when it is absent, null or empty.</summary>
    public string? Text(CloudTrailField field)
    {
        var span = Span(field);
        return span.IsEmpty ? null : Encoding.UTF8.GetString(span);
    }

    public void Dispose() => _document?.Dispose();

    /// <summary>A set of fields as bits.</summary>
    internal static ulong Bit(int field) => 1UL << field;

    internal void Reset()
    {
        if (_document is not null)
        {
            _document.Dispose();
            _document = null;
        }
        (_json, _start, _length) = ([], 0, 0);
        _hasHalves = false;
        _unescapedLength = 0;
        _present = _null = _escaped = _resolved = 0;
    }

    /// <summary>Takes a part of a buffer as the event's JSON text.</summary>
    internal void SetJson(byte[] buffer, int start, int length)
    {
        (_json, _start, _length) = (buffer, start, length);
        if (!_hasHalves)
            return;
        if (_replaced.Length < length)
            _replaced = new byte[length];
        buffer.AsSpan(start, length).CopyTo(_replaced);
        JsonEscapes.Replace(_replaced.AsSpan(0, length));
        (_json, _start) = (_replaced, 0);
    }

    /// <summary>
    /// The fields' places in the JSON text; of texts, between their quotes. The last is of what is no field. A place counts when
    /// <see cref="SetSeen"/> says that the field is there.
    /// </summary>
    internal (int Start, int Length)[] Slices => _slices;

    /// <summary>Takes back what was said of fields but their places: a later key of the same name says something else.</summary>
    internal void Forget(ulong fields)
    {
        _null &= ~fields;
        _escaped &= ~fields;
    }

    internal void SetNull(ulong fields) => _null |= fields;

    /// <summary>The field's text holds escapes.</summary>
    internal void SetEscaped(ulong field) => _escaped |= field;

    internal void SetHasHalves() => _hasHalves = true;

    /// <summary>All fields that are there, null or not.</summary>
    internal void SetSeen(ulong fields) => _present = fields & ~_null;

    private ReadOnlySpan<byte> Unescaped(CloudTrailField field)
    {
        if ((_resolved & Bit((int)field)) == 0)
            Resolve(field);
        var (start, length) = _slices[(int)field];
        return _unescaped.AsSpan(start, length);
    }

    private void Resolve(CloudTrailField field)
    {
        var (start, length) = _slices[(int)field];
        if (_unescapedLength + length > _unescaped.Length)
            Array.Resize(ref _unescaped, Math.Max(_unescapedLength + length, _unescaped.Length * 2));
        var written = JsonEscapes.Unescape(_json.AsSpan(_start + start, length), _unescaped.AsSpan(_unescapedLength));
        _slices[(int)field] = (_unescapedLength, written);
        _unescapedLength += written;
        _resolved |= Bit((int)field);
    }
}
