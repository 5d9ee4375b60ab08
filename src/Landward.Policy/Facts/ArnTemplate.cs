using System.Text;
using Landward.Policy.Matching;

namespace Landward.Policy.Facts;

/// <summary>An ARN with placeholders: <c>arn:${Partition}:s3:::${BucketName}/${ObjectName}</c>.</summary>
internal sealed class ArnTemplate
{
    private const int Segments = 6;

    private readonly string[] _segments;
    private Glob[]? _globs;

    public ArnTemplate(string text)
    {
        Text = text;
        _segments = Split(text);
        LiteralLength = _segments.Sum(CountLiterals);
    }

    public string Text { get; }

    public string Service => _segments[2];

    public bool HasRegion => _segments[3].Length > 0;

    public bool HasAccount => _segments[4].Length > 0;

    /// <summary>Characters outside placeholders: among templates that fit an ARN the one with the most says most.</summary>
    public int LiteralLength { get; }

    /// <summary>Placeholders take one character or more; within the last segment they cross <c>/</c> only when allowed.</summary>
    public bool Fits(string arn, bool acrossSlashes)
    {
        var segments = arn.Split(':', Segments);
        if (segments.Length < Segments)
            return false;
        for (var i = 1; i < Segments - 1; i++)
        {
            if (!SegmentFits(_segments[i], segments[i], acrossSlashes: true))
                return false;
        }
        return SegmentFits(_segments[^1], segments[^1], acrossSlashes);
    }

    public bool Intersects(string pattern)
    {
        if (pattern.AsSpan().TrimStart('*').IsEmpty)
            return pattern.Length > 0;
        var segments = WithoutVariables(pattern).Split(':', Segments);
        var globs = LazyInitializer.EnsureInitialized(ref _globs, CompileGlobs);
        for (var i = 0; i < Segments; i++)
        {
            // A short pattern goes on with wildcards.
            if (i < segments.Length && !GlobRelations.Intersects(Glob.Compile(segments[i]), globs[i]))
                return false;
        }
        return true;
    }

    /// <summary>Likewise for the last segment alone.</summary>
    public bool ResourceIntersects(Glob pattern) => GlobRelations.Intersects(pattern, LazyInitializer.EnsureInitialized(ref _globs, CompileGlobs)[^1]);

    // Leftmost placement of each literal is enough: only the last one is anchored at the end.
    private static bool SegmentFits(string template, ReadOnlySpan<char> text, bool acrossSlashes)
    {
        var rest = template.AsSpan();
        var inPlaceholder = false;
        while (true)
        {
            var start = rest.IndexOf("${", StringComparison.Ordinal);
            var literal = start < 0 ? rest : rest[..start];
            int at;
            if (!inPlaceholder)
                at = text.StartsWith(literal, StringComparison.Ordinal) ? 0 : -1;
            else if (start < 0)
                at = text.EndsWith(literal, StringComparison.Ordinal) ? text.Length - literal.Length : -1;
            else
                at = text.Length == 0 ? -1 : text[1..].IndexOf(literal, StringComparison.Ordinal) + 1;
            if (at < (inPlaceholder ? 1 : 0) || (inPlaceholder && !acrossSlashes && text[..at].Contains('/')))
                return false;
            text = text[(at + literal.Length)..];
            if (start < 0)
                return inPlaceholder || text.IsEmpty;
            inPlaceholder = true;
            rest = rest[(start + rest[start..].IndexOf('}') + 1)..];
        }
    }

    // A placeholder takes one character or more: an access point is never without Region and account.
    private Glob[] CompileGlobs() => [.. _segments.Select(segment => Glob.Compile(WithoutVariables(segment).Replace("*", "?*", StringComparison.Ordinal)))];

    // Colons inside ${...} belong to a variable's name.
    private static string[] Split(string text)
    {
        var marked = new StringBuilder(text);
        var depth = 0;
        for (var i = 0; i < marked.Length; i++)
        {
            depth += marked[i] == '{' ? 1 : marked[i] == '}' ? -1 : 0;
            if (marked[i] == ':' && depth > 0)
                marked[i] = '_';
        }
        return marked.ToString().Split(':', Segments);
    }

    /// <summary>The text as a pattern: every <c>${...}</c> a wildcard.</summary>
    public static string WithoutVariables(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var end = text[i] == '$' && i + 1 < text.Length && text[i + 1] == '{' ? text.IndexOf('}', i) : -1;
            result.Append(end < 0 ? text[i] : '*');
            i = end < 0 ? i : end;
        }
        return result.ToString();
    }

    private static int CountLiterals(string segment) => WithoutVariables(segment).Count(character => character != '*');
}
