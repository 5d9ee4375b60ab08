namespace Landward.Sandbox.Authorization;

/// <summary>
/// Which services resource control policies reach. Source: "AWS services that support RCPs", AWS Organizations User Guide; the
/// services the sandbox serves among them.
/// </summary>
internal static class ResourceControl
{
    private static readonly string[] Services = ["s3", "sts", "kms", "sqs", "secretsmanager", "logs", "events"];

    public static bool Covers(string action) =>
        Services.Any(service => action.Length > service.Length && action[service.Length] == ':' && action.StartsWith(service, StringComparison.Ordinal))
        && !action.Equals("kms:RetireGrant", StringComparison.OrdinalIgnoreCase);
}
