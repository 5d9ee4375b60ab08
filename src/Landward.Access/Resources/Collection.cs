namespace Landward.Access.Resources;

/// <summary>Gathers what the readers of one account find. Thread-safe.</summary>
internal sealed class Collection
{
    private readonly Lock _gate = new();
    private readonly List<AccessResource> _resources = [];
    private readonly List<UnreadSource> _unread = [];
    private PublicAccessBlock? _publicAccessBlock;

    public void Add(AccessResource resource)
    {
        lock (_gate)
            _resources.Add(resource);
    }

    public void Add(UnreadSource source)
    {
        lock (_gate)
            _unread.Add(source);
    }

    public void Set(PublicAccessBlock block)
    {
        lock (_gate)
            _publicAccessBlock = block;
    }

    /// <summary>The same answers give the same order, whichever came first.</summary>
    public CollectedResources Build()
    {
        lock (_gate)
        {
            return new CollectedResources(
                [.. _resources.OrderBy(resource => resource.Arn, StringComparer.Ordinal).ThenBy(resource => resource.Parent, StringComparer.Ordinal)],
                _publicAccessBlock,
                [.. _unread.OrderBy(source => source.Region, StringComparer.Ordinal).ThenBy(source => source.What, StringComparer.Ordinal).ThenBy(source => source.Resource, StringComparer.Ordinal)]);
        }
    }
}
