using System.Collections.Immutable;

namespace Landward.Aws.Descriptions;

/// <summary>A segment of a URI template's path: literal text, or a label filled from an input member.</summary>
/// <param name="Text">The literal, or the label's name.</param>
/// <param name="IsGreedy">The label takes the rest of the path, slashes included (<c>{Key+}</c>).</param>
public readonly record struct UriSegment(string Text, bool IsLabel, bool IsGreedy);

/// <summary>A query parameter that belongs to the template: <c>policy</c> or <c>list-type=2</c>.</summary>
public readonly record struct UriQuery(string Name, string? Value);

/// <summary>The path and the literal query parameters of an operation: <c>/{Bucket}/{Key+}?tagging</c>.</summary>
public sealed class UriTemplate
{
    private UriTemplate(string text, ImmutableArray<UriSegment> segments, ImmutableArray<UriQuery> query) =>
        (Text, Segments, Query) = (text, segments, query);

    public string Text { get; }
    public ImmutableArray<UriSegment> Segments { get; }
    public ImmutableArray<UriQuery> Query { get; }

    internal static UriTemplate Parse(string text)
    {
        var mark = text.IndexOf('?', StringComparison.Ordinal);
        var path = mark < 0 ? text : text[..mark];
        var segments = ImmutableArray.CreateBuilder<UriSegment>();
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            segments.Add(Segment(part));
        var query = ImmutableArray.CreateBuilder<UriQuery>();
        if (mark >= 0)
        {
            foreach (var part in text[(mark + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries))
            {
                var equal = part.IndexOf('=', StringComparison.Ordinal);
                query.Add(equal < 0 ? new UriQuery(part, null) : new UriQuery(part[..equal], part[(equal + 1)..]));
            }
        }
        return new UriTemplate(text, segments.ToImmutable(), query.ToImmutable());
    }

    public override string ToString() => Text;

    private static UriSegment Segment(string part) => part switch
    {
        ['{', .., '+', '}'] => new UriSegment(part[1..^2], IsLabel: true, IsGreedy: true),
        ['{', .., '}'] => new UriSegment(part[1..^1], IsLabel: true, IsGreedy: false),
        _ => new UriSegment(part, IsLabel: false, IsGreedy: false),
    };
}
