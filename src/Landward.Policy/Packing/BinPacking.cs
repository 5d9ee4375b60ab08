namespace Landward.Policy.Packing;

/// <summary>Sizes into as few bins of one capacity as possible.</summary>
/// <param name="Bins">The places of the items of each bin, in ascending order.</param>
/// <param name="LowerBound">No packing has fewer bins.</param>
/// <param name="IsMinimal">No packing has fewer bins than this one, proven.</param>
internal sealed record BinPacking(List<List<int>> Bins, int LowerBound, bool IsMinimal)
{
    private const int Steps = 200_000;

    /// <summary>
    /// First fit in the given order when nothing needs fewer bins: then an item added at the end changes one bin. Otherwise
    /// branch and bound; past its budget the best found stands and may not be minimal.
    /// </summary>
    /// <param name="sizes">Each at most <paramref name="capacity"/>.</param>
    public static BinPacking Of(IReadOnlyList<int> sizes, int capacity)
    {
        var bound = LowerBoundOf(sizes, capacity);
        var inOrder = FirstFit(sizes, capacity, Enumerable.Range(0, sizes.Count));
        if (inOrder.Count == bound)
            return new BinPacking(inOrder, bound, IsMinimal: true);
        int[] bySize = [.. Enumerable.Range(0, sizes.Count).OrderByDescending(item => sizes[item])];
        var decreasing = FirstFit(sizes, capacity, bySize);
        var best = decreasing.Count < inOrder.Count ? decreasing : inOrder;
        if (best.Count == bound)
            return new BinPacking(best, bound, IsMinimal: true);
        var search = new Search(sizes, capacity, bySize, bound, best.Count);
        search.Run();
        return new BinPacking(search.Best ?? best, search.IsComplete ? (search.Best ?? best).Count : bound, search.IsComplete || search.Best?.Count == bound);
    }

    private static List<List<int>> FirstFit(IReadOnlyList<int> sizes, int capacity, IEnumerable<int> order)
    {
        var bins = new List<List<int>>();
        var left = new List<int>();
        foreach (var item in order)
        {
            var at = left.FindIndex(room => room >= sizes[item]);
            if (at < 0)
            {
                at = bins.Count;
                bins.Add([]);
                left.Add(capacity);
            }
            bins[at].Add(item);
            left[at] -= sizes[item];
        }
        return [.. bins.Select(bin => bin.Order().ToList())];
    }

    /// <summary>
    /// For a threshold t: items over capacity - t share a bin with nothing of at least t, items over half share none with each
    /// other, and what these leave must hold the rest. Source: Martello and Toth, bound L2 for bin packing.
    /// </summary>
    private static int LowerBoundOf(IReadOnlyList<int> sizes, int capacity)
    {
        var best = 0;
        foreach (var threshold in sizes.Where(size => size * 2 <= capacity).Append(0).Distinct())
        {
            var large = sizes.Where(size => size > capacity - threshold).ToArray();
            var half = sizes.Where(size => size * 2 > capacity && size <= capacity - threshold).ToArray();
            var small = sizes.Where(size => size * 2 <= capacity && size >= threshold).Sum(size => (long)size);
            var room = ((long)half.Length * capacity) - half.Sum(size => (long)size);
            var extra = Math.Max(0, (small - room + capacity - 1) / capacity);
            best = (int)Math.Max(best, large.Length + half.Length + extra);
        }
        return best;
    }

    private sealed class Search(IReadOnlyList<int> sizes, int capacity, int[] order, int bound, int known)
    {
        private readonly List<List<int>> _bins = [];
        private readonly List<int> _left = [];
        private int _limit = known;
        private int _steps;

        public List<List<int>>? Best { get; private set; }

        public bool IsComplete => _steps <= Steps;

        public void Run() => Place(0);

        // True when nothing better can be found: the bound is reached or the budget is spent.
        private bool Place(int index)
        {
            if (++_steps > Steps)
                return true;
            if (index == order.Length)
            {
                _limit = _bins.Count;
                Best = [.. _bins.Select(bin => bin.Order().ToList())];
                return _limit == bound;
            }
            var size = sizes[order[index]];
            var tried = new HashSet<int>();
            for (var bin = 0; bin < _bins.Count; bin++)
            {
                // Bins with the same room are the same choice.
                if (_left[bin] < size || !tried.Add(_left[bin]))
                    continue;
                _left[bin] -= size;
                _bins[bin].Add(order[index]);
                if (Place(index + 1))
                    return true;
                _bins[bin].RemoveAt(_bins[bin].Count - 1);
                _left[bin] += size;
            }
            if (_bins.Count + 1 >= _limit)
                return false;
            _bins.Add([order[index]]);
            _left.Add(capacity - size);
            if (Place(index + 1))
                return true;
            _bins.RemoveAt(_bins.Count - 1);
            _left.RemoveAt(_left.Count - 1);
            return false;
        }
    }
}
