using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.Lambda;

/// <summary>Policies that Lambda writes itself, one statement for each permission that is added.</summary>
internal static class PermissionStatements
{
    /// <summary>"Function resource-based policy: 20 KB" ("Lambda quotas", Lambda Developer Guide).</summary>
    private const int LongestPolicy = 20 * 1024;

    /// <summary>The document's policy with the statement, whose Sid must be new.</summary>
    public static void Add(JsonObject document, JsonObject statement)
    {
        var sid = statement.RequiredText("Sid");
        if (sid.Length > 100 || !sid.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_'))
            throw new AwsErrorException("ValidationException", $"1 validation error detected: Value at 'statementId' failed to satisfy constraint: Member must satisfy regular expression pattern: ([a-zA-Z0-9-_]+)", 400);
        var statements = Statements(document);
        if (statements.Exists(existing => existing.Text("Sid") == sid))
            throw LambdaErrors.Conflict($"The statement id ({sid}) provided already exists. Please provide a new statement id, or remove the existing statement.");
        Write(document, [.. statements, statement]);
        if (document.RequiredText(StateLayout.Policy).Length > LongestPolicy)
            throw new AwsErrorException("PolicyLengthExceededException", $"The final policy size is bigger than the limit ({LongestPolicy}).", 400);
    }

    /// <summary>The document's policy without the statement; with its last statement the policy goes too.</summary>
    public static void Remove(JsonObject document, string sid)
    {
        var statements = Statements(document);
        if (statements.RemoveAll(statement => statement.Text("Sid") == sid) == 0)
            throw LambdaErrors.NotFound($"Statement {sid} is not found in resource policy.");
        if (statements.Count == 0)
            document.Remove(StateLayout.Policy);
        else
            Write(document, statements);
    }

    /// <summary>The policy as GetPolicy answers it.</summary>
    public static JsonObject Shown(JsonObject document) => new()
    {
        [StateLayout.Policy] = document.Text(StateLayout.Policy) ?? throw LambdaErrors.NotFound("The resource you requested does not exist."),
        [Functions.RevisionId] = document.Text(Functions.RevisionId),
    };

    /// <summary>Everybody, an account, an IAM principal or a service, as callers name them.</summary>
    public static JsonNode Principal(string text)
    {
        if (text == "*")
            return JsonValue.Create(text);
        if (text.Length == 12 && text.All(char.IsAsciiDigit))
            return new JsonObject { ["AWS"] = $"arn:aws:iam::{text}:root" };
        if (Model.Arn.TryParse(text, out var arn) && arn.Service is "iam" or "sts" && arn.Account.Length == 12)
            return new JsonObject { ["AWS"] = text };
        return text.EndsWith(".amazonaws.com", StringComparison.Ordinal) || text.EndsWith(".amazon.com", StringComparison.Ordinal)
            ? new JsonObject { ["Service"] = text }
            : throw LambdaErrors.InvalidParameterValue("The provided principal was invalid. Please check the principal and try again.");
    }

    private static List<JsonObject> Statements(JsonObject document) =>
        document.Text(StateLayout.Policy) is { } policy ? [.. ResourcePolicyCheck.Statements(policy)] : [];

    private static void Write(JsonObject document, IEnumerable<JsonObject> statements) =>
        document[StateLayout.Policy] = new JsonObject
        {
            ["Version"] = "2012-10-17",
            ["Id"] = "default",
            ["Statement"] = statements.Select(statement => statement.DeepClone()).ToJsonArray(),
        }.ToJsonString();
}
