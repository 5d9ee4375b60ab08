using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.IdentityStore;

/// <summary>The errors of the identity store with their words.</summary>
internal static class IdentityStoreErrors
{
    /// <param name="type">USER, GROUP or GROUP_MEMBERSHIP.</param>
    public static AwsErrorException NotFound(string type, string id) =>
        new("ResourceNotFoundException", $"{type} not found.", 404)
        {
            Members = new Dictionary<string, string>(StringComparer.Ordinal) { ["ResourceType"] = type, ["ResourceId"] = id },
        };

    public static AwsErrorException Duplicate(string message) =>
        new("ConflictException", message, 409)
        {
            Members = new Dictionary<string, string>(StringComparer.Ordinal) { ["Reason"] = "UNIQUENESS_CONSTRAINT_VIOLATION" },
        };
}
