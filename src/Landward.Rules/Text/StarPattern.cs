namespace Landward.Rules.Text;

/// <summary>Matches with a star that stands for anything, greedily: the cost is bounded by the product of the two lengths.</summary>
internal static class StarPattern
{
    public static bool Matches<T>(ReadOnlySpan<T> pattern, ReadOnlySpan<T> text, T star)
        where T : struct, IEquatable<T>
    {
        int p = 0, t = 0, last = -1, resume = 0;
        while (t < text.Length)
        {
            // The star is asked for first: a star in the text is matched by one in the pattern, not taken for it.
            if (p < pattern.Length && pattern[p].Equals(star))
            {
                last = p++;
                resume = t;
            }
            else if (p < pattern.Length && pattern[p].Equals(text[t]))
            {
                p++;
                t++;
            }
            else if (last >= 0)
            {
                p = last + 1;
                t = ++resume;
            }
            else
            {
                return false;
            }
        }
        while (p < pattern.Length && pattern[p].Equals(star))
            p++;
        return p == pattern.Length;
    }
}
