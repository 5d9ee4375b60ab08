using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.Organizations;

/// <summary>
/// The errors of AWS Organizations with their words. Source: Organizations API reference (errors of each operation) and the
/// service's own answers.
/// </summary>
internal static class OrganizationsErrors
{
    public static AwsErrorException AccessDenied() => new("AccessDeniedException", "You don't have permissions to access this resource.");

    public static AwsErrorException NotInUse() =>
        new("AWSOrganizationsNotInUseException", "Your account is not a member of an organization.");

    public static AwsErrorException AlreadyInOrganization() =>
        new("AlreadyInOrganizationException", "The provided account is already a member of an organization.");

    public static AwsErrorException Constraint(string reason, string message) => WithReason("ConstraintViolationException", reason, message);

    public static AwsErrorException InvalidInput(string reason, string message) => WithReason("InvalidInputException", reason, message);

    public static AwsErrorException InvalidPattern() =>
        InvalidInput("INVALID_PATTERN", "You provided a value that does not match the required pattern.");

    public static AwsErrorException InvalidEnum() => InvalidInput("INVALID_ENUM", "You specified an invalid value.");

    public static AwsErrorException AccountNotFound() => new("AccountNotFoundException", "You specified an account that doesn't exist.");

    public static AwsErrorException UnitNotFound() =>
        new("OrganizationalUnitNotFoundException", "You specified an organizational unit that doesn't exist.");

    public static AwsErrorException ParentNotFound() => new("ParentNotFoundException", "You specified parent that doesn't exist.");

    public static AwsErrorException ChildNotFound() => new("ChildNotFoundException", "You specified a child that doesn't exist.");

    public static AwsErrorException RootNotFound() => new("RootNotFoundException", "You specified a root that doesn't exist.");

    public static AwsErrorException TargetNotFound() => new("TargetNotFoundException", "You specified a target that doesn't exist.");

    public static AwsErrorException PolicyNotFound() => new("PolicyNotFoundException", "You specified a policy that doesn't exist.");

    public static AwsErrorException DuplicateUnit() =>
        new("DuplicateOrganizationalUnitException", "An OU with the same name already exists.");

    public static AwsErrorException DuplicatePolicy() => new("DuplicatePolicyException", "A policy with the same name already exists.");

    public static AwsErrorException PolicyTypeNotEnabled() =>
        new("PolicyTypeNotEnabledException", "This operation can be performed only for enabled policy types.");

    public static AwsErrorException MalformedPolicy() =>
        new("MalformedPolicyDocumentException", "The provided policy document does not meet the requirements of the specified policy type.");

    public static AwsErrorException ManagementCannotLeave() =>
        new(
            "MasterCannotLeaveOrganizationException",
            "You can't remove a management account from an organization. If you want the management account to become a member account "
            + "in another organization, you must first delete the current organization of the management account.");

    private static AwsErrorException WithReason(string code, string reason, string message) =>
        new(code, message) { Members = new Dictionary<string, string>(StringComparer.Ordinal) { ["Reason"] = reason } };
}
