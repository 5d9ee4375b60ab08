namespace Landward.Policy.Validation;

/// <summary>The six segments of an ARN in a policy, with their places; a colon inside <c>${...}</c> belongs to the variable.</summary>
internal readonly record struct ArnText(string[] Segments, int[] Starts)
{
    public const int SegmentCount = 6;

    public string Partition => Segments[1];

    public string Service => Segments[2];

    public string Region => Segments[3];

    public string Account => Segments[4];

    public string Resource => Segments[5];

    /// <summary>Fewer than six segments when the text has fewer.</summary>
    public static ArnText Split(string text)
    {
        var segments = new List<string>(SegmentCount);
        var starts = new List<int>(SegmentCount) { 0 };
        var depth = 0;
        for (var i = 0; i < text.Length && segments.Count < SegmentCount - 1; i++)
        {
            if (text[i] == '{' && i > 0 && text[i - 1] == '$')
                depth++;
            else if (text[i] == '}' && depth > 0)
                depth--;
            if (text[i] != ':' || depth > 0)
                continue;
            segments.Add(text[starts[^1]..i]);
            starts.Add(i + 1);
        }
        segments.Add(text[starts[^1]..]);
        return new ArnText([.. segments], [.. starts]);
    }

    /// <summary>The segment is a text, not a pattern.</summary>
    public static bool IsLiteral(string segment) => !segment.AsSpan().ContainsAny('*', '?', '$');

    public PolicyPlace Place(PolicyNode node, int segment) =>
        Segments[segment].Length == 0 ? node : PolicyPlace.Part(node, Starts[segment], Segments[segment].Length);
}
