using System.Collections.Immutable;
using Landward.Policy;

namespace Landward.Access.Escalations;

/// <summary>Ways to the credentials of a user or role through IAM and STS.</summary>
internal static class CredentialTechniques
{
    public const string AssumeRoleId = "assume-role";
    public const string UpdateTrustId = "update-assume-role-policy";
    public const string CreateAccessKeyId = "create-access-key";
    public const string RotateAccessKeyId = "replace-access-key";
    public const string CreateLoginProfileId = "create-login-profile";
    public const string UpdateLoginProfileId = "update-login-profile";
    public const string UpdateLoginProfileWithoutMfaId = "update-login-profile-and-deactivate-mfa";
    public const string UpdateSamlProviderId = "update-saml-provider";

    public static readonly ImmutableArray<EscalationTechnique> All =
    [
        Role(AssumeRoleId, "assume the role", Sources.AssumeRole, ["T1548.005", "T1078.004"], new RequiredAction("sts:AssumeRole", ActionObject.Victim)),
        // The second call is judged against the trust policy that the first one writes.
        Role(
            UpdateTrustId, "rewrite the role's trust policy and assume it", Sources.Rhino, ["T1098.003", "T1484.002"],
            new RequiredAction("iam:UpdateAssumeRolePolicy", ActionObject.Victim), new RequiredAction("sts:AssumeRole", ActionObject.Victim)),
        User(CreateAccessKeyId, "create an access key for the user", Sources.Rhino, ["T1098.001"], "iam:CreateAccessKey"),
        User(RotateAccessKeyId, "delete one of the user's two access keys and create another", Sources.IamReference, ["T1098.001"], "iam:DeleteAccessKey", "iam:CreateAccessKey"),
        User(CreateLoginProfileId, "give the user a console password", Sources.Rhino, ["T1098.001"], "iam:CreateLoginProfile"),
        User(UpdateLoginProfileId, "set the user's console password anew", Sources.Rhino, ["T1098.001"], "iam:UpdateLoginProfile"),
        User(
            UpdateLoginProfileWithoutMfaId, "set the user's console password anew and deactivate its MFA device", Sources.IamReference, ["T1098.001", "T1556.006"],
            "iam:UpdateLoginProfile", "iam:DeactivateMFADevice"),
        Role(
            UpdateSamlProviderId, "replace the metadata of a SAML provider that the role trusts", Sources.IamReference, ["T1484.002"],
            new RequiredAction("iam:UpdateSAMLProvider", ActionObject.VictimProvider)),
    ];

    private static EscalationTechnique Role(string id, string title, string source, ImmutableArray<string> mitre, params ImmutableArray<RequiredAction> actions) => new()
    {
        Id = id,
        Title = title,
        Gain = EscalationGain.Credentials,
        Victim = PrincipalKind.Role,
        Actions = actions,
        Mitre = mitre,
        Source = source,
    };

    private static EscalationTechnique User(string id, string title, string source, ImmutableArray<string> mitre, params ImmutableArray<string> actions) => new()
    {
        Id = id,
        Title = title,
        Gain = EscalationGain.Credentials,
        Victim = PrincipalKind.User,
        Actions = [.. actions.Select(action => new RequiredAction(action, ActionObject.Victim))],
        Mitre = mitre,
        Source = source,
    };
}
