namespace Landward.Detection;

/// <summary>
/// Remembers the ids of matched events: CloudTrail delivers some events twice. Bounded by two generations; an event that comes again
/// after that many others is counted again.
/// </summary>
internal sealed class EventDeduplicator(int generation = 1_000_000)
{
    private HashSet<UInt128> _current = [];
    private HashSet<UInt128> _previous = [];

    /// <summary>False when the event was seen before.</summary>
    public bool Add(ReadOnlySpan<byte> eventId)
    {
        var key = Key(eventId);
        if (_previous.Contains(key) || !_current.Add(key))
            return false;
        if (_current.Count >= generation)
        {
            (_previous, _current) = (_current, _previous);
            _current.Clear();
        }
        return true;
    }

    private static UInt128 Key(ReadOnlySpan<byte> eventId)
    {
        Span<byte> hash = stackalloc byte[32];
        System.Security.Cryptography.SHA256.HashData(eventId, hash);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
