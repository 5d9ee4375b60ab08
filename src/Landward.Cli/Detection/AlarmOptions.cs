using System.CommandLine;
using Landward.Cli.CommandLine;
using Landward.Detection.Alarms;

namespace Landward.Cli.Detection;

/// <summary>The option that brings CloudWatch alarms into a run.</summary>
internal static class AlarmOptions
{
    private static readonly Option<DirectoryInfo[]> ForDetection = new("--alarms")
    {
        Description = "Also evaluate CloudWatch alarms over the logs: the catalogue's and, with DIR, your own; may be repeated. Put it behind PATH, or before another option.",
        HelpName = "DIR",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<DirectoryInfo[]> ForCatalogue = new("--alarms") { Description = "Your own alarms beside the catalogue's; may be repeated.", HelpName = "DIR" };

    public static void AddToDetection(Command command) => command.Add(ForDetection);

    public static void AddToCatalogue(Command command) => command.Add(ForCatalogue);

    /// <summary>Null when alarms were not asked for.</summary>
    public static AlarmCatalogue? ReadForDetection(Invocation invocation) =>
        invocation.Parsed.GetResult(ForDetection) is { Implicit: false } ? AlarmCatalogue.Load(invocation.Paths(ForDetection)) : null;

    public static AlarmCatalogue ReadCatalogue(Invocation invocation) => AlarmCatalogue.Load(invocation.Paths(ForCatalogue));
}
