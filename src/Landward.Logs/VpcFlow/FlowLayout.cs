using System.Collections.Immutable;
using System.Text;

namespace Landward.Logs.VpcFlow;

/// <summary>Which field stands in which column of a flow log: any subset of the fields in any order.</summary>
public sealed class FlowLayout
{
    /// <summary>More columns than any version has, with room for versions to come.</summary>
    public const int MaxColumns = 256;

    private readonly int[] _columns = new int[FlowFieldNames.All.Length];

    private FlowLayout(ImmutableArray<string> names)
    {
        Names = names;
        Array.Fill(_columns, -1);
        for (var i = names.Length - 1; i >= 0; i--)
        {
            if (FlowFieldNames.Find(names[i]) is { } field)
                _columns[(int)field] = i;
        }
    }

    /// <summary>Version 2: what a log holds that neither has a header nor a format given.</summary>
    public static FlowLayout Default { get; } = new([.. FlowFieldNames.All.Take(FlowFieldNames.DefaultCount)]);

    /// <summary>The names of the columns, in kebab-case.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>
    /// Whether records of this layout say who talked to whom and when; without that there is nothing to detect.
    /// </summary>
    public bool IsUsable =>
        (Has(FlowField.SrcAddr) || Has(FlowField.PktSrcAddr)) && (Has(FlowField.DstAddr) || Has(FlowField.PktDstAddr))
        && (Has(FlowField.Start) || Has(FlowField.End));

    /// <summary>The column of a field, or -1.</summary>
    public int Column(FlowField field) => _columns[(int)field];

    /// <summary>The column of any name, also one that only later versions know, or -1.</summary>
    public int Column(string name) => Names.IndexOf(name);

    public bool Has(FlowField field) => _columns[(int)field] >= 0;

    /// <summary>
    /// Reads a header line or the format of a flow log: names separated by blanks, each as it is or as <c>${name}</c>, with <c>-</c> or
    /// (as in Parquet) <c>_</c>. Null when there are none or too many.
    /// </summary>
    public static FlowLayout? Parse(string format)
    {
        var names = format.Split([' ', '\t', ',', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
        return names.Length is 0 or > MaxColumns ? null : new FlowLayout([.. names.Select(Name)]);
    }

    /// <summary>The layout a line announces; null for a line that is a record or nothing.</summary>
    internal static FlowLayout? OfHeader(ReadOnlySpan<byte> line)
    {
        line = line.Trim(" \t\r\n"u8);
        if (line.IsEmpty || line.Length > 4096 || line[0] is not ((>= (byte)'a' and <= (byte)'z') or (byte)'$') || line.IndexOfAnyExceptInRange((byte)' ', (byte)'}') >= 0)
            return null;
        var layout = Parse(Encoding.ASCII.GetString(line));
        // A record has at most a few words in it (OK, ACCEPT, egress); a header is nothing but names, most of them known.
        return layout is not null && layout.Names.Count(name => FlowFieldNames.Find(name) is not null) * 2 > layout.Names.Length ? layout : null;
    }

    private static string Name(string written)
    {
        var name = written.StartsWith("${", StringComparison.Ordinal) && written.EndsWith('}') ? written[2..^1] : written;
        return name.Replace('_', '-').ToLowerInvariant();
    }
}
