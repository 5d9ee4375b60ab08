using System.Collections.Frozen;
using System.Collections.Immutable;
using System.CommandLine;
using Landward.Cli.CommandLine;
using Landward.Cli.Workspaces;
using Landward.Detection.Organizations;
using Landward.LandingZone.Desired;
using Landward.LandingZone.Organizations;
using Landward.LandingZone.Specification;
using Landward.Model;

namespace Landward.Cli.Detection;

/// <summary>
/// Where detections learn what is known about the organization: a file of facts, the target, and the spec. The spec knows accounts by
/// name; their ids come from one of the other two, and without an id an account's place stays unknown.
/// </summary>
internal static class OrganizationFactsSource
{
    private static readonly Option<FileInfo?> Facts = new("--facts") { Description = "YAML file of facts about the organization that rules ask for.", HelpName = "FILE" };
    private static readonly Option<bool> FromTarget = new("--from-target") { Description = "Ask the target for the organization's accounts, units and tags." };

    public static void AddOptions(Command command)
    {
        command.Add(Facts);
        command.Add(FromTarget);
    }

    /// <exception cref="DiagnosticException">A source that was named cannot be used.</exception>
    public static async Task<OrganizationFacts> ReadAsync(Invocation invocation, CancellationToken cancel)
    {
        var facts = OrganizationFacts.None;
        if (invocation.Get(Facts) is { } file)
        {
            var diagnostics = new List<Diagnostic>();
            facts = OrganizationFactsReader.ReadFile(file.FullName, diagnostics) ?? facts;
            invocation.Accept(diagnostics);
        }
        if (invocation.Get(FromTarget))
        {
            await using var connection = await Connection.OpenAsync(invocation, Workspace.Find(invocation), cancel);
            if (await OrganizationReader.ReadAsync(connection.Sessions, connection.HomeRegion, connection.Clock, cancel) is { } organization)
                facts = facts.Or(OrganizationFacts.Of(organization));
        }
        if (invocation.Get(GlobalOptions.File) is not null)
        {
            var parsed = SpecParser.Parse(Workspace.Find(invocation).RequireSpec());
            invocation.Accept(parsed.Diagnostics);
            facts = Complete(facts, parsed.Spec!);
        }
        return facts;
    }

    /// <summary>What the spec adds to facts that name accounts: their units and tags, the break-glass users, the log bucket.</summary>
    internal static OrganizationFacts Complete(OrganizationFacts facts, Spec spec)
    {
        var ids = (facts.Accounts ?? []).Where(account => account.Name is not null).DistinctBy(account => account.Name)
            .ToFrozenDictionary(account => account.Name!, account => account.Id, StringComparer.Ordinal);
        var management = facts.ManagementAccount ?? ids.GetValueOrDefault(spec.Organization.ManagementName);
        var archive = spec.Accounts.FirstOrDefault(account => account.Role == AccountRole.LogArchive) is { } logs ? ids.GetValueOrDefault(logs.Name) : null;
        return facts.Or(new OrganizationFacts
        {
            ManagementAccount = management,
            BreakGlassPrincipals = spec.Access.BreakGlass is { } breakGlass ? [.. BreakGlass(breakGlass, spec, management, ids)] : null,
            TrailBuckets = archive is not null && spec.Security.CloudTrail.Value is not null ? [LandwardNames.LogBucket(archive, spec.Organization.HomeRegion)] : null,
        }) with
        {
            Accounts = facts.Accounts?.Select(account => InSpec(account, spec)).ToList(),
        };
    }

    private static IEnumerable<string> BreakGlass(BreakGlassSpec breakGlass, Spec spec, string? management, FrozenDictionary<string, string> ids)
    {
        var id = breakGlass.AccountKey == OrganizationSpec.ManagementKey
            ? management
            : spec.Accounts.FirstOrDefault(account => account.Key == breakGlass.AccountKey) is { } account ? ids.GetValueOrDefault(account.Name) : null;
        // Without the account's id the name alone decides: users of the same name elsewhere deserve the attention as well.
        return breakGlass.Users.Select(user => $"arn:*:iam::{id ?? "*"}:user/{user}");
    }

    private static AccountFacts InSpec(AccountFacts account, Spec spec)
    {
        if (spec.Accounts.FirstOrDefault(other => other.Name == account.Name) is not { } described)
            return account;
        var names = described.UnitPath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return account with
        {
            Units = [.. account.Units.Concat(names).Concat(names.Select((_, i) => string.Join('/', names[..(i + 1)]))).Distinct(StringComparer.Ordinal)],
            Tags = described.Tags.Concat(account.Tags).ToLookup(tag => tag.Key, tag => tag.Value, StringComparer.Ordinal)
                .ToFrozenDictionary(tag => tag.Key, tag => tag.Last(), StringComparer.Ordinal),
        };
    }
}
