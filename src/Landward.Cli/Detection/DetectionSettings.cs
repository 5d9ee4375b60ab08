using System.Collections.Immutable;
using System.CommandLine;
using Landward.Cli.CommandLine;
using Landward.Detection;
using Landward.Logs.VpcFlow;
using Landward.Model;

namespace Landward.Cli.Detection;

/// <summary>What every command that runs detections over logs may be told.</summary>
internal static class DetectionSettings
{
    private static readonly Option<string[]> Trust = new("--trust") { Description = "ARN pattern of a principal whose calls raise no findings; may be repeated.", HelpName = "ARN" };
    private static readonly Option<string[]> OwnAccounts = new("--own-account") { Description = "An account of yours beside those in the logs; may be repeated.", HelpName = "ID" };
    private static readonly Option<string[]> RuleLists = new("--rule-list") { Description = "A list that rules need, such as allowed_regions=eu-west-1,eu-central-1 or NAME=@FILE; may be repeated.", HelpName = "NAME=VALUES" };
    private static readonly Option<int> Workers = new("--workers") { Description = "How many files are read at the same time; one per processor by default. The findings do not depend on it.", HelpName = "N" };

    private static readonly Option<string?> FlowFormat = new("--flow-format") { Description = "The fields of VPC flow logs that have no header, as ${version} ${account-id} ... or version account-id ...; version 2 by default.", HelpName = "FIELDS" };

    public static void AddTo(Command command)
    {
        foreach (var option in new Option[] { Trust, OwnAccounts, RuleLists, Workers, FlowFormat })
            command.Add(option);
        OrganizationFactsSource.AddOptions(command);
        DetectionContextOptions.AddTo(command);
    }

    /// <exception cref="DiagnosticException">A source of facts that was named cannot be used.</exception>
    public static async Task<(DetectionOptions Options, ImmutableArray<Diagnostic> Diagnostics)> ReadAsync(
        Invocation invocation, DetectionCatalogue catalogue, CancellationToken cancel)
    {
        var (ruleLists, problems) = RuleListParser.Parse(invocation.Get(RuleLists) ?? [], catalogue.NeededLists);
        var (lists, locations, diagnostics) = DetectionContextOptions.Read(invocation, cancel);
        var options = new DetectionOptions
        {
            TrustedPrincipals = [.. invocation.Get(Trust) ?? []],
            OwnAccounts = [.. invocation.Get(OwnAccounts) ?? []],
            Workers = Math.Max(0, invocation.Get(Workers)),
            FlowFormat = invocation.Get(FlowFormat) is { } format ? FlowLayout.Parse(format) : null,
            Organization = await OrganizationFactsSource.ReadAsync(invocation, cancel),
            Lists = lists,
            Locations = locations,
            RuleLists = ruleLists,
        };
        return (options, [.. diagnostics, .. problems]);
    }
}
