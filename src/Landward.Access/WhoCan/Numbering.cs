using System.Collections.Concurrent;

namespace Landward.Access;

/// <summary>Gives every text a number of its own, from 1 up. Thread-safe.</summary>
internal sealed class Numbering
{
    private readonly ConcurrentDictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private int _last;

    public int Of(string text) => _numbers.TryGetValue(text, out var known) ? known : _numbers.GetOrAdd(text, _ => Interlocked.Increment(ref _last));
}
