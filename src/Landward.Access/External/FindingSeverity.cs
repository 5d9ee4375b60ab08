using System.Collections.Frozen;
using Landward.Model;
using Landward.Policy;

namespace Landward.Access.External;

/// <summary>How much a finding matters.</summary>
internal static class FindingSeverity
{
    private static readonly FrozenSet<string> Control = FrozenSet.ToFrozenSet(["AWS::IAM::Role", "AWS::KMS::Key"], StringComparer.Ordinal);

    public static Severity Of(ExternalFinding finding) => finding switch
    {
        { Type: not ExternalFindingType.ExternalAccess } => Severity.Low,
        // What is unknown may be anything: it must be looked at.
        { Error: not null } => Severity.Medium,
        { IsPublic: true } when Control.Contains(finding.ResourceType) || Changes(finding) => Severity.Critical,
        { IsPublic: true } => Severity.High,
        { Warnings.Length: > 0 } => Severity.High,
        { } when IsIdentityCenter(finding) => Severity.Informational,
        { } when finding.Principal.ContainsKey("Federated") => Severity.Low,
        _ => Severity.Medium,
    };

    /// <summary>The provider that Identity Center itself keeps in every account with assignments.</summary>
    private static bool IsIdentityCenter(ExternalFinding finding) =>
        finding.Principal.TryGetValue("Federated", out var provider)
        && provider.Contains(":saml-provider/AWSSSO_", StringComparison.Ordinal) && provider.EndsWith("_DO_NOT_DELETE", StringComparison.Ordinal)
        && provider.Split(':')[4] == finding.ResourceOwnerAccount;

    private static bool Changes(ExternalFinding finding) => finding.Action.Any(action =>
        IamFacts.Current.FindAction(action)?.AccessLevel is AccessLevel.Write or AccessLevel.PermissionsManagement);
}
