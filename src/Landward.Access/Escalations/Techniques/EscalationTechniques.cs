using System.Collections.Frozen;
using System.Collections.Immutable;
using Landward.Policy;

namespace Landward.Access.Escalations;

/// <summary>Every technique that the search knows, in the order in which equal ones are preferred.</summary>
public static class EscalationTechniques
{
    public static readonly ImmutableArray<EscalationTechnique> All =
    [
        .. CredentialTechniques.All, .. PermissionTechniques.All, .. PermissionTechniques.NewPrincipals, .. ComputeTechniques.All, .. PassRoleTechniques.All, .. OrganizationTechniques.IdentityCenter, .. OrganizationTechniques.Guardrails,
    ];

    /// <summary>The actions of all techniques, each once; its place is its bit in an <see cref="ActionMask"/>.</summary>
    internal static readonly ImmutableArray<string> Actions =
        [.. All.SelectMany(technique => technique.Actions).Select(required => required.Action).Concat(AdministratorRule.Actions).Distinct(StringComparer.OrdinalIgnoreCase)];

    internal static readonly FrozenDictionary<string, int> Bits =
        Actions.Select((action, bit) => (action, bit)).ToFrozenDictionary(item => item.action, item => item.bit, StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, EscalationTechnique> ById = All.ToFrozenDictionary(technique => technique.Id, StringComparer.Ordinal);

    /// <summary>For each technique the actions it needs.</summary>
    internal static readonly ImmutableArray<ActionMask> Masks = [.. All.Select(technique => ActionMask.Of(technique.Actions.Select(required => required.Action)))];

    public static EscalationTechnique Find(string id) => ById[id];

    /// <summary>Places in <see cref="All"/> of the techniques with this gain for such a victim.</summary>
    internal static ImmutableArray<int> For(EscalationGain gain, PrincipalKind victim) =>
        [.. Enumerable.Range(0, All.Length).Where(index => All[index].Gain == gain && (All[index].Victim is null || All[index].Victim == victim))];
}
