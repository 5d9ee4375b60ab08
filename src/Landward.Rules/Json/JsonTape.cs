using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace Landward.Rules.Json;

/// <summary>
/// A JSON document as a flat list of values over its own UTF-8 bytes. One tape reads any number of documents, one after the other: once
/// its arrays have grown, reading allocates nothing. Not safe to use from several threads.
/// </summary>
/// <remarks>
/// Elements and the texts they hand out are valid until the next <see cref="TryRead"/>. Of members with the same name the last one
/// counts, as with <see cref="JsonElement.TryGetProperty(string, out JsonElement)"/>; the earlier ones are not there.
/// </remarks>
public sealed class JsonTape
{
    /// <summary>Nesting beyond this is refused.</summary>
    public const int DefaultMaxDepth = 128;

    /// <summary>More values (names of members counted too) than this are refused: they would take 20 MB.</summary>
    public const int DefaultMaxValues = 1_000_000;

    /// <summary>Up to so many members names are compared one by one.</summary>
    private const int SmallObject = 64;

    private readonly JsonReaderOptions _options;
    private readonly int _maxValues;
    private readonly OpenObject[] _open;
    private JsonTapeValue[] _values = new JsonTapeValue[128];
    private int _count;
    private byte[] _json = [];
    private int _offset;
    private int _length;
    private byte[] _texts = [];
    private int _textsLength;
    private bool _compact;
    private bool _unsettled;
    private EmbeddedJson? _embedded;
    private ArrayBufferWriter<byte>? _canonical;

    public JsonTape(int maxDepth = DefaultMaxDepth, int maxValues = DefaultMaxValues)
    {
        _options = new JsonReaderOptions { MaxDepth = maxDepth };
        _maxValues = maxValues;
        _open = new OpenObject[maxDepth];
    }

    /// <summary>The document read last; of kind <see cref="JsonValueKind.Undefined"/> when there is none.</summary>
    public JsonTapeElement Root => new(this, 0);

    /// <summary>
    /// Reads a document. False when the bytes are not one valid JSON value in valid UTF-8, or exceed the limits of depth and number.
    /// </summary>
    /// <param name="utf8">Must not change while the document is in use.</param>
    public bool TryRead(ReadOnlyMemory<byte> utf8)
    {
        (_count, _textsLength, _length) = (0, 0, 0);
        if (!Utf8.IsValid(utf8.Span))
            return false;
        var segment = MemoryMarshal.TryGetArray(utf8, out var array) ? array : new ArraySegment<byte>(utf8.ToArray());
        (_json, _offset, _length) = (segment.Array ?? [], segment.Offset, segment.Count);
        try
        {
            if (ReadValues(segment))
                return true;
        }
        catch (JsonException)
        {
            // Not JSON, or too deep: what was read of it is forgotten.
        }
        _count = 0;
        return false;
    }

    internal int Count => _count;

    internal ref JsonTapeValue Value(int index) => ref _values[index];

    /// <summary>A canonical form's room, shared by all elements of the tape.</summary>
    internal ArrayBufferWriter<byte> CanonicalBuffer => _canonical ??= new ArrayBufferWriter<byte>(1024);

    /// <summary>No space stands between tokens, and no name twice in an object.</summary>
    internal bool IsCompact
    {
        get
        {
            for (var index = 0; _unsettled && index < _count; index++)
            {
                if ((_values[index].Flags & JsonTapeFlags.Repeated) != JsonTapeFlags.None)
                    DropRepeated(index);
            }
            _unsettled = false;
            return _compact;
        }
    }

    /// <summary>Room for a document inside a text of this one.</summary>
    internal EmbeddedJson Embedded => _embedded ??= new EmbeddedJson(Math.Max(1, _options.MaxDepth / 2), _maxValues);

    internal ReadOnlySpan<byte> Raw(int index)
    {
        ref var value = ref _values[index];
        return new ReadOnlySpan<byte>(_json, _offset + value.Start, value.Length);
    }

    /// <summary>The text of a scalar or of a member's name, escapes resolved.</summary>
    internal ReadOnlySpan<byte> Text(int index)
    {
        ref var value = ref _values[index];
        if ((value.Flags & JsonTapeFlags.Escaped) != JsonTapeFlags.None)
            Unescape(index);
        return (value.Flags & JsonTapeFlags.Unescaped) == JsonTapeFlags.None
            ? new ReadOnlySpan<byte>(_json, _offset + value.Start, value.Length)
            : new ReadOnlySpan<byte>(_texts, value.Start, value.Length);
    }

    /// <summary>The position of the value of the member, or -1.</summary>
    internal int Find(int index, ReadOnlySpan<byte> name)
    {
        ref var value = ref _values[index];
        if ((value.Flags & JsonTapeFlags.Repeated) != JsonTapeFlags.None)
            DropRepeated(index);
        var end = value.End;
        for (var member = index + 1; member < end; member = _values[member + 1].End)
        {
            ref var key = ref _values[member];
            if ((key.Length == name.Length || (key.Flags & JsonTapeFlags.Escaped) != JsonTapeFlags.None)
                && (key.Flags & JsonTapeFlags.Dropped) == JsonTapeFlags.None
                && Text(member).SequenceEqual(name))
            {
                return member + 1;
            }
        }
        return -1;
    }

    /// <summary>The first member of an object that counts from a position on, or the object's end.</summary>
    internal int Member(int parent, int member)
    {
        if ((_values[parent].Flags & JsonTapeFlags.Repeated) != JsonTapeFlags.None)
            DropRepeated(parent);
        var end = _values[parent].End;
        while (member < end && (_values[member].Flags & JsonTapeFlags.Dropped) != JsonTapeFlags.None)
            member = _values[member + 1].End;
        return member;
    }

    private bool ReadValues(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, _options);
        var depth = 0;
        (_compact, _unsettled) = (true, false);
        var (end, separated) = (0L, true);
        while (reader.Read())
        {
            var token = reader.TokenType;
            var start = reader.TokenStartIndex;
            var closes = token is JsonTokenType.EndObject or JsonTokenType.EndArray;
            _compact &= start - end == (separated || closes ? 0 : 1);
            end = reader.BytesConsumed;
            separated = token is JsonTokenType.StartObject or JsonTokenType.StartArray or JsonTokenType.PropertyName;
            if (closes)
            {
                ref var opened = ref _values[_open[--depth].Index];
                (opened.Length, opened.End) = ((int)end - opened.Start, _count);
                continue;
            }
            if (_count == _maxValues)
                return false;
            if (_count == _values.Length)
                Array.Resize(ref _values, _values.Length * 2);
            ref var value = ref _values[_count];
            value = new JsonTapeValue { Kind = Kind(token), Start = (int)start, Length = reader.ValueSpan.Length, End = _count + 1 };
            switch (token)
            {
                case JsonTokenType.PropertyName:
                    _compact &= end - start == reader.ValueSpan.Length + 3;
                    SetText(ref value, ref reader);
                    NoteName(ref _open[depth - 1]);
                    break;
                case JsonTokenType.String:
                    SetText(ref value, ref reader);
                    break;
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    _open[depth++] = new OpenObject { Index = _count };
                    break;
                default:
                    break;
            }
            _count++;
        }
        return true;
    }

    private static void SetText(ref JsonTapeValue value, ref Utf8JsonReader reader)
    {
        value.Start++;
        value.Flags = reader.ValueIsEscaped ? JsonTapeFlags.Escaped : JsonTapeFlags.None;
    }

    /// <summary>Looks whether the name at the end of the tape stood in its object before: exactly in a small one, later in a large one.</summary>
    private void NoteName(ref OpenObject open)
    {
        var name = Text(_count);
        var hash = (uint)name.Length;
        foreach (var character in name)
            hash = (hash * 31) + character;
        var bit = 1UL << (int)((hash * 0x9E3779B1) >> 26);
        var seen = (open.Names & bit) != 0;
        open.Names |= bit;
        open.Count++;
        if (!seen)
            return;
        if (open.Count > SmallObject)
        {
            _values[open.Index].Flags |= JsonTapeFlags.Repeated;
            _unsettled = true;
            return;
        }
        for (var member = open.Index + 1; member < _count; member = _values[member + 1].End)
        {
            if (!Text(member).SequenceEqual(name))
                continue;
            _values[member].Flags |= JsonTapeFlags.Dropped;
            _compact = false;
        }
    }

    /// <summary>Drops members whose name comes again, in n log n: an attacker chooses how many there are.</summary>
    private void DropRepeated(int index)
    {
        _values[index].Flags &= ~JsonTapeFlags.Repeated;
        var members = new List<int>();
        for (var member = index + 1; member < _values[index].End; member = _values[member + 1].End)
            members.Add(member);
        members.Sort((x, y) => Text(x).SequenceCompareTo(Text(y)) is var byName and not 0 ? byName : x.CompareTo(y));
        for (var i = 1; i < members.Count; i++)
        {
            if (!Text(members[i - 1]).SequenceEqual(Text(members[i])))
                continue;
            _values[members[i - 1]].Flags |= JsonTapeFlags.Dropped;
            _compact = false;
        }
    }

    private void Unescape(int index)
    {
        ref var value = ref _values[index];
        value.Flags &= ~JsonTapeFlags.Escaped;
        // The text with its quotes, as the reader wants it; unescaped it is never longer.
        var reader = new Utf8JsonReader(new ReadOnlySpan<byte>(_json, _offset + value.Start - 1, value.Length + 2));
        reader.Read();
        if (_texts.Length - _textsLength < value.Length)
            Array.Resize(ref _texts, Math.Max(_texts.Length * 2, _textsLength + value.Length));
        try
        {
            var written = reader.CopyString(_texts.AsSpan(_textsLength));
            (value.Start, value.Length) = (_textsLength, written);
            value.Flags |= JsonTapeFlags.Unescaped;
            _textsLength += written;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair has no UTF-8 form: the text stays as it was written.
            value.Flags |= JsonTapeFlags.Undecodable;
        }
    }

    private static JsonValueKind Kind(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => JsonValueKind.Object,
        JsonTokenType.StartArray => JsonValueKind.Array,
        JsonTokenType.PropertyName or JsonTokenType.String => JsonValueKind.String,
        JsonTokenType.Number => JsonValueKind.Number,
        JsonTokenType.True => JsonValueKind.True,
        JsonTokenType.False => JsonValueKind.False,
        _ => JsonValueKind.Null,
    };

    /// <summary>An object that is being read: the names seen in it, as bits.</summary>
    private struct OpenObject
    {
        public int Index;

        public int Count;

        public ulong Names;
    }
}
