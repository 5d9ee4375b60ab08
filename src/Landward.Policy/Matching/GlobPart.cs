namespace Landward.Policy.Matching;

/// <summary>What stands between two stars of a pattern: characters and <c>?</c>.</summary>
internal sealed class GlobPart
{
    private const int WordBits = 64;

    private readonly bool[]? _anyCharacter;

    // For parts with ?: character -> the places it may stand at, as a bit set. Other characters stand only at a ?.
    private readonly Dictionary<char, ulong[]>? _places;
    private readonly ulong[]? _anyPlaces;

    public GlobPart(string text, bool[]? anyCharacter)
    {
        Text = text;
        _anyCharacter = anyCharacter;
        if (anyCharacter is null)
            return;
        _anyPlaces = new ulong[(text.Length + WordBits - 1) / WordBits];
        _places = [];
        for (var i = 0; i < text.Length; i++)
        {
            if (anyCharacter[i])
                Set(_anyPlaces, i);
        }
        for (var i = 0; i < text.Length; i++)
        {
            if (anyCharacter[i])
                continue;
            if (!_places.TryGetValue(text[i], out var places))
                _places.Add(text[i], places = [.. _anyPlaces]);
            Set(places, i);
        }
    }

    /// <summary>The characters, <c>?</c> where any may stand.</summary>
    public string Text { get; }

    public int Length => Text.Length;

    public bool HasAnyCharacter => _anyCharacter is not null;

    public bool IsAnyCharacter(int index) => _anyCharacter is not null && _anyCharacter[index];

    public bool StartsIn(ReadOnlySpan<char> text)
    {
        if (_anyCharacter is not { } any)
            return text.StartsWith(Text, StringComparison.Ordinal);
        if (text.Length < Text.Length)
            return false;
        for (var i = 0; i < any.Length; i++)
        {
            if (!any[i] && Text[i] != text[i])
                return false;
        }
        return true;
    }

    /// <summary>
    /// The leftmost place in the text, or -1. With <c>?</c> every character of the text costs one step for each 64 characters
    /// of the part (the shift-and algorithm), so no pair of pattern and text makes it slow.
    /// </summary>
    public int FindIn(ReadOnlySpan<char> text)
    {
        if (_places is null)
            return text.IndexOf(Text, StringComparison.Ordinal);
        var words = _anyPlaces!.Length;
        Span<ulong> reached = words <= 128 ? stackalloc ulong[words] : new ulong[words];
        reached.Clear();
        var (lastWord, lastBit) = ((Text.Length - 1) / WordBits, 1UL << ((Text.Length - 1) % WordBits));
        for (var at = 0; at < text.Length; at++)
        {
            var places = _places.GetValueOrDefault(text[at], _anyPlaces);
            var carry = 1UL;
            for (var word = 0; word < words; word++)
            {
                var next = (reached[word] << 1) | carry;
                carry = reached[word] >> (WordBits - 1);
                reached[word] = next & places[word];
            }
            if ((reached[lastWord] & lastBit) != 0)
                return at - Text.Length + 1;
        }
        return -1;
    }

    private static void Set(ulong[] places, int index) => places[index / WordBits] |= 1UL << (index % WordBits);
}
