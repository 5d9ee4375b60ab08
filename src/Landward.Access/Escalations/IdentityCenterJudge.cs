using System.Collections.Immutable;

namespace Landward.Access.Escalations;

/// <summary>
/// Techniques over Identity Center. Open to the management account and to delegated administrators; what is provisioned in the
/// management account can be changed from there only. Source: "Delegated administration", IAM Identity Center User Guide.
/// </summary>
internal static class IdentityCenterJudge
{
    private const string Service = "sso.amazonaws.com";
    private const string RolePrefix = "AWSReservedSSO_";

    public static bool IsProvisioned(AccessPrincipal role) => role.Principal.Name.StartsWith(RolePrefix, StringComparison.Ordinal);

    public static TechniqueUse? Try(EscalationWorld world, EscalationTechnique technique, EscalationNode who, AccessPrincipal role)
    {
        if (!IsProvisioned(role) || world.ManagementAccount is not { } management || (who.Account != management && !world.IsDelegated(Service, who.Account)))
            return null;
        if (who.Account != management && world.IsInManagementAccount(role, editsPermissionSet: technique.Gain == EscalationGain.Permissions))
            return null;
        if (technique.Id == OrganizationTechniques.GroupMembershipId && !role.Assignments.Any(assignment => assignment.Kind == "GROUP"))
            return null;
        var verdict = StepVerdict.Yes;
        var calls = ImmutableArray.CreateBuilder<EscalationCall>();
        foreach (var action in technique.Actions)
        {
            var best = StepVerdict.No;
            EscalationCall? chosen = null;
            foreach (var arn in Resources(world, action, who, role))
            {
                var call = new EscalationCall(action.Action, arn, who.Account, CallFacts.Direct().Build());
                var decided = world.Judge.Decide(who, call);
                if (decided > best)
                    (best, chosen) = (decided, call);
            }
            if (chosen is null)
                return null;
            verdict = StepVerdicts.Min(verdict, best);
            calls.Add(chosen);
        }
        // Whoever works through Identity Center has an identity there; others must get hold of one first.
        var circumstance = technique.Gain == EscalationGain.Credentials && who.Origin is not { Assignments.IsEmpty: false } ? "the caller has an identity in Identity Center" : null;
        // A policy that names permission sets or groups by their ids says nothing that a snapshot could compare.
        if (circumstance is null && calls.Any(call => !call.Arn.EndsWith(AnyId, StringComparison.Ordinal) && call.Arn.Contains(":::", StringComparison.Ordinal) && !call.Arn.Contains(":::account/", StringComparison.Ordinal)))
            circumstance = "the resource that the caller's policy names is this role's permission set or group";
        return new TechniqueUse(technique, circumstance is null ? verdict : StepVerdicts.Min(verdict, StepVerdict.Conditional), calls.ToImmutable(), circumstance, null);
    }

    private const string AnyId = "landward-escalation";

    private static IEnumerable<string> Resources(EscalationWorld world, RequiredAction action, EscalationNode who, AccessPrincipal role)
    {
        var template = action.Template.Replace("{victimAccount}", role.Account, StringComparison.Ordinal);
        return action.On == ActionObject.Fixed
            ? [world.Resources.Fill(template, CallFacts.PartitionOf(who), world.Regions[0], who.Account)]
            : world.Resources.For(who, [action.Action], template);
    }
}
