namespace Landward.Detection;

/// <summary>Address ranges with numbers.</summary>
internal sealed class LocationTable(IReadOnlyCollection<(AddressRange Range, int Value)> ranges)
{
    private readonly RangeIndex<uint> _v4 = new(ranges.Where(item => !item.Range.IsV6).Select(item => new ValuedRange<uint>((uint)item.Range.First, (uint)item.Range.Last, item.Value)));
    private readonly RangeIndex<UInt128> _v6 = new(ranges.Where(item => item.Range.IsV6).Select(item => new ValuedRange<UInt128>(item.Range.First, item.Range.Last, item.Value)));

    public static LocationTable Empty { get; } = new([]);

    public int Count => _v4.Count + _v6.Count;

    public bool TryFind(NetworkAddress address, out int value) =>
        address.IsV6 ? _v6.TryFind(address.Value, out value) : _v4.TryFind(address.V4, out value);
}
