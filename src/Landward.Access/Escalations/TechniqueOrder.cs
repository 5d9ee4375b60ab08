using Landward.Policy;

namespace Landward.Access.Escalations;

/// <summary>Which techniques come in question, as places in <see cref="EscalationTechniques.All"/>.</summary>
internal static class TechniqueOrder
{
    public static readonly short AssumeRole = Index(CredentialTechniques.AssumeRoleId);

    private static readonly int[] UserCredentials = Credentials(PrincipalKind.User, elsewhere: false);
    private static readonly int[] RoleCredentials = Credentials(PrincipalKind.Role, elsewhere: false);
    private static readonly int[] UserEdits = [.. EscalationTechniques.For(EscalationGain.Permissions, PrincipalKind.User).Where(IsLocal)];
    private static readonly int[] RoleEdits = [.. EscalationTechniques.For(EscalationGain.Permissions, PrincipalKind.Role).Where(IsLocal)];
    private static readonly int[] Groups = [.. EscalationTechniques.For(EscalationGain.GroupPermissions, PrincipalKind.User)];
    private static readonly int[] UserBoundaries = [.. EscalationTechniques.For(EscalationGain.BoundaryRemoval, PrincipalKind.User)];
    private static readonly int[] RoleBoundaries = [.. EscalationTechniques.For(EscalationGain.BoundaryRemoval, PrincipalKind.Role)];
    private static readonly int[] GuardrailRemovals = [.. EscalationTechniques.For(EscalationGain.GuardrailRemoval, PrincipalKind.Role)];
    private static readonly int[] Creations = [.. EscalationTechniques.For(EscalationGain.NewPrincipal, PrincipalKind.Role)];
    private static readonly int[] IdentityCenterCredentials = Provisioned(EscalationGain.Credentials);
    private static readonly int[] IdentityCenterEdits = Provisioned(EscalationGain.Permissions);
    private static readonly ActionMask[] Needed = [.. Enumerable.Range(0, EscalationTechniques.All.Length).Select(NeededActions)];

    public static ReadOnlySpan<int> IdentityCenter => IdentityCenterCredentials;

    public static ReadOnlySpan<int> PermissionSetEdits => IdentityCenterEdits;

    public static ReadOnlySpan<int> Guardrails => GuardrailRemovals;

    /// <summary>Ways to a user or role from within its account, assuming the role by its present trust policy aside.</summary>
    public static ReadOnlySpan<int> Credentials(PrincipalKind victim) => victim == PrincipalKind.User ? UserCredentials : RoleCredentials;

    public static ReadOnlySpan<int> Edits(NodeForms form, PrincipalKind victim) => (form, victim) switch
    {
        (NodeForms.Raised, PrincipalKind.User) => UserEdits,
        (NodeForms.Raised, _) => RoleEdits,
        (NodeForms.InGroup, PrincipalKind.User) => Groups,
        (NodeForms.Unbounded, PrincipalKind.User) => UserBoundaries,
        (NodeForms.Unbounded, _) => RoleBoundaries,
        (NodeForms.Unguarded, _) => GuardrailRemovals,
        (NodeForms.Created, _) => Creations,
        _ => [],
    };

    /// <summary>The actions without which the technique cannot work.</summary>
    public static ActionMask NeededMask(int technique) => Needed[technique];

    /// <summary>Actions that policies of the victim's compute allow, so that the caller's own need not.</summary>
    public static ActionMask ResourceMask(EscalationWorld world, AccessPrincipal victim)
    {
        var mask = default(ActionMask);
        foreach (var compute in world.ComputeOf(victim.Arn))
        {
            if (compute.Policy is { } policy)
                mask |= world.MaskOf(policy);
        }
        return mask;
    }

    private static short Index(string id) => (short)EscalationTechniques.All.IndexOf(EscalationTechniques.Find(id));

    private static bool IsLocal(int index) => !OrganizationTechniques.IdentityCenter.Contains(EscalationTechniques.All[index]);

    private static int[] Credentials(PrincipalKind victim, bool elsewhere) =>
        [.. EscalationTechniques.For(EscalationGain.Credentials, victim).Where(index => IsLocal(index) != elsewhere && EscalationTechniques.All[index].Id != CredentialTechniques.AssumeRoleId)];

    private static int[] Provisioned(EscalationGain gain) => [.. EscalationTechniques.For(gain, PrincipalKind.Role).Where(index => !IsLocal(index))];

    // Having written the trust policy, a principal of the same account needs no policy of its own to assume the role.
    private static ActionMask NeededActions(int index) =>
        EscalationTechniques.All[index] is { Gain: EscalationGain.NewPrincipal } or { Id: CredentialTechniques.UpdateTrustId }
            ? ActionMask.Of(EscalationTechniques.All[index].Actions.Select(required => required.Action).Where(action => action != "sts:AssumeRole"))
            : EscalationTechniques.Masks[index];
}
