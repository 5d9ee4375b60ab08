namespace Landward.Policy.Proofs;

/// <summary>
/// The texts of a pattern that decide whether a union of other patterns covers it, over an alphabet with a character that no
/// pattern mentions. Without <c>?</c> in the others one text decides: each star an unmentioned character, which only a star
/// of another pattern takes, and that star takes anything. With at most K times <c>?</c> in each other pattern, the runs of 0
/// to K+1 unmentioned characters decide, because a run of K+1 meets a star. A star that crosses colons, among others that do not, also needs runs with colons.
/// </summary>
internal ref struct GenericTexts
{
    private const int Limit = 4096;

    /// <summary>Characters compared with patterns, in all texts together.</summary>
    private const long MaxWork = 4_000_000;

    /// <summary>Past this many single-character wildcards in one pattern only the shortest and the longest runs are tried.</summary>
    private const int MaxAny = 64;
    private const int Colons = 6;

    private readonly TextPattern _pattern;
    private readonly string[] _crossingRuns;
    private readonly string[] _segmentRuns;
    private readonly bool _bothCases;
    private readonly int[] _choice;
    private readonly char[] _buffer;
    private readonly int _limit;
    private int _tried;

    /// <param name="pattern">Whose texts.</param>
    /// <param name="others">The patterns that may cover it.</param>
    public GenericTexts(TextPattern pattern, IReadOnlyList<TextPattern> others)
    {
        _pattern = pattern;
        var any = 0;
        var segments = false;
        foreach (var other in others)
        {
            any = Math.Max(any, other.AnyCount);
            segments |= other.HasSegments;
            _bothCases |= pattern.HasFolded && !other.HasFolded;
        }
        IsComplete = any <= MaxAny;
        _segmentRuns = Runs(any);
        _crossingRuns = _segmentRuns;
        if (segments && pattern.Row.Contains(Symbols.Star) && !StarsStandLast(pattern))
        {
            var run = new string(Symbols.Fresh, 1);
            _crossingRuns = [.. _segmentRuns, .. Enumerable.Range(1, Colons).Select(colons => string.Join(':', Enumerable.Repeat(run, colons + 1)))];
            IsComplete &= any == 0;
        }
        _choice = new int[pattern.Row.Length];
        var longest = _crossingRuns.Max(run => run.Length);
        _buffer = new char[pattern.Row.Length + (pattern.StarCount * longest)];
        _limit = (int)Math.Clamp(MaxWork / ((_buffer.Length + 1L) * (others.Count + 1L)), 1, Limit);
    }

    /// <summary>False when the texts shown do not decide: there were too many.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The next text, in the same place as the one before; false after the last.</summary>
    public bool MoveNext(out ReadOnlySpan<char> text)
    {
        text = default;
        if (_tried > 0 && !Advance())
            return false;
        if (++_tried > _limit)
        {
            IsComplete = false;
            return false;
        }
        text = _buffer.AsSpan(0, Write());
        return true;
    }

    private readonly int Write()
    {
        var length = 0;
        for (var i = 0; i < _choice.Length; i++)
        {
            var symbol = _pattern.Row[i];
            if (Symbols.IsStar(symbol))
            {
                var run = RunsOf(symbol)[_choice[i]];
                run.CopyTo(_buffer.AsSpan(length));
                length += run.Length;
            }
            else
            {
                _buffer[length++] = Symbols.IsAny(symbol) ? Symbols.Fresh
                    : !Symbols.IsFolded(symbol) ? (char)symbol
                    : _choice[i] == 0 ? char.ToLowerInvariant(Symbols.UpperOf(symbol)) : Symbols.UpperOf(symbol);
            }
        }
        return length;
    }

    private readonly bool Advance()
    {
        for (var i = _choice.Length - 1; i >= 0; i--)
        {
            var symbol = _pattern.Row[i];
            var count = Symbols.IsStar(symbol) ? RunsOf(symbol).Length : _bothCases && Symbols.IsFolded(symbol) ? 2 : 1;
            if (++_choice[i] < count)
                return true;
            _choice[i] = 0;
        }
        return false;
    }

    private readonly string[] RunsOf(int star) => star == Symbols.Star ? _crossingRuns : _segmentRuns;

    private static string[] Runs(int any) => any == 0
        ? One
        : any > MaxAny ? [new string(Symbols.Fresh, any + 1), One[0], string.Empty]
        : [.. Enumerable.Range(0, any + 2).Reverse().Select(length => new string(Symbols.Fresh, length))];

    private static readonly string[] One = [new string(Symbols.Fresh, 1)];

    // In the last segment of an ARN a colon makes no difference to a pattern of six segments.
    private static bool StarsStandLast(TextPattern pattern)
    {
        const int SegmentColons = 5;
        var colons = 0;
        foreach (var symbol in pattern.Row)
        {
            if (symbol == ':')
                colons++;
            if (symbol is Symbols.Star or Symbols.Any && colons < SegmentColons)
                return false;
        }
        return true;
    }
}
