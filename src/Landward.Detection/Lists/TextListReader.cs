using System.Globalization;
using System.Text.RegularExpressions;

namespace Landward.Detection;

/// <summary>
/// Lists of lines: plain, hosts files, filters, and the tables of OTX, AlienVault, ProofPoint and FireEye as "Customizing threat
/// detection" (Amazon GuardDuty User Guide, List formats) shows them. A line yields the columns a header names, else its first entry.
/// </summary>
internal static partial class TextListReader
{
    private const int MaxLine = 64 * 1024;

    /// <summary>Only the head of a file says when it was made.</summary>
    private const int HeadLines = 60;

    /// <summary>Columns that hold entries, by the names the formats use, without case.</summary>
    private static readonly HashSet<string> EntryColumns = new(StringComparer.OrdinalIgnoreCase)
    {
        "indicator", "ip", "ip_address", "ipaddress", "address", "cidr", "network", "domain", "hostname", "host", "sourceip", "sourcedomain", "dst_ip", "ioc", "ioc_value",
    };

    public static void Read(TextReader text, ListDraft draft, CancellationToken cancellationToken)
    {
        int[]? columns = null;
        var cells = new List<string>();
        var first = true;
        for (var number = 0; text.ReadLine() is { } line; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (number < HeadLines && IsComment(line))
                ReadDate(line, draft);
            var content = line.Length > MaxLine ? string.Empty : WithoutComment(line);
            if (content.Length == 0)
            {
                if (line.Length > MaxLine)
                    draft.Skip();
                continue;
            }
            if (content.IndexOfAny([',', '\t']) < 0)
            {
                ReadWords(content, draft);
                first = false;
                continue;
            }
            Split(content, cells);
            if (first && Columns(cells) is { } found)
                columns = found;
            else
                ReadCells(cells, columns, draft);
            first = false;
        }
    }

    private static bool IsComment(string line) => line.AsSpan().TrimStart() is ['#' or ';' or '!' or '/', ..];

    /// <summary>AlienVault's reputation feed separates fields by <c>#</c>: the address stands before the first, as before a comment.</summary>
    private static string WithoutComment(string line)
    {
        var span = line.AsSpan().Trim();
        if (span.StartsWith("//") || span.StartsWith("!"))
            return string.Empty;
        var end = span.IndexOfAny('#', ';');
        return (end < 0 ? span : span[..end].TrimEnd()).Trim('\uFEFF').ToString();
    }

    /// <summary>An entry; <c>0.0.0.0 name</c> of a hosts file; <c>||name^</c> of a filter list.</summary>
    private static void ReadWords(string content, ListDraft draft)
    {
        var words = content.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length > 1 && words[0] is "0.0.0.0" or "127.0.0.1" or "::1" or "::")
        {
            foreach (var name in words.Skip(1))
            {
                if (draft.Domain(name) is null || !draft.TryAdd(name))
                    draft.Skip();
            }
            return;
        }
        var word = words[0].StartsWith("||", StringComparison.Ordinal) ? words[0][2..].Split('^')[0] : words[0];
        // Addresses may be written `first - last`.
        if (!(words.Length == 3 && words[1] == "-" && draft.TryAdd($"{words[0]}-{words[2]}")) && !draft.TryAdd(word))
            draft.Skip();
    }

    private static void ReadCells(List<string> cells, int[]? columns, ListDraft draft)
    {
        var added = false;
        if (columns is not null)
        {
            foreach (var column in columns)
                added |= column < cells.Count && cells[column].Length > 0 && draft.TryAdd(cells[column]);
        }
        else
        {
            // Without a header an address counts wherever it stands; a name only in the first two columns, where OTX has kind and value.
            added = cells.Any(cell => AddressRange.TryParse(cell, out _) && draft.TryAdd(cell))
                || cells.Take(2).Any(cell => draft.TryAdd(cell));
        }
        if (!added)
            draft.Skip();
    }

    private static int[]? Columns(List<string> cells)
    {
        var columns = Enumerable.Range(0, cells.Count).Where(i => EntryColumns.Contains(cells[i])).ToArray();
        return columns.Length > 0 ? columns : null;
    }

    /// <summary>RFC 4180: quotes around a cell, doubled inside.</summary>
    private static void Split(string line, List<string> cells)
    {
        cells.Clear();
        var separator = line.Contains(',', StringComparison.Ordinal) ? ',' : '\t';
        var position = 0;
        while (position <= line.Length)
        {
            var rest = line.AsSpan(position);
            var blank = rest.Length - rest.TrimStart(' ').Length;
            var end = rest.IndexOf(separator);
            if (blank < rest.Length && rest[blank] == '"')
            {
                var close = rest[(blank + 1)..].IndexOf('"');
                end = close < 0 ? -1 : rest[(blank + close + 2)..].IndexOf(separator) is >= 0 and var after ? blank + close + 2 + after : -1;
            }
            cells.Add((end < 0 ? rest : rest[..end]).Trim(" \"\r").ToString());
            if (end < 0)
                return;
            position += end + 1;
        }
    }

    private static void ReadDate(string comment, ListDraft draft)
    {
        foreach (var match in StatedDate().EnumerateMatches(comment))
        {
            if (DateTimeOffset.TryParse(comment.AsSpan(match.Index, match.Length), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date))
                draft.State(date);
        }
    }

    [GeneratedRegex(@"\b20[0-9]{2}-[01][0-9]-[0-3][0-9]\b", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex StatedDate();
}
