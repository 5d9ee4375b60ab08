using System.Runtime.InteropServices;
using System.Text;

namespace Landward.Detection.Baselines;

/// <summary>
/// The texts of values that were met a moment ago: principals share Regions, accounts, programs and calls, and each would have a text of its
/// own. Bounded: beyond the limit it starts afresh.
/// </summary>
internal sealed class ValueTexts
{
    private const int MaxTexts = 1 << 13;

    private readonly Dictionary<ulong, string> _texts = [];

    /// <param name="key">As <see cref="ValueRow.Key"/>.</param>
    public string Of(ulong key, ReadOnlySpan<byte> text)
    {
        if (_texts.Count >= MaxTexts)
            _texts.Clear();
        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(_texts, key, out _);
        return known ??= Encoding.UTF8.GetString(text);
    }
}
