using System.Text.Json.Nodes;
using Landward.Aws;
using Landward.Model;
using Landward.Policy;

namespace Landward.Cli.Access;

/// <summary>Reads the resource-based policy of a resource through the API of its service.</summary>
internal static class ResourcePolicyReader
{
    private static readonly string[] Readable = ["s3", "kms", "sns", "sqs", "secretsmanager"];

    /// <summary>Null when the resource has none, or does not exist.</summary>
    /// <param name="unread">Told when this kind of resource may have a policy that is not read.</param>
    public static async Task<AttachedPolicy?> ReadAsync(AwsClient client, Arn resource, Action<string> unread, CancellationToken cancel)
    {
        if (!Readable.Contains(resource.Service, StringComparer.Ordinal))
        {
            unread($"Resource-based policies of {resource.Service} are not read; give one with --resource-policy if there is one.");
            return null;
        }
        try
        {
            var text = await ReadTextAsync(client, resource, cancel);
            return text is null ? null : PolicyFiles.Parse(text, $"policy of {resource}", PolicyKind.Resource);
        }
        catch (AwsApiException absent) when (absent.StatusCode == 404 || absent.Code.Contains("NotFound", StringComparison.Ordinal) || absent.Code.Contains("NonExistent", StringComparison.Ordinal))
        {
            return null;
        }
    }

    private static async Task<string?> ReadTextAsync(AwsClient client, Arn resource, CancellationToken cancel)
    {
        switch (resource.Service)
        {
            case "s3":
                return (string?)(await client.CallAsync("s3", "GetBucketPolicy", new JsonObject { ["Bucket"] = resource.Resource.Split('/')[0] }, cancel))["Policy"];
            case "kms":
                return (string?)(await client.CallAsync("kms", "GetKeyPolicy", new JsonObject { ["KeyId"] = resource.ToString(), ["PolicyName"] = "default" }, cancel))["Policy"];
            case "sns":
                return (string?)(await client.CallAsync("sns", "GetTopicAttributes", new JsonObject { ["TopicArn"] = resource.ToString() }, cancel))["Attributes"]?["Policy"];
            case "sqs":
                var queue = await client.CallAsync("sqs", "GetQueueUrl", new JsonObject { ["QueueName"] = resource.Resource }, cancel);
                var attributes = await client.CallAsync(
                    "sqs", "GetQueueAttributes", new JsonObject { ["QueueUrl"] = (string?)queue["QueueUrl"], ["AttributeNames"] = new JsonArray("Policy") }, cancel);
                return (string?)attributes["Attributes"]?["Policy"];
            default:
                return (string?)(await client.CallAsync("secretsmanager", "GetResourcePolicy", new JsonObject { ["SecretId"] = resource.ToString() }, cancel))["ResourcePolicy"];
        }
    }
}
