using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Landward.LandingZone.Desired;

/// <summary>
/// Placeholders such as <c>${account:dev}</c> for ids that AWS gives, and their replacement by what is known.
/// </summary>
internal static partial class Reference
{
    public const string OrganizationId = "organization";
    public const string RootId = "root";
    public const string ManagementId = "account:management";
    public const string IdentityCenterInstance = "identityCenter";
    public const string IdentityStore = "identityStore";

    public static string Account(string key) => "account:" + key;

    public static string Unit(string path) => path.Length == 0 ? RootId : "unit:" + path;

    public static string Group(string name) => "group:" + name;

    public static string PermissionSet(string name) => "permissionSet:" + name;

    public static string Policy(string name) => "policy:" + name;

    public static string KmsKey(string name) => "kmsKey:" + name;

    public static string To(string name) => "${" + name + "}";

    /// <summary>A copy with every known placeholder replaced; unknown ones stay as they are.</summary>
    public static JsonObject Resolve(JsonObject node, ConcurrentDictionary<string, string> facts) => (JsonObject)Copy(node, facts)!;

    public static string Resolve(string text, ConcurrentDictionary<string, string> facts) =>
        text.Contains("${", StringComparison.Ordinal)
            ? Placeholder().Replace(text, match => facts.TryGetValue(match.Groups["name"].Value, out var value) ? value : match.Value)
            : text;

    /// <summary>Whether an id in it is not known yet.</summary>
    public static bool IsOpen(string text) => text.Contains("${", StringComparison.Ordinal) && Placeholder().IsMatch(text);

    private static JsonNode? Copy(JsonNode? node, ConcurrentDictionary<string, string> facts) => node switch
    {
        JsonObject map => new JsonObject(map.Select(entry => KeyValuePair.Create(entry.Key, Copy(entry.Value, facts)))),
        JsonArray list => new JsonArray([.. list.Select(item => Copy(item, facts))]),
        JsonValue value when value.TryGetValue<string>(out var text) => JsonValue.Create(Resolve(text, facts)),
        null => null,
        _ => node.DeepClone(),
    };

    [GeneratedRegex(@"\$\{(?<name>(account|unit|group|permissionSet|policy|kmsKey):[^}]*|organization|root|identityCenter|identityStore)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
