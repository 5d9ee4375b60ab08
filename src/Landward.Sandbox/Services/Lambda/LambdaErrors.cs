using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.Lambda;

/// <summary>Lambda's error codes (https://docs.aws.amazon.com/lambda/latest/api/CommonErrors.html and the pages of its operations).</summary>
internal static class LambdaErrors
{
    public static AwsErrorException NotFound(string message) => new("ResourceNotFoundException", message, 404);

    public static AwsErrorException InvalidParameterValue(string message) => new("InvalidParameterValueException", message, 400);

    public static AwsErrorException Conflict(string message) => new("ResourceConflictException", message, 409);
}
