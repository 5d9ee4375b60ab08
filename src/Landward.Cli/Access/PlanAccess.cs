using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Access;
using Landward.Cli.Output;
using Landward.LandingZone.Desired;
using Landward.LandingZone.Planning;
using Landward.Model;
using Landward.Policy;

namespace Landward.Cli.Access;

/// <summary>
/// What a plan's guardrail and permission changes do to requests: each statement that is added or taken away, with a witness or a proof
/// that it changes nothing.
/// </summary>
/// <param name="Statements">With the address of the change each belongs to.</param>
/// <param name="NotAnalysed">What is not said here, and why.</param>
internal sealed record PlanAccess(ImmutableArray<(string Address, StatementChange Change)> Statements, ImmutableArray<string> NotAnalysed)
{
    private const string Attachments = "/attachments/";
    private const int MaxStatements = 40;
    private const int MaxShown = 12;

    // Small, so that a plan stays a matter of a second.
    private static readonly ComparisonBudget Budget = new(Statements: MaxStatements, Steps: 2_000);

    public static PlanAccess Of(Plan plan)
    {
        var statements = new List<(string, StatementChange)>();
        var notAnalysed = new List<string>();
        var created = plan.Changes.Where(change => change is { Action: ChangeAction.Create, Node.Kind: ResourceKind.Account }).Select(change => change.Node.Account).Count();
        var existing = plan.Spec.Accounts.Length - created;
        var fresh = 0;
        foreach (var change in plan.Changes.Where(change => KindOf(change) is not null))
        {
            if (change.Action == ChangeAction.Create && existing == 0)
            {
                fresh++;
                continue;
            }
            var (kind, where) = (KindOf(change)!.Value, Where(change, plan));
            if (statements.Count >= MaxStatements)
                notAnalysed.Add($"{change.Address}: beyond the budget of a plan");
            else
                statements.AddRange(AccessComparison.CompareDocuments(Name(change), where, kind, Document(change.Before), Document(change.After), Budget).Select(item => (change.Address, item)));
            if (change.Node.Kind == ResourceKind.PermissionSet && change.ChangedMembers.Any(member => member is "managedPolicies" or "boundary"))
                notAnalysed.Add($"{change.Address}: its managed policies or boundary change, whose documents are not part of the plan");
        }
        if (fresh > 0)
            notAnalysed.Add($"{fresh} new policies and permission sets: they bind accounts that do not exist yet");
        return new PlanAccess([.. statements], [.. notAnalysed]);
    }

    /// <summary>The plan's changes of policies, to be made to a snapshot of what is there.</summary>
    public static ImmutableArray<PolicyChange> Changes(Plan plan)
    {
        var changes = ImmutableArray.CreateBuilder<PolicyChange>();
        var documents = plan.Changes.Where(change => change.Node.Kind == ResourceKind.ServiceControlPolicy && change.After is not null)
            .ToDictionary(Name, change => Document(change.After)!, StringComparer.Ordinal);
        foreach (var change in plan.Changes)
        {
            switch (change)
            {
                case { Node.Kind: ResourceKind.ServiceControlPolicy, Action: ChangeAction.Update }:
                    changes.Add(new PolicyChange.Replace(Name(change), documents[Name(change)]));
                    break;
                case { Node.Kind: ResourceKind.PolicyAttachment, Action: ChangeAction.Create } when documents.TryGetValue((string?)change.After!["policy"] ?? string.Empty, out var document):
                    changes.Add(new PolicyChange.Attach(Target(change.Address), PolicyType.ServiceControlPolicy, (string)change.After!["policy"]!, document));
                    break;
                case { Node.Kind: ResourceKind.PolicyAttachment, Action: ChangeAction.Delete }:
                    changes.Add(new PolicyChange.Detach(Target(change.Address), (string)change.Before!["policy"]!));
                    break;
                case { Node.Kind: ResourceKind.PermissionSet, Action: ChangeAction.Update } when Document(change.After) is { } inline:
                    changes.Add(new PolicyChange.Replace(Name(change), inline));
                    break;
            }
        }
        return changes.ToImmutable();
    }

    public JsonObject Json() => new()
    {
        ["statements"] = new JsonArray([.. Statements.Select(item =>
        {
            var json = AccessChangeRenderer.Json(item.Change);
            json["address"] = item.Address;
            return (JsonNode)json;
        })]),
        ["notAnalysed"] = new JsonArray([.. NotAnalysed.Select(text => (JsonNode)text)]),
    };

    public void Show(Terminal terminal)
    {
        if (Statements.IsEmpty && NotAnalysed.IsEmpty)
            return;
        terminal.Line(string.Empty);
        terminal.Line("Effect on access (- denies, + allows)");
        foreach (var (_, change) in Statements.Take(MaxShown))
            terminal.Line($"  {(change.TakesAway ? '-' : '+')} {AccessChangeRenderer.Sentence(change)}");
        if (Statements.Length > MaxShown)
            terminal.Line($"  and {Statements.Length - MaxShown} more statements (-o json lists all)");
        foreach (var text in NotAnalysed)
            terminal.Line($"  not analysed: {text}");
    }

    private static PolicyKind? KindOf(PlannedChange change) => change.Node.Kind switch
    {
        ResourceKind.ServiceControlPolicy => PolicyKind.ServiceControlPolicy,
        ResourceKind.PermissionSet => PolicyKind.Identity,
        ResourceKind.PermissionsBoundaryPolicy => PolicyKind.PermissionsBoundary,
        _ => null,
    };

    private static string Name(PlannedChange change) => (string?)(change.After ?? change.Before)!["name"] ?? change.Address;

    private static string? Document(JsonObject? properties) => (properties?["document"] ?? properties?["inlinePolicy"])?.ToJsonString();

    private static string Where(PlannedChange change, Plan plan)
    {
        if (change.Node.Kind != ResourceKind.ServiceControlPolicy)
            return change.Node.Kind == ResourceKind.PermissionSet ? "its permission set" : change.Node.Account;
        var targets = plan.Changes.Where(other => other.Node.Kind == ResourceKind.PolicyAttachment && other.Address.StartsWith(change.Address + Attachments, StringComparison.Ordinal)).Select(other => Target(other.Address)).ToList();
        return targets.Count > 0 ? string.Join(", ", targets) : "its targets";
    }

    private static string Target(string address) => address[(address.IndexOf(Attachments, StringComparison.Ordinal) + Attachments.Length)..];
}
