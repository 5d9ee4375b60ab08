using System.Numerics;

namespace Landward.Detection.VpcFlow;

/// <summary>Sums by the hashes of keys, where keys may share one: a sum is too large at times and never too small.</summary>
/// <param name="keys">How many keys there are at most.</param>
/// <param name="enough">The sum that is looked for.</param>
internal sealed class FlowSketch(int keys, long enough)
{
    private readonly long[] _sums = new long[BitOperations.RoundUpToPowerOf2((uint)Math.Max(keys, 1))];

    public void Add(int hash, long weight)
    {
        // What is enough already stays so, and sums do not overflow.
        ref var sum = ref _sums[hash & (_sums.Length - 1)];
        sum = Math.Min(sum, enough) + Math.Min(weight, enough);
    }

    public bool IsEnough(int hash) => _sums[hash & (_sums.Length - 1)] >= enough;
}
