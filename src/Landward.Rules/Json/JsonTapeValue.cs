using System.Text.Json;

namespace Landward.Rules.Json;

[Flags]
internal enum JsonTapeFlags : byte
{
    None = 0,

    /// <summary>A text with escapes that are not resolved yet.</summary>
    Escaped = 1,

    /// <summary>A text whose resolved form stands in the tape's own buffer.</summary>
    Unescaped = 2,

    /// <summary>A text with half a surrogate pair.</summary>
    Undecodable = 4,

    /// <summary>An object in which a name may stand twice.</summary>
    Repeated = 8,

    /// <summary>A name that comes again in the same object.</summary>
    Dropped = 16,
}

/// <summary>
/// One value of a tape. An object is followed by its members (a name, then a value), an array by its items; <see cref="End"/> is the
/// position behind all of that.
/// </summary>
internal struct JsonTapeValue
{
    /// <summary>Where the value (a text without its quotes) starts in the document.</summary>
    public int Start;

    public int Length;

    public int End;

    public JsonValueKind Kind;

    public JsonTapeFlags Flags;
}
