using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;

namespace Landward.Aws.Validation;

/// <summary>
/// A pattern of a service model, written for Java. .NET's linear-time engine runs most of them; those with lookarounds run in the
/// backtracking engine under a time limit. What neither can run is not checked rather than guessed at.
/// </summary>
internal sealed class ShapePattern
{
    private static readonly ConcurrentDictionary<string, ShapePattern?> Cache = new(StringComparer.Ordinal);

    private static readonly (string Name, string Range)[] Ranges =
    [
        ("w", "a-zA-Z_0-9"),
        ("d", "0-9"),
        ("p{Graph}", "\\x21-\\x7E"),
        ("p{Print}", "\\x20-\\x7E"),
        ("p{ASCII}", "\\x00-\\x7F"),
        ("p{Alpha}", "a-zA-Z"),
        ("p{Alnum}", "a-zA-Z0-9"),
        ("p{Digit}", "0-9"),
        ("p{Upper}", "A-Z"),
        ("p{Lower}", "a-z"),
        ("p{Space}", "\\t\\n\\v\\f\\r "),
        ("p{Punct}", "!-/:-@\\[-`{-~"),
    ];

    private readonly Regex _regex;

    private ShapePattern(Regex regex) => _regex = regex;

    public static ShapePattern? Of(string pattern) => Cache.GetOrAdd(pattern, Compile);

    /// <summary>The whole text matches, unless the pattern itself anchors only one end.</summary>
    public bool Matches(string text)
    {
        try
        {
            return _regex.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            // No verdict is not a violation.
            return true;
        }
    }

    private static ShapePattern? Compile(string pattern)
    {
        // Patterns that name only one end say that the other is free.
        var (start, end) = (pattern.StartsWith('^'), pattern.EndsWith('$'));
        var prefix = end && !start ? string.Empty : "\\A";
        var suffix = start && !end ? string.Empty : "\\z";
        var text = $"{prefix}(?:{Translate(pattern)}){suffix}";
        return Compile(text, RegexOptions.NonBacktracking, TimeSpan.FromSeconds(1)) ?? Compile(text, RegexOptions.None, TimeSpan.FromMilliseconds(50));
    }

    private static ShapePattern? Compile(string text, RegexOptions engine, TimeSpan limit)
    {
        try
        {
            return new ShapePattern(new Regex(text, engine | RegexOptions.CultureInvariant, limit));
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Java's classes in .NET's words: <c>\w</c> and <c>\d</c> are ASCII only, POSIX classes have no name in .NET.</summary>
    private static string Translate(string pattern)
    {
        var text = new StringBuilder(pattern.Length + 16);
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c != '\\' || i + 1 == pattern.Length)
            {
                inClass = c == '[' || (inClass && c != ']');
                text.Append(c);
                continue;
            }
            var (range, length) = Range(pattern.AsSpan(i + 1));
            if (range is null)
                text.Append(pattern[i + 1] == '_' ? string.Empty : c.ToString()).Append(pattern[i + 1]);
            else if (inClass)
                text.Append(range);
            else
                text.Append('[').Append(range).Append(']');
            i += length;
        }
        return text.ToString();
    }

    private static (string? Range, int Length) Range(ReadOnlySpan<char> escape)
    {
        foreach (var (name, range) in Ranges)
        {
            if (escape.StartsWith(name))
                return (range, name.Length);
        }
        return (null, 1);
    }

}
