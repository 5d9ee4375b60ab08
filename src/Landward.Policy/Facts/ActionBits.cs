using System.Numerics;

namespace Landward.Policy;

/// <summary>
/// A set of atoms of one <see cref="ActionUniverse"/>, a bit each. Immutable. Operations take sets of the same universe only.
/// </summary>
public readonly struct ActionBits : IEquatable<ActionBits>
{
    private const int WordBits = 64;

    private readonly ulong[]? _words;

    internal ActionBits(ulong[] words) => _words = words;

    /// <summary>The bits, 64 a word, the lowest atom first. Bits past the universe are never set.</summary>
    public ReadOnlySpan<ulong> Words => _words;

    public bool IsEmpty => !Words.ContainsAnyExcept(0UL);

    public int Count
    {
        get
        {
            var count = 0;
            foreach (var word in Words)
                count += BitOperations.PopCount(word);
            return count;
        }
    }

    public bool Contains(int atom) => (Words[atom / WordBits] >> (atom % WordBits) & 1) != 0;

    /// <summary>True when some atom is in both.</summary>
    public bool Overlaps(ActionBits other)
    {
        var (left, right) = Pair(other);
        for (var i = 0; i < left.Length; i++)
        {
            if ((left[i] & right[i]) != 0)
                return true;
        }
        return false;
    }

    /// <summary>True when every atom of <paramref name="other"/> is in this set.</summary>
    public bool Covers(ActionBits other)
    {
        var (left, right) = Pair(other);
        for (var i = 0; i < left.Length; i++)
        {
            if ((right[i] & ~left[i]) != 0)
                return false;
        }
        return true;
    }

    public ActionBits Union(ActionBits other)
    {
        var (left, right) = Pair(other);
        var words = new ulong[left.Length];
        for (var i = 0; i < words.Length; i++)
            words[i] = left[i] | right[i];
        return new ActionBits(words);
    }

    public ActionBits Intersect(ActionBits other)
    {
        var (left, right) = Pair(other);
        var words = new ulong[left.Length];
        for (var i = 0; i < words.Length; i++)
            words[i] = left[i] & right[i];
        return new ActionBits(words);
    }

    public ActionBits Except(ActionBits other)
    {
        var (left, right) = Pair(other);
        var words = new ulong[left.Length];
        for (var i = 0; i < words.Length; i++)
            words[i] = left[i] & ~right[i];
        return new ActionBits(words);
    }

    /// <summary>The lowest atom; -1 when the set is empty.</summary>
    public int First
    {
        get
        {
            var at = Words.IndexOfAnyExcept(0UL);
            return at < 0 ? -1 : (at * WordBits) + BitOperations.TrailingZeroCount(Words[at]);
        }
    }

    /// <summary>The atoms in ascending order.</summary>
    public Enumerator GetEnumerator() => new(_words ?? []);

    public bool Equals(ActionBits other) => Words.SequenceEqual(other.Words);

    public override bool Equals(object? obj) => obj is ActionBits other && Equals(other);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var word in Words)
            hash.Add(word);
        return hash.ToHashCode();
    }

    public static bool operator ==(ActionBits left, ActionBits right) => left.Equals(right);

    public static bool operator !=(ActionBits left, ActionBits right) => !left.Equals(right);

    private (ulong[] Left, ulong[] Right) Pair(ActionBits other)
    {
        var (left, right) = (_words ?? [], other._words ?? []);
        if (left.Length != right.Length)
            throw new ArgumentException("The sets belong to different universes.", nameof(other));
        return (left, right);
    }

    /// <summary>Walks the atoms of a set.</summary>
    public struct Enumerator
    {
        private readonly ulong[] _words;
        private int _index;
        private ulong _rest;

        internal Enumerator(ulong[] words)
        {
            _words = words;
            _index = -1;
            _rest = 0;
        }

        public readonly int Current => (_index * WordBits) + BitOperations.TrailingZeroCount(_rest);

        public bool MoveNext()
        {
            if (_rest != 0)
                _rest &= _rest - 1;
            while (_rest == 0)
            {
                if (++_index >= _words.Length)
                    return false;
                _rest = _words[_index];
            }
            return true;
        }
    }
}
