namespace Landward.Rules.Json;

/// <summary>
/// JSON that stands in a text, such as a policy document. Rules ask about the same text several times, so the last one is remembered.
/// Not safe to use from several threads.
/// </summary>
internal sealed class EmbeddedJson(int maxDepth, int maxValues)
{
    private readonly JsonTape _tape = new(maxDepth, maxValues);
    private byte[] _text = [];
    private int _length = -1;
    private byte[] _canonical = [];
    private int _canonicalLength;

    /// <summary>The canonical form of the text's JSON; empty when it is none. Valid until the next.</summary>
    public ReadOnlySpan<byte> Canonical(ReadOnlySpan<byte> text)
    {
        if (_length != text.Length || !text.SequenceEqual(_text.AsSpan(0, _length)))
            Read(text);
        return _canonical.AsSpan(0, _canonicalLength);
    }

    private void Read(ReadOnlySpan<byte> text)
    {
        Keep(text, ref _text);
        _length = text.Length;
        var canonical = _tape.TryRead(_text.AsMemory(0, _length)) ? _tape.Root.Canonical : [];
        Keep(canonical, ref _canonical);
        _canonicalLength = canonical.Length;
    }

    private static void Keep(ReadOnlySpan<byte> text, ref byte[] copy)
    {
        if (copy.Length < text.Length)
            copy = new byte[Math.Max(256, text.Length * 2)];
        text.CopyTo(copy);
    }
}
