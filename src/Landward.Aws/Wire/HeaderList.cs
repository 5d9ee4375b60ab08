using System.Text;

namespace Landward.Aws.Wire;

/// <summary>Lists in one header: separated by commas, elements with commas or quotes in double quotes.</summary>
internal static class HeaderList
{
    public static string Join(IEnumerable<string> items) =>
        string.Join(",", items.Select(item => item.AsSpan().IndexOfAny(',', '"') >= 0
            ? $"\"{item.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""
            : item));

    /// <param name="value">The header.</param>
    /// <param name="areDates">The elements are RFC 822 dates, each with a comma of its own.</param>
    public static List<string> Split(string value, bool areDates)
    {
        var items = new List<string>();
        var current = new StringBuilder();
        var quoted = false;
        var commas = 0;
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (quoted && c == '\\' && i + 1 < value.Length)
                current.Append(value[++i]);
            else if (c == '"')
                quoted = !quoted;
            else if (c == ',' && !quoted && !(areDates && ++commas % 2 == 1))
                Take(items, current);
            else
                current.Append(c);
        }
        Take(items, current);
        return items;
    }

    private static void Take(List<string> items, StringBuilder current)
    {
        var item = current.ToString().Trim();
        if (item.Length > 0)
            items.Add(item);
        current.Clear();
    }
}
