namespace Landward.Detection.Baselines;

/// <summary>
/// The last text of a principal's field and the rows it led to: comparing bytes is cheaper than hashing them. It holds one text of
/// bounded length, so that texts chosen to differ cost a comparison more, and no memory.
/// </summary>
internal sealed class RememberedText(int longest)
{
    private byte[] _bytes = [];
    private int _length = -1;

    public RememberedRow First;
    public RememberedRow Second;
    public RememberedRow Third;

    /// <summary>The text; nothing when it was too long to be remembered.</summary>
    public ReadOnlySpan<byte> Bytes => _length < 0 ? [] : _bytes.AsSpan(0, _length);

    public bool Is(ReadOnlySpan<byte> text) => text.Length == _length && text.SequenceEqual(_bytes.AsSpan(0, _length));

    /// <summary>Remembers the text, without rows yet; one that is too long is never remembered.</summary>
    public void Set(ReadOnlySpan<byte> text)
    {
        First = Second = Third = RememberedRow.None;
        Replace(text);
    }

    /// <summary>Remembers no text any more.</summary>
    public void Forget()
    {
        First = Second = Third = RememberedRow.None;
        _length = -1;
    }

    /// <summary>Remembers another text that leads to the same rows.</summary>
    public void Replace(ReadOnlySpan<byte> text)
    {
        _length = text.Length <= longest ? text.Length : -1;
        if (_length > _bytes.Length)
            _bytes = new byte[Math.Min(longest, text.Length + (text.Length / 4))];
        if (_length > 0)
            text.CopyTo(_bytes);
    }
}

/// <summary>A value of a dimension and the slot of its row; the slot is -1 where there was no room.</summary>
internal struct RememberedRow(int slot, ulong key)
{
    public static readonly RememberedRow None = new(-1, 0);

    public int Slot = slot;

    /// <summary>Zero for no value.</summary>
    public ulong Key = key;
}
