namespace Landward.Policy.Matching;

/// <summary>The action of a request with what statements are looked up by, computed once.</summary>
internal readonly struct RequestedAction
{
    public RequestedAction(string action)
    {
        LowerCase = action.ToLowerInvariant();
        Hash = LowerCase.GetHashCode(StringComparison.Ordinal);
        var colon = LowerCase.IndexOf(':', StringComparison.Ordinal);
        // A text without service can only be matched by patterns that begin with a wildcard, whose masks are full.
        ServiceBit = BitOf(colon < 0 ? LowerCase : LowerCase.AsSpan(0, colon));
    }

    public string LowerCase { get; }

    public int Hash { get; }

    /// <summary>One bit of 64: a statement whose mask lacks it speaks of other services.</summary>
    public ulong ServiceBit { get; }

    public static ulong BitOf(ReadOnlySpan<char> service)
    {
        var hash = 17u;
        foreach (var character in service)
            hash = (hash * 31) + character;
        return 1UL << (int)((hash ^ (hash >> 13)) & 63);
    }
}
