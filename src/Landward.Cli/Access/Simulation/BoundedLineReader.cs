using System.Text;

namespace Landward.Cli.Access.Simulation;

/// <summary>Reads lines of at most a number of characters; of a longer one nothing is kept.</summary>
internal sealed class BoundedLineReader(TextReader reader, int maxLength)
{
    private readonly char[] _buffer = new char[16 * 1024];
    private int _next;
    private int _end;

    /// <summary>The line, or null with <c>TooLong</c>; null and false at the end.</summary>
    public async ValueTask<(string? Line, bool TooLong)> ReadAsync(CancellationToken cancel)
    {
        var line = new StringBuilder();
        var tooLong = false;
        var any = false;
        while (true)
        {
            if (_next == _end)
            {
                (_next, _end) = (0, await reader.ReadAsync(_buffer, cancel));
                if (_end == 0)
                    return any && !tooLong ? (line.ToString().TrimEnd('\r'), false) : (null, tooLong);
            }
            any = true;
            var rest = _buffer.AsSpan(_next.._end);
            var newline = rest.IndexOf('\n');
            var taken = newline < 0 ? rest.Length : newline;
            tooLong |= line.Length + taken > maxLength;
            if (tooLong)
                line.Clear();
            else
                line.Append(rest[..taken]);
            _next += newline < 0 ? taken : taken + 1;
            if (newline >= 0)
                return tooLong ? (null, true) : (line.ToString().TrimEnd('\r'), false);
        }
    }
}
