using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.Logs;

/// <summary>
/// Filter patterns of unstructured text: terms that must all occur, <c>?term</c> of which one must, <c>-term</c> that must not,
/// quoted phrases (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html). JSON and
/// space-delimited patterns are refused here, never half understood.
/// </summary>
internal sealed class LogFilter
{
    private readonly List<string> _all = [];
    private readonly List<string> _any = [];
    private readonly List<string> _none = [];

    public static LogFilter Parse(string? pattern)
    {
        var filter = new LogFilter();
        var text = pattern?.Trim() ?? string.Empty;
        if (text.Length > 1024)
            throw new AwsErrorException(LogGroups.Invalid, "Invalid filter pattern", 400);
        if (text.StartsWith('{') || text.StartsWith('['))
            throw new AwsErrorException(LogGroups.Invalid, "Invalid filter pattern: the sandbox filters events by terms; JSON and space-delimited patterns are for metric filters", 400);
        var position = 0;
        while (position < text.Length)
        {
            if (char.IsWhiteSpace(text[position]))
            {
                position++;
                continue;
            }
            var terms = text[position] switch { '?' => filter._any, '-' => filter._none, _ => filter._all };
            if (terms != filter._all)
                position++;
            terms.Add(Term(text, ref position));
        }
        return filter;
    }

    public bool Matches(string message) =>
        _all.TrueForAll(term => message.Contains(term, StringComparison.Ordinal))
        && (_any.Count == 0 || _any.Exists(term => message.Contains(term, StringComparison.Ordinal)))
        && !_none.Exists(term => message.Contains(term, StringComparison.Ordinal));

    private static string Term(string text, ref int position)
    {
        if (position < text.Length && text[position] == '"')
        {
            var close = text.IndexOf('"', position + 1);
            if (close < 0)
                throw new AwsErrorException(LogGroups.Invalid, "Invalid filter pattern", 400);
            var phrase = text[(position + 1)..close];
            position = close + 1;
            return phrase;
        }
        var start = position;
        while (position < text.Length && !char.IsWhiteSpace(text[position]))
            position++;
        return text[start..position];
    }
}
