using System.Text.Json;

namespace Landward.Rules.Json;

/// <summary>A value of a <see cref="JsonTape"/>; valid until the tape reads another document.</summary>
public readonly struct JsonTapeElement
{
    private readonly JsonTape? _tape;
    private readonly int _index;

    internal JsonTapeElement(JsonTape tape, int index) => (_tape, _index) = (tape, index);

    /// <summary><see cref="JsonValueKind.Undefined"/> where nothing was read.</summary>
    public JsonValueKind Kind => _tape is null || _index >= _tape.Count ? JsonValueKind.Undefined : _tape.Value(_index).Kind;

    /// <summary>
    /// The string form of a scalar in UTF-8: a text without quotes and escapes (with them, where half a surrogate pair has no other
    /// form), a number as it is written, <c>true</c>, <c>false</c> or <c>null</c>.
    /// </summary>
    public ReadOnlySpan<byte> Text => _tape!.Text(_index);

    /// <summary>The JSON text of an object, array, number, boolean or null, as it stands in the document.</summary>
    public ReadOnlySpan<byte> Raw => _tape!.Raw(_index);

    /// <summary>
    /// JSON without spaces, members in the order of the document, texts escaped once and no more than necessary. Valid until the next
    /// canonical form of the same tape.
    /// </summary>
    public ReadOnlySpan<byte> Canonical => CanonicalJson.Of(this);

    internal JsonTape Tape => _tape!;

    internal int Index => _index;

    /// <summary>The member of an object; false for everything else too. Names are case-sensitive.</summary>
    public bool TryGetMember(ReadOnlySpan<byte> name, out JsonTapeElement member)
    {
        var index = Kind == JsonValueKind.Object ? _tape!.Find(_index, name) : -1;
        member = index < 0 ? default : new JsonTapeElement(_tape!, index);
        return index >= 0;
    }

    /// <summary>The items of an array; nothing for everything else.</summary>
    public ItemEnumerator Items() => new(this);

    /// <summary>The members of an object, each name once; nothing for everything else.</summary>
    public MemberEnumerator Members() => new(this);

    /// <summary>Walks the items of an array.</summary>
    public struct ItemEnumerator
    {
        private readonly JsonTape? _tape;
        private readonly int _end;
        private int _next;

        internal ItemEnumerator(JsonTapeElement element)
        {
            if (element.Kind != JsonValueKind.Array)
                return;
            _tape = element._tape;
            _next = element._index + 1;
            _end = _tape!.Value(element._index).End;
        }

        public JsonTapeElement Current { get; private set; }

        public readonly ItemEnumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_tape is null || _next >= _end)
                return false;
            Current = new JsonTapeElement(_tape, _next);
            _next = _tape.Value(_next).End;
            return true;
        }
    }

    /// <summary>Walks the members of an object.</summary>
    public struct MemberEnumerator
    {
        private readonly JsonTape? _tape;
        private readonly int _parent;
        private int _name;
        private int _next;

        internal MemberEnumerator(JsonTapeElement element)
        {
            if (element.Kind != JsonValueKind.Object)
                return;
            _tape = element._tape;
            _parent = element._index;
            _next = element._index + 1;
        }

        public readonly ReadOnlySpan<byte> Name => _tape!.Text(_name);

        public readonly JsonTapeElement Value => new(_tape!, _name + 1);

        /// <summary>The member the walk stands at.</summary>
        public readonly MemberEnumerator Current => this;

        public readonly MemberEnumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_tape is null)
                return false;
            _name = _tape.Member(_parent, _next);
            if (_name >= _tape.Value(_parent).End)
                return false;
            _next = _tape.Value(_name + 1).End;
            return true;
        }
    }
}
