namespace Landward.Detection;

/// <summary>The addresses of one or several lists. Lookups allocate nothing.</summary>
internal sealed class AddressList
{
    private readonly ListEntry[] _entries;
    private readonly RangeIndex<uint> _v4;
    private readonly RangeIndex<UInt128> _v6;

    public AddressList(IEnumerable<ListEntry> entries)
    {
        _entries = [.. entries];
        var numbered = _entries.Select((entry, number) => (entry.Range, number)).ToArray();
        _v4 = new RangeIndex<uint>(numbered.Where(item => !item.Range.IsV6).Select(item => new ValuedRange<uint>((uint)item.Range.First, (uint)item.Range.Last, item.number)));
        _v6 = new RangeIndex<UInt128>(numbered.Where(item => item.Range.IsV6).Select(item => new ValuedRange<UInt128>(item.Range.First, item.Range.Last, item.number)));
    }

    public static AddressList Empty { get; } = new([]);

    public int Count => _entries.Length;

    /// <summary>The narrowest entry around an IPv4 address.</summary>
    public bool TryFind(uint address, out ListEntry entry) => Answer(_v4.TryFind(address, out var number), number, out entry);

    /// <summary>The narrowest entry around an IPv6 address.</summary>
    public bool TryFind(UInt128 address, out ListEntry entry) => Answer(_v6.TryFind(address, out var number), number, out entry);

    public bool TryFind(NetworkAddress address, out ListEntry entry) =>
        address.IsV6 ? TryFind(address.Value, out entry) : TryFind(address.V4, out entry);

    private bool Answer(bool found, int number, out ListEntry entry)
    {
        entry = found ? _entries[number] : default;
        return found;
    }
}
