using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.Iam;

/// <summary>The errors of IAM with their words and status codes.</summary>
internal static class IamErrors
{
    public static AwsErrorException NoSuchEntity(string message) => new("NoSuchEntity", message, 404);

    public static AwsErrorException NoSuchEntity(string kind, string name) => NoSuchEntity($"The {kind} with name {name} cannot be found.");

    public static AwsErrorException NoSuchPolicy(string arn) => NoSuchEntity($"Policy {arn} was not found.");

    public static AwsErrorException NotAttachable(string arn) => NoSuchEntity($"Policy {arn} does not exist or is not attachable.");

    public static AwsErrorException AlreadyExists(string message) => new("EntityAlreadyExists", message, 409);

    public static AwsErrorException LimitExceeded(string quota, int value) => LimitExceeded($"Cannot exceed quota for {quota}: {value}");

    public static AwsErrorException LimitExceeded(string message) => new("LimitExceeded", message, 409);

    public static AwsErrorException DeleteConflict(string message) => new("DeleteConflict", message, 409);

    public static AwsErrorException InvalidInput(string message) => new("InvalidInput", message, 400);

    public static AwsErrorException Validation(string message) => new("ValidationError", message, 400);

    public static AwsErrorException Malformed(string message) => new("MalformedPolicyDocument", message, 400);

    /// <summary>Roles of AWS services and of IAM Identity Center cannot be changed through IAM.</summary>
    public static AwsErrorException ProtectedRole(string name) =>
        new("UnmodifiableEntity", $"Cannot perform the operation on the protected role '{name}' - this role is only modifiable by AWS", 400);
}
