namespace Landward.Detection;

/// <summary>
/// Which events were counted for which finding, shared by the workers of a run: CloudTrail delivers some events twice, perhaps in
/// different files. Bounded by two generations; an event that comes again after that many other matches is counted again.
/// </summary>
/// <remarks>
/// What is remembered is a keyed 64-bit hash: among 8 million matches two share one with a probability of 2 in a million.
/// </remarks>
internal sealed class MatchLedger
{
    public const int DefaultGeneration = 4_000_000;

    private const int ShardBits = 6;

    private readonly Shard[] _shards;

    /// <param name="generation">How many matches are remembered at least, if they spread evenly.</param>
    public MatchLedger(int generation = DefaultGeneration) =>
        _shards = [.. Enumerable.Range(0, 1 << ShardBits).Select(_ => new Shard(Math.Max(1, generation >> ShardBits)))];

    /// <summary>True for the first time. Safe to call from several threads.</summary>
    public bool Claim(ulong match)
    {
        var shard = _shards[match >> (64 - ShardBits)];
        lock (shard)
            return shard.Add(match == 0 ? 1 : match);
    }

    /// <summary>Two open-addressing tables of hashes; zero is an empty slot.</summary>
    private sealed class Shard(int generation)
    {
        private ulong[] _current = new ulong[16];
        private ulong[] _previous = [];
        private int _count;

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
