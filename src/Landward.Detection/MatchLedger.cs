namespace Landward.Detection;

/// <summary>
/// Which events were counted for which finding, shared by the workers of a run: CloudTrail delivers some events twice, perhaps in
/// different files. Bounded by two generations; an event that comes again after that many other matches is counted again.
/// </summary>
/// <remarks>
/// What is remembered is a keyed 64-bit hash: among 2 million matches two share one with a probability of 1 in 9 million.
/// </remarks>
internal sealed class MatchLedger
{
    public const int DefaultGeneration = 1_000_000;

    private const int ShardBits = 6;

    private readonly Shard[] _shards;

    /// <param name="generation">How many matches are remembered at least, if they spread evenly.</param>
    public MatchLedger(int generation = DefaultGeneration) =>
        _shards = [.. Enumerable.Range(0, 1 << ShardBits).Select(_ => new Shard(Math.Max(1, generation >> ShardBits)))];

    /// <summary>Asks memory for what <see cref="Claim"/> will look at: most of its time would be waiting for that.</summary>
    /// <param name="event">The hash of the event's id.</param>
    public void Prepare(ulong @event) => _shards[@event >> (64 - ShardBits)].Prepare(@event);

    /// <summary>True for the first time. Safe to call from several threads.</summary>
    /// <param name="event">The hash of the event's id.</param>
    /// <param name="match">The hash of the id and of what the event matched.</param>
    public bool Claim(ulong @event, ulong match)
    {
        var shard = _shards[@event >> (64 - ShardBits)];
        // The event's half says where matches stand, so that the place is known before they are.
        var key = (match & 0xFFFFFFFF_00000000) | (uint)@event;
        lock (shard)
            return shard.Add(key == 0 ? 1 : key);
    }

    /// <summary>Two open-addressing tables of hashes; zero is an empty slot.</summary>
    private sealed class Shard(int generation)
    {
        private ulong[] _current = new ulong[16];
        private ulong[] _previous = [];
        private int _count;

        /// <summary>Another worker may put a larger table in its place meanwhile: then nothing is gained, nor lost.</summary>
        public void Prepare(ulong key)
        {
            var table = Volatile.Read(ref _current);
            Volatile.Read(ref table[(int)key & (table.Length - 1)]);
        }

        public bool Add(ulong key)
        {
            if (Find(_previous, key) >= 0 || Find(_current, key) is var slot && slot >= 0)
                return false;
            _current[~slot] = key;
            if (++_count == generation)
                (_previous, _current, _count) = (_current, new ulong[_current.Length], 0);
            else if (_count * 2 > _current.Length)
                Grow();
            return true;
        }

        /// <summary>The slot of the key, or the complement of the free slot where it would stand.</summary>
        private static int Find(ulong[] table, ulong key)
        {
            if (table.Length == 0)
                return ~0;
            var mask = table.Length - 1;
            var slot = (int)key & mask;
            for (; table[slot] != 0; slot = (slot + 1) & mask)
            {
                if (table[slot] == key)
                    return slot;
            }
            return ~slot;
        }

        private void Grow()
        {
            var larger = new ulong[_current.Length * 2];
            foreach (var key in _current)
            {
                if (key != 0)
                    larger[~Find(larger, key)] = key;
            }
            _current = larger;
        }
    }
}
