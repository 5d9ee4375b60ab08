using System.Text;

namespace Landward.Policy.Matching;

/// <summary>
/// A compiled wildcard pattern: <c>*</c> stands for any run of characters, <c>?</c> for exactly one. Ordinal comparison.
/// Matching takes the leftmost place for every part between stars, so no pattern backtracks; nothing is allocated.
/// </summary>
internal sealed class Glob
{
    public static readonly Glob All = new([new GlobPart(string.Empty, null), new GlobPart(string.Empty, null)]);

    public const int Star = -1;
    public const int Any = -2;

    private readonly GlobPart[] _parts;
    private readonly int _minimumLength;

    // The text before the only star, when nothing follows it: the most common pattern.
    private readonly string? _prefix;

    private Glob(GlobPart[] parts)
    {
        _parts = parts;
        _minimumLength = parts.Sum(part => part.Length);
        Literal = parts is [{ HasAnyCharacter: false } only] ? only.Text : null;
        _prefix = parts is [{ HasAnyCharacter: false } first, { Length: 0 }] ? first.Text : null;
        MatchesEverything = parts.Length > 1 && _minimumLength == 0;
    }

    /// <summary>The only text that matches, when the pattern has no wildcard.</summary>
    public string? Literal { get; }

    public bool MatchesEverything { get; }

    /// <summary>The pattern with its wildcards; characters that a variable brought in look like them.</summary>
    public string Text => string.Join('*', _parts.Select(part => part.Text));

    public static Glob Compile(string pattern)
    {
        var builder = new Builder();
        builder.AppendPattern(pattern);
        return builder.Build();
    }

    public bool Matches(ReadOnlySpan<char> text)
    {
        if (_prefix is not null)
            return text.StartsWith(_prefix, StringComparison.Ordinal);
        if (Literal is not null)
            return text.SequenceEqual(Literal);
        if (text.Length < _minimumLength)
            return false;
        if (_parts.Length == 1)
            return text.Length == _minimumLength && _parts[0].StartsIn(text);
        var last = _parts[^1];
        if (!_parts[0].StartsIn(text) || !last.StartsIn(text[(text.Length - last.Length)..]))
            return false;
        var rest = text[_parts[0].Length..(text.Length - last.Length)];
        for (var index = 1; index < _parts.Length - 1; index++)
        {
            var at = _parts[index].FindIn(rest);
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
                symbols.Add(_parts[part].IsAnyCharacter(i) ? Any : _parts[part].Text[i]);
        }
        return [.. symbols];
    }

    /// <summary>Builds a pattern out of literal text and wildcards, so that substituted text never acts as a wildcard.</summary>
    internal sealed class Builder
    {
        private readonly List<GlobPart> _parts = [];
        private readonly StringBuilder _part = new();
        private readonly HashSet<int> _any = [];

        public void AppendLiteral(string text) => _part.Append(text);

        public void AppendStar()
        {
            // Two stars in a row say what one says.
            if (_parts.Count == 0 || _part.Length > 0)
                Close();
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
            return new Glob([.. _parts]);
        }

        private void Close()
        {
            var any = _any;
            _parts.Add(new GlobPart(_part.ToString(), any.Count == 0 ? null : [.. Enumerable.Range(0, _part.Length).Select(any.Contains)]));
            _part.Clear();
            _any.Clear();
        }
    }
}
