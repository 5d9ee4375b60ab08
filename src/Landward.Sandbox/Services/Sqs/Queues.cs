using System.Globalization;
using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.Sqs;

/// <summary>The documents of queues and how URLs and ARNs name them.</summary>
internal static class Queues
{
    public const string Attributes = "Attributes";

    public static ResourceTable Table(CallContext call, string account, string region) =>
        call.TableOf(StateLayout.Sqs.Service, account, region, StateLayout.Sqs.Queue);

    /// <summary>The queue a QueueUrl names; queues of other accounts are found too (their policy has been checked already).</summary>
    public static Queue Require(CallContext call, JsonObject input)
    {
        var (account, name) = ParseUrl(call, input.RequiredText("QueueUrl", "MissingParameter"));
        return Table(call, account, call.Region).Find(name) is { } document ? new Queue(account, call.Region, name, document) : throw DoesNotExist();
    }

    public static Queue? FindByArn(CallContext call, string? arn) =>
        arn?.Split(':') is ["arn", _, "sqs", var region, var account, var name] && Table(call, account, region).Find(name) is { } document
            ? new Queue(account, region, name, document)
            : null;

    public static string Url(string account, string region, string name) => $"https://sqs.{region}.amazonaws.com/{account}/{name}";

    public static string Arn(string account, string region, string name) => $"arn:aws:sqs:{region}:{account}:{name}";

    public static AwsErrorException DoesNotExist() => new("QueueDoesNotExist", "The specified queue does not exist.", 400);

    private static (string Account, string Name) ParseUrl(CallContext call, string url)
    {
        var path = Uri.TryCreate(url, UriKind.Absolute, out var uri) ? uri.AbsolutePath : url;
        return path.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
        {
            [.., var account, var name] => (account, name),
            [var name] => (call.Account, name),
            _ => throw new AwsErrorException("InvalidAddress", $"The address {url} is not valid for this endpoint.", 404),
        };
    }
}

/// <summary>A queue: where it lives and its document.</summary>
internal sealed record Queue(string Account, string Region, string Name, JsonObject Document)
{
    public string Arn => Queues.Arn(Account, Region, Name);

    public bool IsFifo => Name.EndsWith(".fifo", StringComparison.Ordinal);

    public ResourceTable Messages(CallContext call) => call.TableOf(StateLayout.Sqs.Service, Account, Region, StateLayout.Sqs.MessageType(Name));

    public string? Attribute(string name) => Document.Structure(Queues.Attributes)?.Text(name);

    /// <summary>A numeric attribute with SQS's default.</summary>
    public long Number(string name) =>
        long.TryParse(Attribute(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : QueueAttributes.Default(name);
}
