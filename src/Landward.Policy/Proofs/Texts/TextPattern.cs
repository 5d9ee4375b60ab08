using System.Runtime.InteropServices;

namespace Landward.Policy.Proofs;

/// <summary>A wildcard pattern as a row of <see cref="Symbols"/>. Immutable.</summary>
internal sealed class TextPattern : IEquatable<TextPattern>
{
    public static readonly TextPattern Everything = new([Symbols.Star]);

    /// <summary>Every text that an Arn operator reads as an ARN: six segments, a partition.</summary>
    public static readonly TextPattern AnyArn = Parse("arn:")
        .Then(Symbols.SegmentAny, Symbols.SegmentStar, ':', Symbols.SegmentStar, ':', Symbols.SegmentStar, ':', Symbols.SegmentStar, ':', Symbols.Star);

    private readonly int[] _symbols;
    private readonly string _prefix;
    private readonly int _firstStar;

    public TextPattern(params ReadOnlySpan<int> symbols)
    {
        _symbols = Normalize(symbols);
        _firstStar = -1;
        var prefix = _symbols.Length;
        for (var i = 0; i < _symbols.Length; i++)
        {
            var symbol = _symbols[i];
            if (symbol is < 0 or > char.MaxValue && prefix > i)
                prefix = i;
            if (Symbols.IsStar(symbol))
            {
                StarCount++;
                _firstStar = _firstStar < 0 ? i : _firstStar;
            }
            else if (Symbols.IsAny(symbol))
            {
                AnyCount++;
            }
            HasFolded |= Symbols.IsFolded(symbol);
            HasSegments |= symbol is Symbols.SegmentStar or Symbols.SegmentAny;
        }
        _prefix = string.Create(prefix, _symbols, static (text, row) =>
        {
            for (var i = 0; i < text.Length; i++)
                text[i] = (char)row[i];
        });
        IsLiteral = prefix == _symbols.Length;
    }

    public ReadOnlySpan<int> Row => _symbols;

    public int StarCount { get; }

    /// <summary>How many single-character wildcards it has.</summary>
    public int AnyCount { get; }

    public bool HasFolded { get; }

    /// <summary>Some wildcard stops at a colon.</summary>
    public bool HasSegments { get; }

    public bool IsLiteral { get; }

    /// <summary>The only text of a pattern without wildcards, else its literal beginning.</summary>
    public string Prefix => _prefix;

    public bool IsEverything => _symbols is [Symbols.Star];

    /// <param name="text">With <c>*</c> and <c>?</c> as wildcards.</param>
    public static TextPattern Parse(string text)
    {
        var symbols = new int[text.Length];
        for (var i = 0; i < text.Length; i++)
        {
            symbols[i] = text[i] switch
            {
                '*' => Symbols.Star,
                '?' => Symbols.Any,
                var character => character,
            };
        }
        return new TextPattern(symbols);
    }

    public static TextPattern Literal(string text) => new TextPattern().Then(text);

    /// <summary>The pattern with each symbol replaced.</summary>
    public TextPattern With(Func<int, int> replace) => new(Array.ConvertAll(_symbols, symbol => replace(symbol)));

    public TextPattern Then(params ReadOnlySpan<int> symbols) => new([.. _symbols, .. symbols]);

    private TextPattern Then(string text)
    {
        var symbols = new int[_symbols.Length + text.Length];
        _symbols.CopyTo(symbols, 0);
        for (var i = 0; i < text.Length; i++)
            symbols[_symbols.Length + i] = text[i];
        return new TextPattern(symbols);
    }

    public bool Matches(ReadOnlySpan<char> text)
    {
        if (!text.StartsWith(_prefix))
            return false;
        if (IsLiteral)
            return text.Length == _prefix.Length;
        return _firstStar < 0 ? MatchesExactly(text) : MatchesWithStars(text);
    }

    private bool MatchesExactly(ReadOnlySpan<char> text)
    {
        if (text.Length != _symbols.Length)
            return false;
        for (var i = _prefix.Length; i < text.Length; i++)
        {
            if (!Symbols.Accepts(_symbols[i], text[i]))
                return false;
        }
        return true;
    }

    // Going back to the latest star alone is enough: stars that stop at colons stand before those that do not, and a literal
    // colon pins where each segment ends.
    private bool MatchesWithStars(ReadOnlySpan<char> text)
    {
        int at = _prefix.Length, symbol = _prefix.Length, star = -1, resume = 0;
        while (at < text.Length)
        {
            if (symbol < _symbols.Length && Symbols.IsStar(_symbols[symbol]))
            {
                star = symbol++;
                resume = at;
            }
            else if (symbol < _symbols.Length && Symbols.Accepts(_symbols[symbol], text[at]))
            {
                symbol++;
                at++;
            }
            else if (star >= 0 && (_symbols[star] == Symbols.Star || Symbols.Accepts(Symbols.SegmentAny, text[resume])))
            {
                symbol = star + 1;
                at = ++resume;
            }
            else
            {
                return false;
            }
        }
        while (symbol < _symbols.Length && Symbols.IsStar(_symbols[symbol]))
            symbol++;
        return symbol == _symbols.Length;
    }

    public bool Equals(TextPattern? other) => other is not null && _symbols.AsSpan().SequenceEqual(other._symbols);

    public override bool Equals(object? obj) => Equals(obj as TextPattern);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(MemoryMarshal.AsBytes(_symbols.AsSpan()));
        return hash.ToHashCode();
    }

    public override string ToString() => string.Concat(_symbols.Select(symbol => symbol switch
    {
        Symbols.Star or Symbols.SegmentStar => '*',
        Symbols.Any or Symbols.SegmentAny => '?',
        _ => (char)(Symbols.IsFolded(symbol) ? Symbols.UpperOf(symbol) : symbol),
    }));

    // Two stars in a row say what the wider one says.
    private static int[] Normalize(ReadOnlySpan<int> symbols)
    {
        var row = new int[symbols.Length];
        var length = 0;
        foreach (var symbol in symbols)
        {
            if (length > 0 && Symbols.IsStar(symbol) && Symbols.IsStar(row[length - 1]))
                row[length - 1] = symbol == Symbols.Star || row[length - 1] == Symbols.Star ? Symbols.Star : Symbols.SegmentStar;
            else
                row[length++] = symbol;
        }
        return length == row.Length ? row : row[..length];
    }
}
