namespace Landward.Policy.Proofs;

/// <summary>The texts that two patterns have in common, as a finite union of patterns.</summary>
internal static class PatternIntersection
{
    /// <summary>Past this many patterns the union is given up.</summary>
    private const int Limit = 256;

    /// <summary>Past this many pairs of stars their interleavings are given up unseen.</summary>
    private const int MaxStarPairs = 256;

    /// <summary>Null when the union has more than a few hundred members.</summary>
    public static IReadOnlyList<TextPattern>? Of(TextPattern left, TextPattern right)
    {
        if (left.Equals(right) || right.IsEverything)
            return [left];
        if (left.IsEverything)
            return [right];
        if (IsInside(left, right))
            return [left];
        if (IsInside(right, left))
            return [right];
        if (HasVariables(left) || HasVariables(right))
            return Union(WithoutVariables(left), WithoutVariables(right));
        return Union(left, right);
    }

    private static IReadOnlyList<TextPattern>? Union(TextPattern left, TextPattern right)
    {
        if (left.IsLiteral)
            return right.Matches(left.Prefix) ? [left] : [];
        if (right.IsLiteral)
            return left.Matches(right.Prefix) ? [right] : [];
        var common = Math.Min(left.Prefix.Length, right.Prefix.Length);
        if (!left.Prefix.AsSpan(0, common).SequenceEqual(right.Prefix.AsSpan(0, common)))
            return [];
        if (left.StarCount * right.StarCount > MaxStarPairs)
            return null;
        var pieces = new Pieces(left.Row.ToArray(), right.Row.ToArray()).At(common, common);
        return pieces is null ? null : [.. pieces.Select(piece => new TextPattern([.. left.Row[..common], .. piece])).Distinct()];
    }

    // One generic text decides for patterns whose wildcards are stars of one kind; elsewhere this says no too often, which costs only size.
    private static bool IsInside(TextPattern inner, TextPattern outer)
    {
        if (outer.AnyCount > 0 || inner.HasFolded || (outer.HasSegments && !inner.HasSegments))
            return false;
        Span<char> text = inner.Row.Length <= 512 ? stackalloc char[inner.Row.Length] : new char[inner.Row.Length];
        for (var i = 0; i < text.Length; i++)
            text[i] = inner.Row[i] < 0 ? Symbols.Fresh : (char)inner.Row[i];
        return outer.HasSegments ? HasSegmentsOfArn(inner) && HasSegmentsOfArn(outer) && outer.Matches(text) : outer.Matches(text);
    }

    // Five colons stand before anything that may hold one, as in every ARN pattern.
    private static bool HasSegmentsOfArn(TextPattern pattern)
    {
        const int Colons = 5;
        var colons = 0;
        foreach (var symbol in pattern.Row)
        {
            if (symbol == ':' && ++colons == Colons)
                return true;
            if (symbol is Symbols.Star or Symbols.Any)
                return false;
        }
        return true;
    }

    private static bool HasVariables(TextPattern pattern) => pattern.Row.ContainsAnyInRange(Symbols.FirstVariable, Symbols.LastReserved);

    // The value of a variable may be any text, so what meets it may be any text too: the union is then larger than the truth.
    private static TextPattern WithoutVariables(TextPattern pattern) =>
        pattern.With(symbol => symbol is >= Symbols.FirstVariable and <= Symbols.LastReserved ? Symbols.Star : symbol);

    /// <summary>
    /// The union from a place in each pattern on. Where both have a star, one of the two runs ends first:
    /// <c>*A and *B = *(A and *B) or *(*A and B)</c>; a star against a symbol either ends or takes it.
    /// </summary>
    private sealed class Pieces(int[] left, int[] right)
    {
        private readonly Dictionary<(int, int), List<int[]>?> _known = [];

        public List<int[]>? At(int i, int j)
        {
            if (_known.TryGetValue((i, j), out var known))
                return known;
            var pieces = new List<int[]>();
            var complete = Fill(pieces, i, j);
            return _known[(i, j)] = complete ? pieces : null;
        }

        private bool Fill(List<int[]> pieces, int i, int j)
        {
            if (i == left.Length && j == right.Length)
                return Add(pieces, [], [[]]);
            var leftStar = i < left.Length && Symbols.IsStar(left[i]);
            var rightStar = j < right.Length && Symbols.IsStar(right[j]);
            if (leftStar && rightStar)
            {
                var star = left[i] == Symbols.Star && right[j] == Symbols.Star ? Symbols.Star : Symbols.SegmentStar;
                return Add(pieces, [star], At(i + 1, j)) && Add(pieces, [star], At(i, j + 1));
            }
            if (leftStar)
                return Add(pieces, [], At(i + 1, j)) && (j == right.Length || Take(pieces, left[i], right[j], i, j + 1));
            if (rightStar)
                return Add(pieces, [], At(i, j + 1)) && (i == left.Length || Take(pieces, right[j], left[i], i + 1, j));
            if (i == left.Length || j == right.Length)
                return true;
            return Symbols.Meet(left[i], right[j]) is not { } both || Add(pieces, [both], At(i + 1, j + 1));
        }

        private bool Take(List<int[]> pieces, int star, int symbol, int i, int j)
        {
            if (star == Symbols.SegmentStar && symbol == ':')
                return true;
            return Add(pieces, [star == Symbols.SegmentStar && symbol == Symbols.Any ? Symbols.SegmentAny : symbol], At(i, j));
        }

        private static bool Add(List<int[]> pieces, int[] first, List<int[]>? rest)
        {
            if (rest is null)
                return false;
            foreach (var piece in rest)
            {
                int[] whole = first.Length == 0 ? piece
                    : piece.Length > 0 && Symbols.IsStar(first[0]) && piece[0] == first[0] ? piece
                    : [.. first, .. piece];
                if (!pieces.Exists(other => other.AsSpan().SequenceEqual(whole)))
                    pieces.Add(whole);
            }
            return pieces.Count <= Limit;
        }
    }
}
