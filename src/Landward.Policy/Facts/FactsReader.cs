using System.Text;

namespace Landward.Policy.Facts;

/// <summary>Reads the numbers, texts and blocks of the facts file; <c>tools/generate-iam-facts.mjs</c> writes them.</summary>
internal ref struct FactsReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Position { get; private set; }

    /// <summary>Unsigned LEB128.</summary>
    public int Number()
    {
        var value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = _bytes[Position++];
            value |= (next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
    }

    public string Text()
    {
        var length = Number();
        var text = Encoding.UTF8.GetString(_bytes.Slice(Position, length));
        Position += length;
        return text;
    }

    /// <summary>Passes over a block and tells where its content lies.</summary>
    public Range Block()
    {
        var length = Number();
        var start = Position;
        Position += length;
        return start..Position;
    }
}
