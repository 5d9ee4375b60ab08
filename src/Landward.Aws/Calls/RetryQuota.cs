namespace Landward.Aws;

/// <summary>
/// The token bucket of the SDKs' standard retry mode: retries cost tokens and successes give them back, so that a service in
/// trouble is not flooded. Source: "Retry behavior", AWS SDKs and Tools Reference Guide.
/// </summary>
internal sealed class RetryQuota
{
    private const int Capacity = 500;
    private const int RetryCost = 5;
    private const int TimeoutCost = 10;

    private readonly Lock _lock = new();
    private int _available = Capacity;

    /// <summary>Takes the cost of a retry; zero when there is not enough left.</summary>
    public int TryTake(bool isTimeout)
    {
        var cost = isTimeout ? TimeoutCost : RetryCost;
        lock (_lock)
        {
            if (_available < cost)
                return 0;
            _available -= cost;
            return cost;
        }
    }

    /// <summary>Gives back what the last retry of a successful call cost, or one token when it needed none.</summary>
    public void Return(int lastCost)
    {
        lock (_lock)
            _available = Math.Min(Capacity, _available + Math.Max(1, lastCost));
    }
}
