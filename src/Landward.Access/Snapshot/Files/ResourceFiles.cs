using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Model;
using Landward.Policy;

namespace Landward.Access;

/// <summary>Files of resources: <c>{"Resources": [{"Arn", "Type", "Account", "Region", "Policy", ...}]}</c>.</summary>
internal sealed class ResourceFiles(DocumentPool pool, List<Diagnostic> diagnostics)
{
    private readonly Dictionary<string, AccessResource> _resources = new(StringComparer.Ordinal);

    public List<UnreadSource> Unread { get; } = [];

    /// <summary>S3 Block Public Access by account, from entries of type <c>AWS::S3::AccountPublicAccessBlock</c>.</summary>
    public Dictionary<string, PublicAccessBlock> AccountBlocks { get; } = new(StringComparer.Ordinal);

    public void Add(SnapshotFile file)
    {
        foreach (var item in (JsonArray)file.Root["Resources"]!)
        {
            if (item is JsonObject entry)
                Add(entry, file);
            else
                diagnostics.Add(SnapshotDiagnostics.BadEntry("A resource is an object with `Arn`, `Type`, `Account`, `Region` and `Policy`.", file.SpanOf(item)));
        }
    }

    public ImmutableArray<AccessResource> Build() => [.. _resources.Values.OrderBy(resource => resource.Arn, StringComparer.Ordinal)];

    private void Add(JsonObject entry, SnapshotFile file)
    {
        string? Text(string member) => JsonFields.Text(entry, member);
        var block = Block(entry["PublicAccessBlock"] as JsonObject);
        if (Text("Type") == "AWS::S3::AccountPublicAccessBlock" && AccountId.TryParse(Text("Account"), out var owner) && block is not null)
        {
            AccountBlocks[owner.Value] = block;
            return;
        }
        if (!Arn.TryParse(Text("Arn"), out var arn))
        {
            diagnostics.Add(SnapshotDiagnostics.BadEntry($"`{Text("Arn")}` is no ARN, so the resource is left out.", file.SpanOf(entry)));
            return;
        }
        if (!AccountId.TryParse(Text("Account") ?? arn.Account, out var account))
        {
            diagnostics.Add(SnapshotDiagnostics.BadEntry($"Nothing says which account owns `{arn}`: add `Account`, 12 digits.", file.SpanOf(entry)));
            return;
        }
        _resources[arn.ToString()] = new AccessResource
        {
            Arn = arn.ToString(),
            Type = Text("Type") ?? TypeOf(arn),
            Account = account.Value,
            Region = Text("Region") ?? arn.Region,
            Policy = Policy(entry["Policy"], arn.ToString(), account.Value, file),
            PublicAccessBlock = block,
            Parent = Text("Parent"),
            VpcId = Text("VpcId"),
            RoleArn = Text("RoleArn"),
            SharedWith = [.. JsonFields.Texts(entry["SharedWith"])],
            KeyGrants = [.. JsonFields.Objects(entry["Grants"]).Select(Grant)],
            Tags = JsonFields.Objects(entry["Tags"]).GroupBy(tag => JsonFields.Text(tag, "Key") ?? string.Empty, StringComparer.Ordinal)
                .ToFrozenDictionary(group => group.Key, group => JsonFields.Text(group.Last(), "Value") ?? string.Empty, StringComparer.Ordinal),
        };
    }

    private AttachedPolicy? Policy(JsonNode? policy, string arn, string account, SnapshotFile file)
    {
        if (policy is null)
            return null;
        var text = policy is JsonValue value && value.TryGetValue<string>(out var plain) ? plain : policy.ToJsonString();
        var parsed = pool.Parse(text, arn);
        if (parsed.Document is { } document)
            return new AttachedPolicy(document, $"policy of {arn}", PolicyKind.Resource);
        Unread.Add(new UnreadSource(account, string.Empty, file.Path, parsed.Diagnostics[0].Detail, arn));
        diagnostics.Add(SnapshotDiagnostics.BadEntry($"The policy of `{arn}` cannot be read: {parsed.Diagnostics[0].Detail}", file.SpanOf(policy)));
        return null;
    }

    // As `aws kms list-grants` writes them.
    private static KeyGrant Grant(JsonObject grant)
    {
        var context = grant["Constraints"]?["EncryptionContextSubset"] as JsonObject ?? grant["Constraints"]?["EncryptionContextEquals"] as JsonObject ?? [];
        return new KeyGrant(
            JsonFields.Text(grant, "GrantId") ?? string.Empty,
            JsonFields.Text(grant, "GranteePrincipal") ?? string.Empty,
            [.. JsonFields.Texts(grant["Operations"])],
            context.ToFrozenDictionary(pair => pair.Key, pair => JsonFields.Text(context, pair.Key) ?? string.Empty, StringComparer.Ordinal));
    }

    private static PublicAccessBlock? Block(JsonObject? block)
    {
        if (block is null)
            return null;
        bool Is(string member) => block[member] is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;
        return new PublicAccessBlock(Is("BlockPublicAcls"), Is("IgnorePublicAcls"), Is("BlockPublicPolicy"), Is("RestrictPublicBuckets"));
    }

    private static string TypeOf(Arn arn) => arn.Service switch
    {
        "s3" => "AWS::S3::Bucket",
        "kms" => "AWS::KMS::Key",
        "sqs" => "AWS::SQS::Queue",
        "sns" => "AWS::SNS::Topic",
        "lambda" => "AWS::Lambda::Function",
        "secretsmanager" => "AWS::SecretsManager::Secret",
        "ecr" => "AWS::ECR::Repository",
        "elasticfilesystem" => "AWS::EFS::FileSystem",
        "dynamodb" => "AWS::DynamoDB::Table",
        var service => service,
    };
}
