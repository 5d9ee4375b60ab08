using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.SecretsManager;

/// <summary>Values of secrets: versions, and the stages that move between them.</summary>
internal static class SecretValues
{
    public const string Current = "AWSCURRENT";

    private const string Previous = "AWSPREVIOUS";
    private const int MaximumBytes = 65_536;

    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("secretsmanager", "GetSecretValue", GetSecretValue);
        registry.Add("secretsmanager", "BatchGetSecretValue", BatchGetSecretValue);
        registry.Add("secretsmanager", "PutSecretValue", PutSecretValue);
        registry.Add("secretsmanager", "UpdateSecretVersionStage", UpdateSecretVersionStage);
        registry.Add("secretsmanager", "ListSecretVersionIds", ListSecretVersionIds);
    }

    public static bool HasValue(JsonObject input) => input.ContainsKey("SecretString") || input.ContainsKey("SecretBinary");

    /// <summary>Adds a version to a secret's document; the stages leave the versions that had them.</summary>
    public static string Add(CallContext call, JsonObject document, JsonObject input, IReadOnlyList<string> stages)
    {
        if (input.ContainsKey("SecretString") == input.ContainsKey("SecretBinary"))
            throw new AwsErrorException("InvalidParameterException", "You must provide either SecretString or SecretBinary.", 400);
        if ((input.Text("SecretString") ?? input.Text("SecretBinary") ?? string.Empty).Length is 0 or > MaximumBytes)
            throw new AwsErrorException("InvalidParameterException", $"The secret value must have between 1 and {MaximumBytes} bytes.", 400);
        var id = input.Text("ClientRequestToken") ?? call.Ids.Uuid();
        if (id.Length is < 32 or > 64)
            throw new AwsErrorException("InvalidParameterException", "ClientRequestToken must be 32-64 characters long.", 400);
        var versions = (JsonObject)document[Secrets.Versions]!;
        if (versions[id] is JsonObject same)
        {
            return same.Text("SecretString") == input.Text("SecretString") && same.Text("SecretBinary") == input.Text("SecretBinary")
                ? id
                : throw new AwsErrorException("ResourceExistsException", "You can't use ClientRequestToken " + id + " because that value is already in use for a version of secret " + document.Text("ARN") + ".", 400);
        }
        var version = input.CopyMembers(new JsonObject { ["CreatedDate"] = call.Now.Timestamp(), ["VersionStages"] = new JsonArray() }, "SecretString", "SecretBinary");
        versions[id] = version;
        foreach (var stage in stages)
            Move(versions, stage, id);
        document["LastChangedDate"] = call.Now.Timestamp();
        return id;
    }

    private static void Move(JsonObject versions, string stage, string? toVersion)
    {
        var from = versions.FirstOrDefault(entry => ((JsonObject)entry.Value!).Texts("VersionStages").Contains(stage)).Key;
        if (from == toVersion)
            return;
        if (from is not null)
            SetStages(versions, from, Stages(versions, from).Where(existing => existing != stage));
        if (toVersion is not null)
            SetStages(versions, toVersion, Stages(versions, toVersion).Append(stage));
        // What was current becomes previous.
        if (stage == Current && from is not null)
            Move(versions, Previous, from);
    }

    private static IReadOnlyList<string> Stages(JsonObject versions, string id) => ((JsonObject)versions[id]!).Texts("VersionStages");

    private static void SetStages(JsonObject versions, string id, IEnumerable<string> stages) => versions[id]!["VersionStages"] = stages.Distinct(StringComparer.Ordinal).ToJsonArray();

    private static JsonObject GetSecretValue(CallContext call, JsonObject input)
    {
        var secret = Secrets.RequireLive(call, input);
        var (id, version) = Choose(secret, input.Text("VersionId"), input.Text("VersionStage"));
        secret.Update(call, document => document["LastAccessedDate"] = call.Now.Timestamp());
        return Shown(secret, id, version);
    }

    private static (string Id, JsonObject Version) Choose(Secret secret, string? versionId, string? stage)
    {
        if (versionId is not null)
        {
            var version = secret.Versions.Structure(versionId);
            if (version is null || (stage is not null && !version.Texts("VersionStages").Contains(stage)))
                throw new AwsErrorException("ResourceNotFoundException", $"Secrets Manager can't find the specified secret value for VersionId: {versionId}", 400);
            return (versionId, version);
        }
        return secret.WithStage(stage ?? Current)
            ?? throw new AwsErrorException("ResourceNotFoundException", $"Secrets Manager can't find the specified secret value for staging label: {stage ?? Current}", 400);
    }

    private static JsonObject Shown(Secret secret, string id, JsonObject version)
    {
        var output = secret.Identity();
        output["VersionId"] = id;
        return version.CopyMembers(output, "SecretString", "SecretBinary", "VersionStages", "CreatedDate");
    }

    private static JsonObject BatchGetSecretValue(CallContext call, JsonObject input)
    {
        var ids = input.Texts("SecretIdList");
        if (ids.Count > 20)
            throw new AwsErrorException("InvalidParameterException", "SecretIdList can have 20 entries at most.", 400);
        if (ids.Count > 0 == input.Structures("Filters").Any())
            throw new AwsErrorException("InvalidParameterException", "Either 'SecretIdList' or 'Filters' must be provided, but not both.", 400);
        var (values, errors) = (new JsonArray(), new JsonArray());
        if (ids.Count > 0)
        {
            foreach (var id in ids)
            {
                try
                {
                    values.Add(GetSecretValue(call, new JsonObject { ["SecretId"] = id }));
                }
                catch (AwsErrorException refused)
                {
                    errors.Add(new JsonObject { ["SecretId"] = id, ["ErrorCode"] = refused.Code, ["Message"] = refused.Message });
                }
            }
            return new JsonObject { ["SecretValues"] = values, ["Errors"] = errors };
        }
        var matching = Secrets.All(call).Where(secret => secret.Document["DeletionDate"] is null && SecretFilter.Accepts(secret, input)).ToList();
        var page = call.Page(matching, input.Text("NextToken"), input.Number("MaxResults"), 20);
        foreach (var secret in page.Items)
        {
            if (secret.WithStage(Current) is { } current)
                values.Add(Shown(secret, current.Id, current.Version));
        }
        return page.Answer(new JsonObject { ["SecretValues"] = values, ["Errors"] = errors });
    }

    private static JsonObject PutSecretValue(CallContext call, JsonObject input)
    {
        var secret = Secrets.RequireLive(call, input);
        var stages = input.Texts("VersionStages") is { Count: > 0 } asked ? asked : [Current];
        var id = string.Empty;
        var changed = secret.Update(call, document => id = Add(call, document, input, stages));
        var output = secret.Identity();
        output["VersionId"] = id;
        output["VersionStages"] = ((JsonObject)changed[Secrets.Versions]![id]!)["VersionStages"]!.DeepClone();
        return output;
    }

    private static JsonObject UpdateSecretVersionStage(CallContext call, JsonObject input)
    {
        var secret = Secrets.RequireLive(call, input);
        var stage = input.RequiredText("VersionStage");
        var (from, to) = (input.Text("RemoveFromVersionId"), input.Text("MoveToVersionId"));
        var holder = secret.WithStage(stage)?.Id;
        if (holder is not null && holder != from)
            throw new AwsErrorException("InvalidParameterException", $"The parameter RemoveFromVersionId can't be empty. Staging label {stage} is currently attached to version {holder}, so you must explicitly reference that version in RemoveFromVersionId.", 400);
        if (to is not null && !secret.Versions.ContainsKey(to))
            throw new AwsErrorException("ResourceNotFoundException", $"Secrets Manager can't find the specified secret version: {to}.", 400);
        if (to is null && stage == Current)
            throw new AwsErrorException("InvalidParameterException", "You can only move staging label AWSCURRENT to a different secret version. It can't be completely removed.", 400);
        secret.Update(call, document => Move((JsonObject)document[Secrets.Versions]!, stage, to));
        return secret.Identity();
    }

    private static JsonObject ListSecretVersionIds(CallContext call, JsonObject input)
    {
        var secret = Secrets.Require(call, input);
        var versions = secret.Versions
            .Where(entry => input.Flag("IncludeDeprecated") == true || ((JsonObject)entry.Value!).Texts("VersionStages").Count > 0)
            .Select(entry => ((JsonObject)entry.Value!).CopyMembers(new JsonObject { ["VersionId"] = entry.Key }, "VersionStages", "CreatedDate"))
            .ToList();
        var page = call.Page(versions, input.Text("NextToken"), input.Number("MaxResults"), 100);
        var output = secret.Identity();
        output["Versions"] = page.Items.Select(version => (JsonNode?)version).ToJsonArray();
        return page.Answer(output);
    }
}
