using Landward.Access;
using Landward.Access.Escalations;
using Landward.Policy;
using static Landward.Tests.Access.Escalations.SmallOrganization;

namespace Landward.Tests.Access.Escalations;

/// <summary>For one technique an organization in which somebody can use it, and nothing else, to become an administrator.</summary>
internal sealed class TechniqueCase
{
    private readonly EscalationTechnique _technique;

    public TechniqueCase(EscalationTechnique technique)
    {
        _technique = technique;
        Attacker = InManagement ? Role("Mallory", Management) : technique.Victim == PrincipalKind.Role && !IsCredentials ? Role("Mallory") : User("mallory");
    }

    public string Attacker { get; }

    public bool InManagement => OrganizationTechniques.IdentityCenter.Contains(_technique) || (_technique.Gain == EscalationGain.GuardrailRemoval && _technique.Id != OrganizationTechniques.LeaveOrganizationId);

    // Every resource that the template could stand for, and no other.
    private static string Pattern(RequiredAction required) => required.On is not (ActionObject.Chosen or ActionObject.Fixed or ActionObject.New) || required.Template == "*"
        ? "*"
        : string.Join(':', required.Template.Replace("{partition}", "aws", StringComparison.Ordinal).Replace("{name}", required.On == ActionObject.New ? "new-*" : "*", StringComparison.Ordinal).Split(':').Select(part => System.Text.RegularExpressions.Regex.Replace(part, @"\{\w+\}", "*")));

    private bool IsCredentials => _technique.Gain == EscalationGain.Credentials;

    /// <param name="more">Further statements of the attacker's own policy.</param>
    /// <param name="condition">Of the statement that allows the actions.</param>
    public SmallOrganization Build(string? more = null, string? condition = null)
    {
        var allowed = string.Join(',', _technique.Actions.Select(required => Allow(required.Action, Pattern(required), condition)).Distinct()) + (more is null ? string.Empty : "," + more);
        var organization = new SmallOrganization();
        if (OrganizationTechniques.IdentityCenter.Contains(_technique))
            return IdentityCenter(organization, allowed);
        return _technique.Gain switch
        {
            EscalationGain.Credentials => Credentials(organization, allowed),
            EscalationGain.GuardrailRemoval => Guardrail(organization, allowed),
            EscalationGain.BoundaryRemoval => Boundary(organization, allowed),
            EscalationGain.NewPrincipal => organization.WithUser("mallory", allowed),
            _ => Permissions(organization, allowed),
        };
    }

    private SmallOrganization Credentials(SmallOrganization organization, string allowed)
    {
        organization.WithUser("mallory", allowed);
        if (_technique.Victim == PrincipalKind.User)
        {
            organization.Add(Dev, User("admin"), null, SmallOrganization.Admin);
            return organization.Change(User("admin"), user => _technique.Id switch
            {
                CredentialTechniques.RotateAccessKeyId => user with { AccessKeys = [new AccessKey("AKIA1", true, null, null), new AccessKey("AKIA2", true, null, null)] },
                CredentialTechniques.UpdateLoginProfileId => user with { Password = new ConsolePassword(null, null, HasMfa: false) },
                CredentialTechniques.UpdateLoginProfileWithoutMfaId => user with { Password = new ConsolePassword(null, null, HasMfa: true) },
                _ => user,
            });
        }
        var trust = _technique switch
        {
            { PassedTo: { } service } => TrustsService(service),
            { Id: CredentialTechniques.AssumeRoleId } => Trusts(User("mallory")),
            { Id: CredentialTechniques.UpdateSamlProviderId } => SamlTrust("idp"),
            _ => TrustsService("monitoring.rds.amazonaws.com"),
        };
        organization.WithRole("Admin", trust, SmallOrganization.Admin);
        if (_technique.PassedTo == "ec2.amazonaws.com" && !_technique.Id.EndsWith(PassRoleTechniques.InstanceProfileSuffix, StringComparison.Ordinal))
            organization.Change(Role("Admin"), role => role with { InstanceProfiles = [$"arn:aws:iam::{Dev}:instance-profile/Admin"] });
        return _technique.ComputeType is { } type ? organization.WithCompute(type, ComputeArn, Role("Admin")) : organization;
    }

    private static string SamlTrust(string provider) =>
        $$$"""{"Effect":"Allow","Action":"sts:AssumeRoleWithSAML","Principal":{"Federated":"arn:aws:iam::{{{Dev}}}:saml-provider/{{{provider}}}"}}""";

    private const string ComputeArn = $"arn:aws:any:us-east-1:{Dev}:thing/one";

    private SmallOrganization Permissions(SmallOrganization organization, string allowed)
    {
        var on = _technique.Actions[0].On;
        if (on == ActionObject.JoinedGroup)
            return organization.WithUser("mallory", allowed).WithGroup("Admins", SmallOrganization.Admin);
        organization.Add(Dev, Attacker, _technique.Victim == PrincipalKind.Role ? TrustsService("ec2.amazonaws.com") : null, allowed);
        if (on == ActionObject.VictimPolicy)
            organization.WithManaged(Attacker, "team", Allow("s3:GetObject"));
        return on == ActionObject.VictimGroup ? organization.WithGroup("Team", Allow("s3:GetObject")).Change(Attacker, user => user with { Groups = ["Team"] }) : organization;
    }

    private SmallOrganization Boundary(SmallOrganization organization, string allowed) =>
        organization.Add(Dev, Attacker, _technique.Victim == PrincipalKind.Role ? TrustsService("ec2.amazonaws.com") : null, allowed, SmallOrganization.Admin)
            .WithBoundary(Attacker, Allow(_technique.Actions[0].Action));

    private SmallOrganization Guardrail(SmallOrganization organization, string allowed)
    {
        organization.WithServiceControlPolicy(Deny("iam:*"));
        if (_technique.Id == OrganizationTechniques.LeaveOrganizationId)
            return organization.Add(Dev, Attacker, null, allowed, SmallOrganization.Admin);
        return organization.WithRole("Locked", Trusts(Attacker), SmallOrganization.Admin, Deny("organizations:*")).Add(Management, Attacker, TrustsService("ec2.amazonaws.com"), allowed, Allow("sts:AssumeRole"));
    }

    private SmallOrganization IdentityCenter(SmallOrganization organization, string allowed)
    {
        var trust = SamlTrust("AWSSSO");
        if (IsCredentials)
        {
            organization.WithRole("AWSReservedSSO_Admins_1", trust, SmallOrganization.Admin)
                .Change(Role("AWSReservedSSO_Admins_1"), role => role with { Assignments = [new IdentityCenterAssignment("Admins", "GROUP", "admins", ["ann"])] });
        }
        return organization.Add(Management, Attacker, trust, allowed);
    }
}
