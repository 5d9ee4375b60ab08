using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.Sns;

/// <summary>The documents of topics and SNS's error codes (https://docs.aws.amazon.com/sns/latest/api/CommonErrors.html).</summary>
internal static class Topics
{
    public static ResourceTable Table(CallContext call, string account, string region) =>
        call.TableOf(StateLayout.Sns.Service, account, region, StateLayout.Sns.Topic);

    public static ResourceTable Subscriptions(CallContext call, string account, string region) =>
        call.TableOf(StateLayout.Sns.Service, account, region, StateLayout.Sns.Subscription);

    public static Topic? Find(CallContext call, string? arn) =>
        arn?.Split(':') is ["arn", _, "sns", var region, var account, var name] && Table(call, account, region).Find(name) is { } document
            ? new Topic(account, region, name, document)
            : null;

    public static Topic Require(CallContext call, string? arn)
    {
        if (arn?.Split(':') is not ["arn", _, "sns", _, { Length: 12 }, { Length: > 0 }])
            throw Invalid("TopicArn Reason: An ARN must have at least 6 elements, not " + (arn?.Split(':').Length ?? 0));
        return Find(call, arn) ?? throw NotFound("Topic does not exist");
    }

    public static AwsErrorException Invalid(string reason) => new("InvalidParameter", "Invalid parameter: " + reason, 400);

    public static AwsErrorException NotFound(string message) => new("NotFound", message, 404);
}

/// <summary>A topic: where it lives and its document.</summary>
internal sealed record Topic(string Account, string Region, string Name, JsonObject Document)
{
    public string Arn => $"arn:aws:sns:{Region}:{Account}:{Name}";

    public bool IsFifo => Name.EndsWith(".fifo", StringComparison.Ordinal);

    public IEnumerable<JsonObject> Subscriptions(CallContext call) =>
        Topics.Subscriptions(call, Account, Region).List().Select(entry => entry.Value).Where(subscription => subscription.Text("TopicArn") == Arn);

    public void Update(CallContext call, Action<JsonObject> change) => Topics.Table(call, Account, Region).Update(Name, change);
}
