using Landward.Rules.Text;

namespace Landward.Rules.Sigma;

/// <summary>The address that was read last. Not safe to use from several threads.</summary>
internal sealed class AddressMemory
{
    private readonly byte[] _text = new byte[AddressText.MaxLength];
    private int _length;
    private UInt128 _address;
    private bool _isV4;
    private bool _isAddress;

    /// <summary>As <see cref="AddressText.TryParse"/>.</summary>
    public bool TryParse(ReadOnlySpan<byte> text, out UInt128 address, out bool isV4)
    {
        if (text.Length > _text.Length)
            return AddressText.TryParse(text, out address, out isV4);
        if (!text.SequenceEqual(_text.AsSpan(0, _length)))
        {
            _isAddress = AddressText.TryParse(text, out _address, out _isV4);
            text.CopyTo(_text);
            _length = text.Length;
        }
        (address, isV4) = (_address, _isV4);
        return _isAddress;
    }
}
