namespace Landward.Cli.Output;

/// <summary>Rows in aligned columns on a terminal; tab-separated when piped, so that cut and awk work.</summary>
internal static class TextTable
{
    public static IEnumerable<string> Render(IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string>> rows, bool aligned)
    {
        if (!aligned)
            return [string.Join('\t', header), .. rows.Select(row => string.Join('\t', row.Select(cell => cell.Replace('\t', ' ').Replace('\n', ' '))))];
        var widths = header.Select((title, column) => rows.Select(row => row[column].Length).Append(title.Length).Max()).ToArray();
        return [Line(header), .. rows.Select(Line)];

        string Line(IReadOnlyList<string> cells) =>
            string.Join("  ", cells.Select((cell, column) => column == cells.Count - 1 ? cell : cell.PadRight(widths[column]))).TrimEnd();
    }
}
