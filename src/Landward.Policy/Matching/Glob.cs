using System.Text;

namespace Landward.Policy.Matching;

/// <summary>
/// A compiled wildcard pattern: <c>*</c> stands for any run of characters, <c>?</c> for exactly one. Ordinal comparison.
/// Matching takes the leftmost place for every literal part, so no pattern backtracks: the worst case is
/// text length times pattern length, without allocation.
/// </summary>
internal sealed class Glob
{
    public static readonly Glob All = new([string.Empty, string.Empty], [null, null]);

    private readonly string[] _parts;
    private readonly bool[]?[] _anyCharacter;
    private readonly int _minimumLength;

    private Glob(string[] parts, bool[]?[] anyCharacter)
    {
        _parts = parts;
        _anyCharacter = anyCharacter;
        _minimumLength = parts.Sum(part => part.Length);
        Literal = parts.Length == 1 && anyCharacter[0] is null ? parts[0] : null;
        MatchesEverything = parts.Length > 1 && _minimumLength == 0;
    }

    /// <summary>The only text that matches, when the pattern has no wildcard.</summary>
    public string? Literal { get; }

    public bool MatchesEverything { get; }

    public static Glob Compile(string pattern)
    {
        var builder = new Builder();
        builder.AppendPattern(pattern);
        return builder.Build();
    }

    public bool Matches(ReadOnlySpan<char> text)
    {
        if (Literal is not null)
            return text.SequenceEqual(Literal);
        if (text.Length < _minimumLength)
            return false;
        if (_parts.Length == 1)
            return text.Length == _minimumLength && PartAt(0, text);
        var last = _parts.Length - 1;
        if (!PartAt(0, text) || !PartAt(last, text[(text.Length - _parts[last].Length)..]))
            return false;
        var rest = text[_parts[0].Length..(text.Length - _parts[last].Length)];
        for (var index = 1; index < last; index++)
        {
            var at = Find(index, rest);
            if (at < 0)
                return false;
            rest = rest[(at + _parts[index].Length)..];
        }
        return true;
    }

    /// <summary>The pattern as symbols: literal characters as they are, the wildcards as <see cref="Star"/> and <see cref="Any"/>.</summary>
    public int[] Symbols()
    {
        var symbols = new List<int>();
        for (var part = 0; part < _parts.Length; part++)
        {
            if (part > 0)
                symbols.Add(Star);
            for (var i = 0; i < _parts[part].Length; i++)
                symbols.Add(_anyCharacter[part] is { } any && any[i] ? Any : _parts[part][i]);
        }
        return [.. symbols];
    }

    public const int Star = -1;
    public const int Any = -2;

    private bool PartAt(int part, ReadOnlySpan<char> text)
    {
        var literal = _parts[part];
        if (_anyCharacter[part] is not { } any)
            return text.StartsWith(literal, StringComparison.Ordinal);
        if (text.Length < literal.Length)
            return false;
        for (var i = 0; i < literal.Length; i++)
        {
            if (!any[i] && literal[i] != text[i])
                return false;
        }
        return true;
    }

    private int Find(int part, ReadOnlySpan<char> text)
    {
        if (_anyCharacter[part] is null)
            return text.IndexOf(_parts[part], StringComparison.Ordinal);
        for (var at = 0; at + _parts[part].Length <= text.Length; at++)
        {
            if (PartAt(part, text[at..]))
                return at;
        }
        return -1;
    }

    /// <summary>Builds a pattern out of literal text and wildcards, so that substituted text never acts as a wildcard.</summary>
    internal sealed class Builder
    {
        private readonly List<string> _parts = [];
        private readonly List<bool[]?> _anyCharacter = [];
        private readonly StringBuilder _part = new();
        private readonly HashSet<int> _any = [];

        public void AppendLiteral(string text) => _part.Append(text);

        public void AppendStar()
        {
            Close();
            if (_parts.Count > 1 && _parts[^1].Length == 0)
            {
                // Two stars in a row say what one says.
                _parts.RemoveAt(_parts.Count - 1);
                _anyCharacter.RemoveAt(_anyCharacter.Count - 1);
            }
        }

        public void AppendAnyCharacter()
        {
            _any.Add(_part.Length);
            _part.Append('?');
        }

        public void AppendPattern(string pattern)
        {
            foreach (var character in pattern)
            {
                if (character == '*')
                    AppendStar();
                else if (character == '?')
                    AppendAnyCharacter();
                else
                    _part.Append(character);
            }
        }

        public Glob Build()
        {
            Close();
            return new Glob([.. _parts], [.. _anyCharacter]);
        }

        private void Close()
        {
            _parts.Add(_part.ToString());
            var any = _any;
            _anyCharacter.Add(any.Count == 0 ? null : [.. Enumerable.Range(0, _part.Length).Select(any.Contains)]);
            _part.Clear();
            _any.Clear();
        }
    }
}
