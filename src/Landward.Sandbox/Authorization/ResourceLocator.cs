using System.Text.Json.Nodes;
using Landward.Model;
using Landward.Sandbox.Services.Kms;
using Landward.Sandbox.Services.S3;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Authorization;

/// <summary>
/// Turns what an input names (an ARN, a name, an id, an alias, a queue URL) into the resource that stands in the state: its full
/// ARN with path, its owner, its resource-based policy and its tags.
/// </summary>
internal static class ResourceLocator
{
    public static ProtectedResource Locate(StateTransaction state, string action, string text, string account, string region)
    {
        if (text == "*")
            return ProtectedResource.Plain(text, account);
        var service = action[..action.IndexOf(':')];
        if (!Arn.TryParse(text, out var arn) && !Arn.TryParse(FromName(state, service, text, account, region), out arn))
            return ProtectedResource.Plain("*", account);
        // There is one partition here: a resource named as of another one is still the resource that policies speak of.
        arn = arn with { Partition = ResourceTemplate.Partition };
        return arn.Service switch
        {
            "iam" => Iam(state, arn, action, account),
            "s3" when arn.Account.Length == 12 && arn.Resource.StartsWith("accesspoint/", StringComparison.Ordinal) =>
                Named(state, arn, StateLayout.S3Control.Service, StateLayout.S3Control.AccessPoint, arn.Resource["accesspoint/".Length..].Split('/', 2)[0]),
            "s3" => S3(state, arn, account),
            "kms" => Kms(state, arn, action),
            "organizations" => Organizations(state, arn, account),
            "sns" => Named(state, arn, StateLayout.Sns.Service, StateLayout.Sns.Topic, arn.Resource.Split(':')[0]),
            "sqs" => Named(state, arn, StateLayout.Sqs.Service, StateLayout.Sqs.Queue, arn.Resource),
            "events" when arn.Resource.StartsWith("event-bus/", StringComparison.Ordinal) =>
                Named(state, arn, StateLayout.Events.Service, StateLayout.Events.Bus, arn.Resource["event-bus/".Length..]),
            "secretsmanager" => Secret(state, arn),
            "lambda" when arn.Resource.StartsWith("function:", StringComparison.Ordinal) =>
                Named(state, arn, StateLayout.Lambda.Service, StateLayout.Lambda.Function, arn.Resource["function:".Length..].Split(':')[0]),
            "lambda" when arn.Resource.StartsWith("layer:", StringComparison.Ordinal) =>
                Named(state, arn, StateLayout.Lambda.Service, StateLayout.Lambda.LayerVersion, arn.Resource["layer:".Length..]),
            "dynamodb" when arn.Resource.StartsWith("table/", StringComparison.Ordinal) => Table(state, arn),
            "ecr" when arn.Resource.StartsWith("repository/", StringComparison.Ordinal) =>
                Named(state, arn, StateLayout.Ecr.Service, StateLayout.Ecr.Repository, arn.Resource["repository/".Length..]),
            "elasticfilesystem" when arn.Resource.StartsWith("file-system/", StringComparison.Ordinal) =>
                Named(state, arn, StateLayout.Efs.Service, StateLayout.Efs.FileSystem, arn.Resource["file-system/".Length..]),
            _ => ProtectedResource.Plain(arn.ToString(), arn.Account.Length == 12 ? arn.Account : account),
        };
    }

    private static string? FromName(StateTransaction state, string service, string text, string account, string region) => service switch
    {
        "kms" => text.StartsWith("alias/", StringComparison.Ordinal) ? $"arn:aws:kms:{region}:{account}:{text}" : $"arn:aws:kms:{region}:{account}:key/{text}",
        "s3" => FromCopySource(text),
        "sqs" => FromQueueUrl(text, account, region),
        "secretsmanager" => $"arn:aws:secretsmanager:{region}:{account}:secret:{text}",
        "organizations" => FromOrganizationsId(state, text, account),
        _ => null,
    };

    /// <summary>Read as the copy itself reads it: a leading slash, percent-encoding and a version lead to the same object.</summary>
    private static string FromCopySource(string text)
    {
        var (bucket, key, _) = ObjectWrites.ParseSource(text);
        return $"arn:aws:s3:::{bucket}/{key}";
    }

    /// <summary>A queue URL ends in <c>/account/name</c>; its host may name the Region.</summary>
    private static string FromQueueUrl(string text, string account, string region)
    {
        var parts = text.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length >= 3 && parts[^2].Length == 12
            ? $"arn:aws:sqs:{region}:{parts[^2]}:{parts[^1]}"
            : $"arn:aws:sqs:{region}:{account}:{parts.LastOrDefault() ?? text}";
    }

    private static string? FromOrganizationsId(StateTransaction state, string id, string account)
    {
        var member = state.Find(new ResourceKey(StateLayout.Organizations.Service, StateLayout.AnyAccount, ResourceKey.Global, StateLayout.Organizations.Account, account));
        if (id.Length == 12 && id.All(char.IsAsciiDigit))
            return (string?)state.Find(new ResourceKey(StateLayout.Organizations.Service, StateLayout.AnyAccount, ResourceKey.Global, StateLayout.Organizations.Account, id))?[StateLayout.Arn];
        if ((string?)member?[StateLayout.Organizations.ManagementAccountId] is not { } management)
            return null;
        var type = id switch
        {
            ['o', 'u', '-', ..] => StateLayout.Organizations.OrganizationalUnit,
            ['r', '-', ..] => StateLayout.Organizations.Root,
            ['p', '-', ..] => StateLayout.Organizations.Policy,
            _ => null,
        };
        return type is null ? null : (string?)state.Find(new ResourceKey(StateLayout.Organizations.Service, management, ResourceKey.Global, type, id))?[StateLayout.Arn];
    }

    /// <summary>Users, groups and roles are named without their path; their ARNs carry it.</summary>
    private static ProtectedResource Iam(StateTransaction state, Arn arn, string action, string account)
    {
        var (kind, name) = Split(arn.Resource);
        var type = kind switch
        {
            "user" => StateLayout.Iam.User,
            "group" => StateLayout.Iam.Group,
            "role" => StateLayout.Iam.Role,
            "policy" => StateLayout.Iam.ManagedPolicy,
            _ => null,
        };
        var owner = arn.Account.Length == 12 ? arn.Account : account;
        if (type is null)
            return ProtectedResource.Plain(arn.ToString(), owner);
        var partition = arn.Account.Length > 0 ? arn.Account : account;
        var id = type == StateLayout.Iam.ManagedPolicy ? arn.ToString() : name;
        if (state.Find(new ResourceKey(StateLayout.Iam.Service, partition, ResourceKey.Global, type, id)) is not { } document)
            return ProtectedResource.Plain(arn.ToString(), owner);
        var isCreate = action.StartsWith("iam:Create", StringComparison.Ordinal);
        var full = isCreate ? arn.ToString() : (string?)document[StateLayout.Arn] ?? arn.ToString();
        var trust = action.StartsWith("sts:", StringComparison.Ordinal) ? (string?)document[StateLayout.Iam.AssumeRolePolicyDocument] : null;
        return new ProtectedResource(full, owner, trust, ResourceTags.Read(document[StateLayout.Tags]));
    }

    private static ProtectedResource S3(StateTransaction state, Arn arn, string account)
    {
        var bucket = arn.Resource.Split('/', 2)[0];
        var document = state.Find(new ResourceKey(StateLayout.S3.Service, StateLayout.AnyAccount, ResourceKey.Global, StateLayout.S3.Bucket, bucket));
        return document is null
            ? ProtectedResource.Plain(arn.ToString(), account)
            : FromDocument(arn.ToString(), (string?)document[StateLayout.Account] ?? account, document);
    }

    private static ProtectedResource Kms(StateTransaction state, Arn arn, string action)
    {
        var (kind, name) = Split(arn.Resource);
        // A template key/{KeyId} filled with an alias, or an alias given where a key is used, stands for the key behind it.
        var alias = kind == "alias" ? arn.Resource : name.StartsWith("alias/", StringComparison.Ordinal) ? name : null;
        if (alias is not null && !action.EndsWith("Alias", StringComparison.OrdinalIgnoreCase))
        {
            var target = state.Find(new ResourceKey(StateLayout.Kms.Service, arn.Account, arn.Region, StateLayout.Kms.Alias, alias));
            if ((string?)target?[StateLayout.Kms.TargetKeyId] is { } key)
                return Kms(state, arn with { Resource = "key/" + key }, action);
        }
        if (kind != "key")
            return ProtectedResource.Plain(arn.ToString(), arn.Account);
        // A key that does not exist has no policy that could refuse: who may call KMS at all is told that it is not there.
        var found = Named(state, arn, StateLayout.Kms.Service, StateLayout.Kms.Key, name);
        return found.Policy is null ? found with { Policy = KeyPolicies.Default(arn.Account) } : found;
    }

    /// <summary>
    /// Everything in an organization belongs to its management account, yet calls are judged in the caller's own: Organizations
    /// itself decides which accounts may read or administer it.
    /// </summary>
    private static ProtectedResource Organizations(StateTransaction state, Arn arn, string account)
    {
        var id = arn.Resource[(arn.Resource.LastIndexOf('/') + 1)..];
        var type = arn.Resource.Split('/', 2)[0] switch
        {
            "account" => StateLayout.Organizations.Account,
            "ou" => StateLayout.Organizations.OrganizationalUnit,
            "root" => StateLayout.Organizations.Root,
            "policy" => StateLayout.Organizations.Policy,
            _ => null,
        };
        if (type is null)
            return ProtectedResource.Plain(arn.ToString(), account);
        var owner = type == StateLayout.Organizations.Account ? StateLayout.AnyAccount : arn.Account;
        var document = state.Find(new ResourceKey(StateLayout.Organizations.Service, owner, ResourceKey.Global, type, id));
        return new ProtectedResource(arn.ToString(), account, null, ResourceTags.Read(document?[StateLayout.Tags]));
    }

    private static ProtectedResource Secret(StateTransaction state, Arn arn)
    {
        var name = arn.Resource.StartsWith("secret:", StringComparison.Ordinal) ? arn.Resource["secret:".Length..] : arn.Resource;
        var document = FindSecret(name);
        // The ARN ends in a hyphen and six random characters.
        if (document is null && name.Length > 7 && name[^7] == '-')
            document = FindSecret(name[..^7]);
        return document is null
            ? ProtectedResource.Plain(arn.ToString(), arn.Account)
            : FromDocument((string?)document["ARN"] ?? arn.ToString(), arn.Account, document);

        JsonObject? FindSecret(string id) =>
            state.Find(new ResourceKey(StateLayout.SecretsManager.Service, arn.Account, arn.Region, StateLayout.SecretsManager.Secret, id));
    }

    /// <summary>A table, or its stream, which has a policy of its own.</summary>
    private static ProtectedResource Table(StateTransaction state, Arn arn)
    {
        var parts = arn.Resource.Split('/', 3);
        var table = Named(state, arn, StateLayout.DynamoDb.Service, StateLayout.DynamoDb.Table, parts[1]);
        if (parts.Length < 3)
            return table;
        var document = state.Find(new ResourceKey(StateLayout.DynamoDb.Service, arn.Account, arn.Region, StateLayout.DynamoDb.Table, parts[1]));
        var isStream = (string?)document?["LatestStreamArn"] == arn.ToString();
        return table with { Policy = isStream ? (string?)document?[StateLayout.DynamoDb.StreamPolicy] : null };
    }

    private static ProtectedResource Named(StateTransaction state, Arn arn, string service, string type, string id) =>
        state.Find(new ResourceKey(service, arn.Account, arn.Region, type, id)) is { } document
            ? FromDocument(arn.ToString(), arn.Account, document)
            : ProtectedResource.Plain(arn.ToString(), arn.Account);

    private static ProtectedResource FromDocument(string arn, string account, JsonObject document) =>
        new(arn, account, (string?)document[StateLayout.Policy], ResourceTags.Read(document[StateLayout.Tags]));

    private static (string Kind, string Name) Split(string resource)
    {
        var slash = resource.IndexOf('/');
        if (slash < 0)
            return (resource, string.Empty);
        var kind = resource[..slash];
        return kind is "user" or "group" or "role" ? (kind, resource[(resource.LastIndexOf('/') + 1)..]) : (kind, resource[(slash + 1)..]);
    }
}
