using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Landward.Access;
using Landward.Policy;

namespace Landward.Tests.Access.Generated;

/// <summary>The roles and users of one account: Landward's and AWS's own, Identity Center's, deployment, applications, people.</summary>
internal sealed class GeneratedPrincipals(OrganizationGenerator organization, Random random)
{
    private const string SsoPath = "aws-reserved/sso.amazonaws.com/eu-west-1/";

    private static readonly string[] Teams = ["payments", "search", "platform", "mobile"];

    public IEnumerable<AccessPrincipal> Of(string account, int count) => Fixed(account).Concat(Enumerable.Range(0, count).Select(index => Varied(account, index))).Take(count);

    private IEnumerable<AccessPrincipal> Fixed(string account)
    {
        var management = $"arn:aws:iam::{organization.ManagementAccount}:root";
        yield return Role(account, "landward/LandwardExecution", TrustTexts.Aws($"arn:aws:iam::{organization.ManagementAccount}:role/landward/LandwardApply"), Managed("AdministratorAccess", PolicyTexts.FullAccess));
        yield return Role(account, "OrganizationAccountAccessRole", TrustTexts.Aws(management), Managed("AdministratorAccess", PolicyTexts.FullAccess));
        yield return Role(account, "aws-service-role/support.amazonaws.com/AWSServiceRoleForSupport", TrustTexts.Service("support.amazonaws.com"), Managed("AWSSupportServiceRolePolicy", PolicyTexts.ReadOnly));
        yield return IdentityCenter(account, "AdministratorAccess", "administrators", ["ada"], PolicyTexts.FullAccess);
        yield return IdentityCenter(account, "ReadOnlyAccess", "developers", ["bob", "cleo", "dan"], PolicyTexts.ReadOnly);
        yield return IdentityCenter(account, "SecurityAudit", "security", ["sam"], PolicyTexts.SecurityAudit);
        yield return Role(account, "audit/SecurityReader", TrustTexts.WithExternalId($"arn:aws:iam::{organization.AuditAccount}:root", "audit-7"), Managed("SecurityAudit", PolicyTexts.SecurityAudit));
        if (account == organization.SharedServicesAccount)
            yield return Role(account, "ci/Pipeline", TrustTexts.GitHub(account, "platform"), Inline("assume-deploy", PolicyTexts.AssumeDeploy()));
        yield return Role(account, "ci/Deploy", TrustTexts.Aws($"arn:aws:iam::{organization.SharedServicesAccount}:role/ci/Pipeline"), Inline("deploy", PolicyTexts.Deploy(account)));
    }

    private AccessPrincipal Varied(string account, int index)
    {
        var suffix = index.ToString(CultureInfo.InvariantCulture);
        var app = index % 10;
        switch (random.Next(10))
        {
            case 0:
                return User(account, "person" + suffix, ["developers"], Managed("RequireMfa", PolicyTexts.RequireMfa), Managed("PowerUserAccess", PolicyTexts.PowerUser)) with
                {
                    PermissionsBoundary = [organization.Policy(PolicyTexts.DeveloperBoundary, "DeveloperBoundary", PolicyKind.PermissionsBoundary)],
                    Password = new ConsolePassword(null, null, HasMfa: true),
                };
            case 1:
                return User(account, "ci-user" + suffix, [], Inline("app", PolicyTexts.App(account, app)), Inline("home", PolicyTexts.HomeFolder)) with
                {
                    AccessKeys = [new AccessKey($"AKIA{account}{index:D4}", Active: true, null, null)],
                };
            case 2:
                return Role(account, "ec2/instance" + suffix, TrustTexts.Service("ec2.amazonaws.com"), Managed("AmazonSSMManagedInstanceCore", PolicyTexts.SsmInstance), Inline("app", PolicyTexts.App(account, app))) with
                {
                    InstanceProfiles = [$"arn:aws:iam::{account}:instance-profile/instance{suffix}"],
                };
            case 3:
                return Role(account, "team/Operator" + suffix, TrustTexts.WithMfa($"arn:aws:iam::{account}:root"), Managed("TeamByTag", PolicyTexts.TeamByTag), Managed("ReadOnlyAccess", PolicyTexts.ReadOnly)) with
                {
                    Tags = new Dictionary<string, string>(StringComparer.Ordinal) { ["team"] = Teams[random.Next(Teams.Length)] }.ToFrozenDictionary(StringComparer.Ordinal),
                };
            case 4:
                return Role(account, "office/Desk" + suffix, TrustTexts.Aws($"arn:aws:iam::{account}:root"), Managed("OfficeOnly", PolicyTexts.OfficeOnly));
            default:
                return Role(account, "app/function" + suffix, TrustTexts.Service("lambda.amazonaws.com"), Managed("AWSLambdaBasicExecutionRole", PolicyTexts.LambdaBasicExecution), Inline("app", PolicyTexts.App(account, app)));
        }
    }

    private AccessPrincipal IdentityCenter(string account, string permissionSet, string group, ImmutableArray<string> members, string policy) =>
        Role(account, $"{SsoPath}AWSReservedSSO_{permissionSet}_0123456789abcdef", TrustTexts.IdentityCenter(account), Managed(permissionSet, policy)) with
        {
            Assignments = [new IdentityCenterAssignment(permissionSet, "GROUP", group, members)],
        };

    private AccessPrincipal Role(string account, string name, string trust, params ImmutableArray<AttachedPolicy> identity) =>
        organization.NewRole(account, name, trust) with { Identity = identity };

    private static AccessPrincipal User(string account, string name, ImmutableArray<string> groups, params ImmutableArray<AttachedPolicy> identity) =>
        OrganizationGenerator.NewUser(account, name) with { Identity = identity, Groups = groups };

    private AttachedPolicy Managed(string name, string text) => organization.Policies.Get(text, name, PolicyKind.Identity, "arn:aws:iam::aws:policy/" + name);

    private AttachedPolicy Inline(string name, string text) => organization.Policy(text, name);
}
