using System.Runtime.InteropServices;
using System.Text.Json;
using Landward.Rules.Json;

namespace Landward.Rules.Sigma;

/// <summary>What an event knows about one of its numbered fields without being parsed.</summary>
public enum SigmaFieldState
{
    /// <summary>Nothing: ask for the document.</summary>
    Unknown,

    /// <summary>The field is not there.</summary>
    Absent,

    /// <summary>The field is null.</summary>
    Null,

    /// <summary>The field is a scalar with this text.</summary>
    Text,
}

/// <summary>
/// An event as rules see it. Fields that were given numbers when rules were compiled can be answered from the event's bytes; the
/// document, or the part of it below one of its members, is asked for only when a rule needs another field. Evaluating a rule uses the
/// event's own room, so an event belongs to one thread.
/// </summary>
public abstract class SigmaEvent
{
    private SigmaDocument? _element;
    private EmbeddedJson? _embedded;
    private char[]? _characters;

    /// <summary>The whole document.</summary>
    public abstract JsonTapeElement Root { get; }

    /// <summary>For texts of numbered fields that hold JSON.</summary>
    internal EmbeddedJson Embedded => _embedded ??= new EmbeddedJson(JsonTape.DefaultMaxDepth, JsonTape.DefaultMaxValues);

    /// <summary>Room for a text as characters; longer ones are rare. AWS cuts user agents at 1 KB.</summary>
    internal Span<char> Characters => _characters ??= new char[1024];

    /// <summary>The address a text is: several rules ask about the same one.</summary>
    internal AddressMemory Addresses { get; } = new();

    /// <summary>The UTF-8 text of a numbered field, unescaped.</summary>
    public abstract SigmaFieldState Field(int number, out ReadOnlySpan<byte> text);

    /// <summary>
    /// The value of a numbered member of the document, read without the rest; <see cref="JsonValueKind.Undefined"/> when it is absent.
    /// False when the event does not know: then <see cref="Root"/> is asked.
    /// </summary>
    public virtual bool TryGetPart(int number, out JsonTapeElement part)
    {
        part = default;
        return false;
    }

    /// <summary>False when no member anywhere in the value of a numbered member has the name.</summary>
    public virtual bool PartMayHaveMember(int number, ReadOnlySpan<byte> name) => true;

    /// <summary>False when no member anywhere in the document has the name.</summary>
    public virtual bool MayHaveMember(ReadOnlySpan<byte> name) => true;

    /// <summary>An element of this event as an event of its own, until the next is asked for.</summary>
    internal SigmaEvent Element(JsonTapeElement root)
    {
        _element ??= new SigmaDocument(root);
        _element.Set(root);
        return _element;
    }
}

/// <summary>An event that is a document already.</summary>
internal sealed class SigmaDocument(JsonTapeElement root) : SigmaEvent
{
    private JsonTapeElement _root = root;

    public override JsonTapeElement Root => _root;

    /// <summary>A document of its own tape. Throws when the element exceeds the tape's limits.</summary>
    public static SigmaDocument Of(JsonElement element)
    {
        var tape = new JsonTape();
        return tape.TryRead(JsonMarshal.GetRawUtf8Value(element).ToArray())
            ? new SigmaDocument(tape.Root)
            : throw new ArgumentException("the document is nested too deeply or holds too many values.", nameof(element));
    }

    public void Set(JsonTapeElement root) => _root = root;

    public override SigmaFieldState Field(int number, out ReadOnlySpan<byte> text)
    {
        text = default;
        return SigmaFieldState.Unknown;
    }
}
