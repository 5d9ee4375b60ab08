using System.Text.Json.Nodes;
using Landward.Policy;

namespace Landward.Access.External;

/// <summary>Policy documents made from facts that AWS does not keep as policies, so that one engine answers for all of them.</summary>
internal static class PolicyTexts
{
    /// <summary>What is assumed of callers outside: their own accounts allow everything ("does not consider the state of external accounts").</summary>
    public static readonly AttachedPolicy AllowAll = Attached("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""", "assumed of callers outside", PolicyKind.Identity);

    public static AttachedPolicy Attached(string text, string name, PolicyKind kind) => new(Parse(text, name), name, kind);

    public static PolicyDocument Parse(string text, string name) =>
        PolicyDocument.Parse(text, name).Document ?? throw new FormatException($"{name} is no policy document.");

    public static JsonObject Statement(string effect, JsonNode principal, IEnumerable<string> actions, IEnumerable<string> resources) => new()
    {
        ["Effect"] = effect,
        ["Principal"] = principal,
        ["Action"] = Array(actions),
        ["Resource"] = Array(resources),
    };

    public static string Document(IEnumerable<JsonNode> statements) =>
        new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = new JsonArray([.. statements]) }.ToJsonString();

    /// <summary>The statements of a document that deny, to stand beside grants of another source.</summary>
    public static IEnumerable<JsonNode> Denies(AttachedPolicy? policy) => policy is null
        ? []
        : Statements(policy.Document.Text).Where(statement => (string?)statement["Effect"] == "Deny").Select(statement => statement.DeepClone());

    public static IEnumerable<JsonObject> Statements(string text) => JsonNode.Parse(text)?["Statement"] switch
    {
        JsonArray list => list.OfType<JsonObject>(),
        JsonObject one => [one],
        _ => [],
    };

    public static string? Version(string text) => (string?)JsonNode.Parse(text)?["Version"];

    public static JsonArray Array(IEnumerable<string> values) => new([.. values.Select(value => (JsonNode)JsonValue.Create(value)!)]);
}
