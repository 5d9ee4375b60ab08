using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Access;
using Landward.Cli.CommandLine;
using Landward.Cli.Workspaces;
using Landward.LandingZone.Desired;
using Landward.LandingZone.Organizations;

namespace Landward.Cli.Access;

/// <summary>
/// The snapshot that a spec describes, before it is applied: its roles and users, the roles Identity Center will make for its permission
/// sets, its guardrails, the resources with policies it sets up. Accounts that do not exist yet have made-up ids.
/// </summary>
internal static class SpecSnapshot
{
    public static AccessSnapshot Read(Invocation invocation)
    {
        var (desired, diagnostics) = SpecLoader.Expand(Workspace.Find(invocation).RequireSpec());
        invocation.Accept(diagnostics);
        return Of(desired!, ImmutableDictionary<string, string>.Empty);
    }

    /// <param name="facts">Ids that are known (<see cref="LandingZone.Planning.Plan.Facts"/>).</param>
    public static AccessSnapshot Of(DesiredState desired, IReadOnlyDictionary<string, string> facts)
    {
        var organization = OrganizationProjection.Project(desired, facts);
        var nodes = OrganizationProjection.Resources(desired, facts).ToList();
        var principals = new SpecPrincipals(organization, nodes);
        var blocks = nodes.Where(item => item.Node.Kind == ResourceKind.S3AccountPublicAccessBlock).Select(item => item.Account).ToHashSet();
        return new AccessSnapshot
        {
            Organization = organization,
            Accounts =
            [
                .. organization.Accounts.Select(account => new AccessAccount(
                    account.Id, account.Name, principals.Of(account.Id), blocks.Contains(account.Id) ? new PublicAccessBlock(true, true, true, true) : null)),
            ],
            Resources = [.. nodes.Select(item => SpecResources.Of(item.Account, item.Node, principals.Pool)).OfType<AccessResource>().OrderBy(resource => resource.Arn, StringComparer.Ordinal)],
            Unread = [.. principals.Unread],
        };
    }

    internal static string? Text(JsonNode? node, string member) => node?[member] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    internal static IEnumerable<string> Texts(JsonNode? list) => (list as JsonArray ?? []).Select(item => (string?)item).OfType<string>();
}
