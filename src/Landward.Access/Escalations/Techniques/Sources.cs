namespace Landward.Access.Escalations;

/// <summary>The pages that the techniques come from.</summary>
internal static class Sources
{
    public const string Rhino = "https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/";
    public const string RhinoLater = "https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation-part-2/";
    public const string Pathfinding = "https://pathfinding.cloud/paths/";
    public const string AgentCore = "https://sonraisecurity.com/blog/sandboxed-to-compromised-new-research-exposes-credential-exfiltration-paths-in-aws-code-interpreters/";
    public const string PassRole = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html";
    public const string AssumeRole = "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html";
    public const string IamReference = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html";
    public const string IdentityCenter = "https://docs.aws.amazon.com/singlesignon/latest/userguide/delegated-admin.html";
    public const string Boundaries = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html";
    public const string Guardrails = "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html";
    public const string Leave = "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_leave-as-member.html";
    public const string RunCommand = "https://docs.aws.amazon.com/systems-manager/latest/userguide/run-command.html";
    public const string Session = "https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html";
    public const string UserData = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html";
    public const string Scheduler = "https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html";
    public const string StateMachine = "https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html";
}
