using System.Collections.Immutable;
using Landward.Model;
using Landward.Policy;

namespace Landward.Access.Impact;

/// <summary>Attaches and detaches organization policies in a snapshot.</summary>
internal static class OrganizationChanges
{
    /// <summary>The id of a policy that does not exist yet.</summary>
    public const string NewId = "p-new";

    public static AccessSnapshot? Attach(AccessSnapshot snapshot, PolicyChange.Attach change, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        var kind = change.Type == PolicyType.ServiceControlPolicy ? PolicyKind.ServiceControlPolicy : PolicyKind.ResourceControlPolicy;
        if (!PolicyReplacement.IsDocument(change.Document, change.Name, kind, diagnostics))
            return null;
        return Edit(snapshot, change.Target, policies => policies.Add(new OrganizationPolicy(NewId, change.Name, change.Type, change.Document, AwsManaged: false)), diagnostics);
    }

    public static AccessSnapshot? Detach(AccessSnapshot snapshot, PolicyChange.Detach change, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        var found = false;
        var edited = Edit(
            snapshot,
            change.Target,
            policies =>
            {
                var rest = policies.RemoveAll(policy => policy.Name == change.Name || policy.Id == change.Name);
                found |= rest.Length < policies.Length;
                return rest;
            },
            diagnostics);
        if (edited is not null && !found)
            diagnostics.Add(ImpactDiagnostics.UnknownPolicy(change.Name, $"attached to `{change.Target}`", Names(snapshot.Organization!)));
        return found ? edited : null;
    }

    public static IEnumerable<string> Names(Organization organization) =>
        organization.Units.SelectMany(unit => unit.Policies).Concat(organization.Accounts.SelectMany(account => account.Policies)).Select(policy => policy.Name).Distinct(StringComparer.Ordinal);

    private static AccessSnapshot? Edit(
        AccessSnapshot snapshot, string target, Func<ImmutableArray<OrganizationPolicy>, ImmutableArray<OrganizationPolicy>> edit, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        if (snapshot.Organization is not { } organization)
        {
            diagnostics.Add(ImpactDiagnostics.NoOrganization(target));
            return null;
        }
        if (organization.Units.FirstOrDefault(unit => unit.Id == target || (unit.Path.Length == 0 ? target is "root" or "/" : unit.Path == target)) is { } found)
            return snapshot with { Organization = organization with { Units = organization.Units.Replace(found, found with { Policies = edit(found.Policies) }) } };
        if (organization.Accounts.FirstOrDefault(account => account.Id.Value == target || account.Name == target) is { } account)
            return snapshot with { Organization = organization with { Accounts = organization.Accounts.Replace(account, account with { Policies = edit(account.Policies) }) } };
        diagnostics.Add(ImpactDiagnostics.UnknownTarget(target, organization.Units.Select(unit => unit.Path.Length == 0 ? "root" : unit.Path).Concat(organization.Accounts.Select(one => one.Name))));
        return null;
    }
}
