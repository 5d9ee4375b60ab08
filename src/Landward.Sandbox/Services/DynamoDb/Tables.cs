using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.DynamoDb;

/// <summary>The documents of tables and the ways to name one: name or full ARN.</summary>
internal static class Tables
{
    public static ResourceTable In(CallContext call, string account) =>
        call.TableOf(StateLayout.DynamoDb.Service, account, call.Region, StateLayout.DynamoDb.Table);

    /// <summary>The table a name or ARN stands for; the ARN of its stream too, where that is asked for.</summary>
    public static (string Account, string Name, JsonObject Document) Require(CallContext call, string nameOrArn, bool orStream = false)
    {
        var (account, region, name, rest) = Parse(call, nameOrArn);
        if (region == call.Region && In(call, account).Find(name) is { } document
            && (rest.Length == 0 || (orStream && document.Text("LatestStreamArn") is { } stream && stream.EndsWith("/" + rest, StringComparison.Ordinal))))
            return (account, name, document);
        throw new AwsErrorException("ResourceNotFoundException", $"Requested resource not found: Table: {nameOrArn} not found", 400);
    }

    /// <summary>Whether the ARN goes on behind the table's name.</summary>
    public static bool IsStream(string arn) => arn.Split('/').Length > 2;

    private static (string Account, string Region, string Name, string Path) Parse(CallContext call, string text)
    {
        if (text.Split(':', 6) is not ["arn", _, "dynamodb", var region, var account, var resource])
            return (call.Account, call.Region, text, string.Empty);
        return resource.Split('/', 3) switch
        {
            ["table", var name] => (account, region, name, string.Empty),
            ["table", var name, var rest] => (account, region, name, rest),
            _ => (account, region, string.Empty, resource),
        };
    }
}
