namespace Landward.Detection.Baselines;

/// <summary>
/// The last text of a principal's field and the rows it led to: comparing bytes is cheaper than hashing them. It holds one text of
/// bounded length, so that texts chosen to differ cost a comparison more, and no memory.
/// </summary>
internal sealed class RememberedText(int longest)
{
    private readonly byte[] _bytes = new byte[longest];
    private int _length = -1;

    public (int Slot, ulong Key) First;
    public (int Slot, ulong Key) Second;
    public (int Slot, ulong Key) Third;

    public bool Is(ReadOnlySpan<byte> text) => text.Length == _length && text.SequenceEqual(_bytes.AsSpan(0, _length));

    /// <summary>Remembers the text, without rows yet; one that is too long is never remembered.</summary>
    public void Set(ReadOnlySpan<byte> text)
    {
        First = Second = Third = (-1, 0);
        _length = text.Length <= _bytes.Length ? text.Length : -1;
        if (_length > 0)
            text.CopyTo(_bytes);
    }
}
