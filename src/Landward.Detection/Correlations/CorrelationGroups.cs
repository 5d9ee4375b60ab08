using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Landward.Detection.Correlations;

/// <summary>
/// The groups of one correlation, at most so many. When there are more, those whose keys have the smallest hashes stay: the same groups in
/// whatever order they come and however many workers meet them.
/// </summary>
internal sealed class CorrelationGroups(CorrelationNode node, int capacity, int maxEvidence)
{
    private readonly Dictionary<string, CorrelationGroup> _groups = new(StringComparer.Ordinal);
    private PriorityQueue<string, ulong>? _largestFirst;

    public bool Overflowed { get; set; }

    public IReadOnlyCollection<CorrelationGroup> All => _groups.Values;

    /// <summary>The group; null when there is no room for it.</summary>
    public CorrelationGroup? Find(string key)
    {
        if (_groups.TryGetValue(key, out var group))
            return group;
        if (_groups.Count >= capacity && !MakeRoom(key))
            return null;
        group = new CorrelationGroup(key, node, maxEvidence);
        _groups.Add(key, group);
        _largestFirst?.Enqueue(key, ulong.MaxValue - Hash(key));
        return group;
    }

    public void Clear()
    {
        _groups.Clear();
        _largestFirst = null;
    }

    public void Remove(CorrelationGroup group)
    {
        _groups.Remove(group.Key);
        _largestFirst = null;
    }

    private bool MakeRoom(string key)
    {
        Overflowed = true;
        _largestFirst ??= new PriorityQueue<string, ulong>(_groups.Keys.Select(known => (known, ulong.MaxValue - Hash(known))));
        _largestFirst.TryPeek(out var last, out var complement);
        if (Hash(key) > ulong.MaxValue - complement)
            return false;
        _largestFirst.Dequeue();
        _groups.Remove(last!);
        return true;
    }

    private static ulong Hash(string key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(key), hash);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash);
    }
}
