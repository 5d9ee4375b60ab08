using System.Collections.Immutable;
using System.CommandLine;
using Landward.Cli.CommandLine;
using Landward.Detection;
using Landward.Model;

namespace Landward.Cli.Detection;

/// <summary>Options of <c>landward detect</c> that name lists and location files.</summary>
internal static class DetectionContextOptions
{
    private static readonly Option<string[]> ThreatList = new("--threat-list")
    {
        Description = $"List of addresses or domains, of a purpose: {string.Join(", ", ListPurposes.Names.SkipLast(1))} (threat, when not said); may be repeated.",
        HelpName = "[PURPOSE=]FILE",
    };

    private static readonly Option<string[]> TrustedList = new("--trusted-list") { Description = "List of addresses or domains that are never a threat; may be repeated.", HelpName = "FILE" };
    private static readonly Option<string[]> CountryFile = new("--country-file") { Description = "CSV of address ranges and their countries: first,last,country; may be repeated.", HelpName = "FILE" };
    private static readonly Option<string[]> SystemFile = new("--asn-file") { Description = "CSV of address ranges and their networks: first,last,number,organization; may be repeated.", HelpName = "FILE" };
    private static readonly Option<int> MaxAge = NumberOption.Create("--max-list-age", "Days after which a threat list is reported as old.", 1, 36_500, (int)ThreatListReader.DefaultMaxAge.TotalDays);

    public static void AddTo(Command command)
    {
        foreach (var option in new Option[] { ThreatList, TrustedList, CountryFile, SystemFile, MaxAge })
            command.Add(option);
    }

    /// <summary>Reads the files that the options name.</summary>
    public static (ThreatLists Lists, Locations Locations, ImmutableArray<Diagnostic> Diagnostics) Read(Invocation invocation, CancellationToken cancel)
    {
        var files = (invocation.Get(ThreatList) ?? []).Select(Parse)
            .Concat((invocation.Get(TrustedList) ?? []).Select(path => new ThreatListFile(ListPurpose.Trusted, path)));
        var (lists, wrong) = new ThreatListReader(invocation.Time, TimeSpan.FromDays(invocation.Get(MaxAge))).Read(files, cancel);
        var (locations, unread) = LocationReader.Read(invocation.Get(CountryFile) ?? [], invocation.Get(SystemFile) ?? [], cancel);
        return (lists, locations, [.. wrong, .. unread]);
    }

    /// <summary>A file may have an equals sign in its name: what stands before the first one counts as purpose only when it is one.</summary>
    private static ThreatListFile Parse(string text)
    {
        var split = text.IndexOf('=', StringComparison.Ordinal);
        return split > 0 && ListPurposes.TryParse(text[..split], out var purpose)
            ? new ThreatListFile(purpose, text[(split + 1)..])
            : new ThreatListFile(ListPurpose.Threat, text);
    }
}
