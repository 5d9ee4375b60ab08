using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Landward.Aws;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Hosting;

/// <summary>Where a running sandbox answers.</summary>
/// <param name="Token">Opens its control plane under <c>/_sandbox</c>; a secret.</param>
public sealed record LiveSandbox(int ProcessId, Uri Endpoint, string Token, DateTimeOffset Started)
{
    public required string ManagementAccount { get; init; }

    /// <summary>The administrator of the management account.</summary>
    public required AwsCredentials Administrator { get; init; }

    public override string ToString() => $"LiveSandbox {{ ProcessId = {ProcessId}, Endpoint = {Endpoint} }}";

    internal JsonObject ToJson() => new()
    {
        ["pid"] = ProcessId,
        ["endpoint"] = Endpoint.ToString().TrimEnd('/'),
        ["token"] = Token,
        ["started"] = SandboxTime.Format(Started),
        ["managementAccount"] = ManagementAccount,
        ["accessKeyId"] = Administrator.AccessKeyId,
        ["secretAccessKey"] = Administrator.SecretAccessKey,
    };

    /// <summary>What the lock file says; null when there is none or it is half-written.</summary>
    internal static LiveSandbox? Read(SandboxFiles files)
    {
        try
        {
            if (!File.Exists(files.Lock) || JsonNode.Parse(File.ReadAllBytes(files.Lock)) is not JsonObject json)
                return null;
            return new LiveSandbox(
                (int)json["pid"]!, new Uri((string)json["endpoint"]!), (string)json["token"]!,
                DateTimeOffset.Parse((string)json["started"]!, CultureInfo.InvariantCulture))
            {
                ManagementAccount = (string)json["managementAccount"]!,
                Administrator = new AwsCredentials((string)json["accessKeyId"]!, (string)json["secretAccessKey"]!),
            };
        }
        catch (Exception error) when (error is JsonException or FormatException or InvalidOperationException or ArgumentNullException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

/// <summary>Finds the process that owns a sandbox.</summary>
public static class SandboxLocator
{
    /// <summary>The live owner of the sandbox in this home; null when there is none, also when a killed one left its lock file.</summary>
    public static LiveSandbox? FindLive(string home)
    {
        var files = new SandboxFiles(home);
        return SandboxOwnership.IsOwned(files) ? LiveSandbox.Read(files) : null;
    }
}
