namespace Landward.Detection.Dns;

/// <summary>What an analysis gathers of each source, by the source's number.</summary>
internal sealed class BySource<T>(Func<DnsSource, T> make)
    where T : class
{
    private T?[] _items = new T?[64];

    public IEnumerable<T> All => _items.OfType<T>();

    public T Of(DnsSource source)
    {
        if (source.Number >= _items.Length)
            Array.Resize(ref _items, Math.Max(source.Number + 1, _items.Length * 2));
        return _items[source.Number] ??= make(source);
    }
}
