using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;
using Landward.Sandbox.Services.S3;

namespace Landward.Sandbox.Services.SecretsManager;

/// <summary>AWS Secrets Manager: secrets, their deletion, policies and tags; values are in <see cref="SecretValues"/>.</summary>
internal static class SecretsManagerService
{
    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("secretsmanager", "CreateSecret", CreateSecret);
        registry.Add("secretsmanager", "UpdateSecret", UpdateSecret);
        registry.Add("secretsmanager", "DescribeSecret", DescribeSecret);
        registry.Add("secretsmanager", "ListSecrets", ListSecrets);
        registry.Add("secretsmanager", "DeleteSecret", DeleteSecret);
        registry.Add("secretsmanager", "RestoreSecret", RestoreSecret);
        registry.Add("secretsmanager", "PutResourcePolicy", PutResourcePolicy);
        registry.Add("secretsmanager", "GetResourcePolicy", GetResourcePolicy);
        registry.Add("secretsmanager", "DeleteResourcePolicy", DeleteResourcePolicy);
        registry.Add("secretsmanager", "TagResource", TagResource);
        registry.Add("secretsmanager", "UntagResource", UntagResource);
        SecretValues.AddTo(registry);
    }

    private static JsonObject CreateSecret(CallContext call, JsonObject input)
    {
        var name = input.RequiredText("Name");
        if (name.Length is < 1 or > 512 || !name.All(character => char.IsAsciiLetterOrDigit(character) || "/_+=.@-".Contains(character, StringComparison.Ordinal)))
            throw new AwsErrorException("ValidationException", "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!", 400);
        if (Secrets.Find(call, name) is { } existing)
        {
            throw existing.Document["DeletionDate"] is null
                ? new AwsErrorException("ResourceExistsException", $"The operation failed because the secret {name} already exists.", 400)
                : new AwsErrorException("InvalidRequestException", "You can't create this secret because a secret with this name is already scheduled for deletion.", 400);
        }
        var document = new JsonObject
        {
            ["ARN"] = Secrets.NewArn(call, name),
            ["Name"] = name,
            ["CreatedDate"] = call.Now.Timestamp(),
            ["LastChangedDate"] = call.Now.Timestamp(),
            [Secrets.Versions] = new JsonObject(),
        };
        input.CopyMembers(document, "Description", "KmsKeyId", StateLayout.Tags);
        var output = new JsonObject { ["ARN"] = document.Text("ARN"), ["Name"] = name };
        if (SecretValues.HasValue(input))
            output["VersionId"] = SecretValues.Add(call, document, input, [SecretValues.Current]);
        Secrets.Table(call, call.Account, call.Region).Put(name, document);
        return output;
    }

    private static JsonObject UpdateSecret(CallContext call, JsonObject input)
    {
        var secret = Secrets.RequireLive(call, input);
        var output = secret.Identity();
        secret.Update(call, document =>
        {
            input.CopyMembers(document, "Description", "KmsKeyId");
            document["LastChangedDate"] = call.Now.Timestamp();
            if (SecretValues.HasValue(input))
                output["VersionId"] = SecretValues.Add(call, document, input, [SecretValues.Current]);
        });
        return output;
    }

    private static JsonObject DescribeSecret(CallContext call, JsonObject input)
    {
        var secret = Secrets.Require(call, input);
        var output = Shown(secret);
        output["VersionIdsToStages"] = Stages(secret);
        return output;
    }

    private static JsonObject Shown(Secret secret)
    {
        var output = secret.Document.CopyMembers(
            secret.Identity(), "Description", "KmsKeyId", "CreatedDate", "LastChangedDate", "LastAccessedDate", StateLayout.Tags);
        // DeletedDate is when the deletion was asked for; the DeletionDate of DeleteSecret is when it takes effect.
        secret.Document.CopyMembers(output, "DeletedDate");
        return output;
    }

    private static JsonObject Stages(Secret secret)
    {
        var stages = new JsonObject();
        foreach (var (id, version) in secret.Versions)
        {
            if (((JsonObject)version!).Texts("VersionStages") is { Count: > 0 } own)
                stages[id] = own.ToJsonArray();
        }
        return stages;
    }

    private static JsonObject ListSecrets(CallContext call, JsonObject input)
    {
        var secrets = Secrets.All(call)
            .Where(secret => input.Flag("IncludePlannedDeletion") == true || secret.Document["DeletionDate"] is null)
            .Where(secret => SecretFilter.Accepts(secret, input));
        secrets = input.Text("SortBy") switch
        {
            "created-date" => secrets.OrderBy(secret => secret.Document.Text("CreatedDate"), StringComparer.Ordinal),
            "last-changed-date" => secrets.OrderBy(secret => secret.Document.Text("LastChangedDate"), StringComparer.Ordinal),
            "last-accessed-date" => secrets.OrderBy(secret => secret.Document.Text("LastAccessedDate"), StringComparer.Ordinal),
            _ => secrets,
        };
        if (input.Text("SortOrder") == "desc")
            secrets = secrets.Reverse();
        var page = call.Page([.. secrets], input.Text("NextToken"), input.Number("MaxResults"), 100);
        return page.Answer(new JsonObject
        {
            ["SecretList"] = page.Items.Select(secret =>
            {
                var shown = Shown(secret);
                shown["SecretVersionsToStages"] = Stages(secret);
                return (JsonNode?)shown;
            }).ToJsonArray(),
        });
    }

    private static JsonObject DeleteSecret(CallContext call, JsonObject input)
    {
        var secret = Secrets.Require(call, input);
        var force = input.Flag("ForceDeleteWithoutRecovery") == true;
        if (force && input.Number("RecoveryWindowInDays") is not null)
            throw new AwsErrorException("InvalidParameterException", "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.", 400);
        var window = input.Number("RecoveryWindowInDays") ?? 30;
        if (window is < 7 or > 30)
            throw new AwsErrorException("InvalidParameterException", "The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).", 400);
        var output = secret.Identity();
        if (force)
        {
            Secrets.Table(call, secret.Account, secret.Region).Remove(secret.Name);
            output["DeletionDate"] = call.Now.Timestamp();
            return output;
        }
        if (secret.Document["DeletionDate"] is not null)
            throw new AwsErrorException("InvalidRequestException", "You can't perform this operation on the secret because it was already scheduled for deletion.", 400);
        output["DeletionDate"] = call.Now.AddDays(window).Timestamp();
        secret.Update(call, document =>
        {
            document["DeletionDate"] = call.Now.AddDays(window).Timestamp();
            document["DeletedDate"] = call.Now.Timestamp();
        });
        return output;
    }

    private static JsonObject RestoreSecret(CallContext call, JsonObject input)
    {
        var secret = Secrets.Require(call, input);
        secret.Update(call, document =>
        {
            document.Remove("DeletionDate");
            document.Remove("DeletedDate");
        });
        return secret.Identity();
    }

    private static JsonObject PutResourcePolicy(CallContext call, JsonObject input)
    {
        var secret = Secrets.RequireLive(call, input);
        var policy = input.RequiredText("ResourcePolicy");
        if (policy.Length > 20_480)
            throw new AwsErrorException("InvalidParameterException", "The resource policy has more than 20480 characters.", 400);
        ResourcePolicyCheck.Require(policy, message => new AwsErrorException("MalformedPolicyDocumentException", message, 400));
        if (input.Flag("BlockPublicPolicy") == true && PublicPolicy.IsPublic(policy))
            throw new AwsErrorException("PublicPolicyException", "You can't attach a resource policy that allows broad access to the secret.", 400);
        secret.Update(call, document => document[StateLayout.Policy] = policy);
        return secret.Identity();
    }

    private static JsonObject GetResourcePolicy(CallContext call, JsonObject input)
    {
        var secret = Secrets.RequireLive(call, input);
        var output = secret.Identity();
        if (secret.Document.Text(StateLayout.Policy) is { } policy)
            output["ResourcePolicy"] = policy;
        return output;
    }

    private static JsonObject DeleteResourcePolicy(CallContext call, JsonObject input)
    {
        var secret = Secrets.RequireLive(call, input);
        secret.Update(call, document => document.Remove(StateLayout.Policy));
        return secret.Identity();
    }

    private static JsonObject TagResource(CallContext call, JsonObject input)
    {
        var secret = Secrets.RequireLive(call, input);
        var tags = TagList.Merge(secret.Document[StateLayout.Tags], input.Structures("Tags"));
        if (tags.Count > 50)
            throw new AwsErrorException("InvalidParameterException", "A secret can have at most 50 tags.", 400);
        secret.Update(call, document => document[StateLayout.Tags] = tags);
        return [];
    }

    private static JsonObject UntagResource(CallContext call, JsonObject input)
    {
        var secret = Secrets.RequireLive(call, input);
        secret.Update(call, document => document[StateLayout.Tags] = TagList.Without(secret.Document[StateLayout.Tags], input.Texts("TagKeys")));
        return [];
    }
}
