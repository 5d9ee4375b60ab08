namespace Landward.Policy.Proofs;

/// <summary>Whether something exists; <see cref="Unknown"/> when the search was given up.</summary>
internal enum Existence
{
    No,
    Yes,
    Unknown,
}

/// <summary>Looks for a text that matches some pattern of every group, and none of the patterns to avoid.</summary>
internal static class TextSearch
{
    private const int MaxPieces = 4096;

    public static Existence Find(IReadOnlyList<TextPattern[]> groups, IReadOnlyList<TextPattern> avoid, out string? text)
    {
        var search = new Search(groups, avoid);
        var found = search.Try(0, null);
        text = search.Text;
        return found;
    }

    private sealed class Search(IReadOnlyList<TextPattern[]> groups, IReadOnlyList<TextPattern> avoid)
    {
        private int _pieces;

        public string? Text { get; private set; }

        public Existence Try(int group, TextPattern? inside)
        {
            if (group == groups.Count)
                return TryTexts(inside ?? TextPattern.Everything);
            var result = Existence.No;
            foreach (var pattern in groups[group])
            {
                IReadOnlyList<TextPattern>? pieces = inside is null ? [pattern] : PatternIntersection.Of(inside, pattern);
                if (pieces is null || (_pieces += pieces.Count) > MaxPieces)
                {
                    result = Existence.Unknown;
                    continue;
                }
                foreach (var piece in pieces)
                {
                    var found = Try(group + 1, piece);
                    if (found == Existence.Yes)
                        return found;
                    if (found == Existence.Unknown)
                        result = found;
                }
            }
            return result;
        }

        private Existence TryTexts(TextPattern pattern)
        {
            var texts = new GenericTexts(pattern, avoid);
            while (texts.MoveNext(out var text))
            {
                if (Avoids(text))
                {
                    Text = text.ToString();
                    return Existence.Yes;
                }
            }
            return texts.IsComplete ? Existence.No : Existence.Unknown;
        }

        private bool Avoids(ReadOnlySpan<char> text)
        {
            for (var i = 0; i < avoid.Count; i++)
            {
                if (avoid[i].Matches(text))
                    return false;
            }
            return true;
        }
    }
}
