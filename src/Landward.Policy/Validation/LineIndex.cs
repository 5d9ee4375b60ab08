namespace Landward.Policy.Validation;

/// <summary>Turns offsets into lines and columns.</summary>
internal sealed class LineIndex
{
    private readonly List<int> _starts = [0];

    public LineIndex(string text)
    {
        for (var i = text.IndexOf('\n', StringComparison.Ordinal); i >= 0; i = text.IndexOf('\n', i + 1))
            _starts.Add(i + 1);
    }

    public ValidationSpan Span(int start, int end) => new(Position(start), Position(end));

    public ValidationPosition Position(int offset)
    {
        var line = _starts.BinarySearch(offset);
        if (line < 0)
            line = ~line - 1;
        return new ValidationPosition(line + 1, offset - _starts[line], offset);
    }
}
