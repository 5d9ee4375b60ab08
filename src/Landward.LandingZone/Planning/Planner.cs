using System.Collections.Concurrent;
using System.Collections.Immutable;
using Landward.Aws;
using Landward.LandingZone.Desired;
using Landward.LandingZone.Resources;
using Landward.LandingZone.Resources.Organizations;
using Landward.LandingZone.Specification;
using Landward.Model;

namespace Landward.LandingZone.Planning;

/// <summary>
/// Holds the desired state against the real one.
/// </summary>
/// <remarks>
/// (1) who we are; (2) the organization; (3) its units, then its accounts: from here on the ids in other resources are
/// known, then Landward's role in each: how the account is entered; (4) everything else, in parallel, each AWS call made once; (5) what Landward owns and the spec no longer has;
/// (6) differences, ordered, with risks. There is no state file: every plan reads all of it again.
/// </remarks>
public static class Planner
{
    /// <exception cref="AwsApiException">The very first call (who am I) failed: there is nothing to plan with.</exception>
    public static async Task<Plan> PlanAsync(DesiredState desired, AwsSessions sessions, PlanOptions options, CancellationToken cancellationToken)
    {
        var facts = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var calls = new AwsCalls(sessions, desired.Spec.Organization.HomeRegion, facts, memoize: true, options.Time);
        var reading = new StateReading(desired, calls, options.Concurrency, cancellationToken);
        var identity = await calls.Management.ReadAsync("sts", "GetCallerIdentity", null, cancellationToken);
        facts[Reference.ManagementId] = Json.Text(identity, "Account")!;
        var self = facts[Reference.ManagementId];

        await reading.ReadAsync(node => node.Kind is ResourceKind.Organization);
        if (facts[Reference.ManagementId] != self)
            return Refused(desired, PlanDiagnostics.NotAMemberOfManagement(self, facts[Reference.ManagementId]));
        for (var depth = 1; depth <= SpecValidator.MaxUnitDepth; depth++)
            await reading.ReadAsync(node => node.Kind is ResourceKind.OrganizationalUnit && node.Address.Count(c => c == '/') == depth);
        await reading.ReadAsync(node => node.Kind is ResourceKind.Account);
        await reading.ReadAsync(node => node.Kind is ResourceKind.ExecutionRole);
        await reading.ReadAsync(node => node.Kind is not (ResourceKind.Organization or ResourceKind.OrganizationalUnit or ResourceKind.Account or ResourceKind.ExecutionRole));

        var owned = await OwnedResources.FindAsync(desired, calls, reading, cancellationToken);
        reading.Diagnostics.AddRange(await AccountDiagnosticsAsync(desired.Spec, calls, cancellationToken));
        var changes = new ChangeBuilder(desired.Spec, facts).Build(desired.Nodes, reading.Actual, owned);
        return new Plan(
            desired.Spec,
            changes,
            [.. desired.Diagnostics, .. reading.Diagnostics],
            reading.IsPartial,
            facts.ToImmutableSortedDictionary(StringComparer.Ordinal))
        { Guardrails = desired.Guardrails };
    }

    private static Plan Refused(DesiredState desired, Diagnostic diagnostic) =>
        new(desired.Spec, [], [.. desired.Diagnostics, diagnostic], Partial: true, ImmutableSortedDictionary<string, string>.Empty);

    private static async Task<IEnumerable<Diagnostic>> AccountDiagnosticsAsync(Spec spec, AwsCalls calls, CancellationToken cancellationToken)
    {
        var management = calls.Facts[Reference.ManagementId];
        var known = spec.Accounts.Select(account => account.Email).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var diagnostics = new List<Diagnostic>();
        try
        {
            foreach (var account in (await OrganizationTree.AccountsAsync(calls, cancellationToken)).OrderBy(account => account.Id, StringComparer.Ordinal))
            {
                if (account.Id == management && !string.Equals(account.Email, spec.Organization.ManagementEmail, StringComparison.OrdinalIgnoreCase))
                    diagnostics.Add(PlanDiagnostics.WrongManagementAccount(spec.Organization.ManagementEmail, account.Email));
                else if (account.Id != management && account.Status is "ACTIVE" && !known.Contains(account.Email) && spec.Organization.UnmanagedAccounts is not UnmanagedAccounts.Allow)
                    diagnostics.Add(PlanDiagnostics.UnmanagedAccount(account.Id, account.Name, spec.Organization.UnmanagedAccounts is UnmanagedAccounts.Deny));
            }
        }
        catch (Exception error) when (Failure.IsOfOneResource(error))
        {
            diagnostics.Add(PlanDiagnostics.Unreadable("accounts", Failure.Describe(error)));
        }
        return diagnostics;
    }
}
