using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.Logs;

/// <summary>Log groups: their documents, retention, encryption keys and tags.</summary>
internal static class LogGroups
{
    // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
    private static readonly HashSet<long> Retentions =
        [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("logs", "CreateLogGroup", CreateLogGroup);
        registry.Add("logs", "DeleteLogGroup", DeleteLogGroup);
        registry.Add("logs", "DescribeLogGroups", DescribeLogGroups);
        registry.Add("logs", "PutRetentionPolicy", PutRetentionPolicy);
        registry.Add("logs", "DeleteRetentionPolicy", (call, input) => Change(call, input, group => group.Remove("retentionInDays")));
        registry.Add("logs", "AssociateKmsKey", (call, input) => Change(call, input, group => group["kmsKeyId"] = input.RequiredText("kmsKeyId", Invalid)));
        registry.Add("logs", "DisassociateKmsKey", (call, input) => Change(call, input, group => group.Remove("kmsKeyId")));
        registry.Add("logs", "TagResource", TagResource);
        registry.Add("logs", "UntagResource", UntagResource);
        registry.Add("logs", "ListTagsForResource", (call, input) => new JsonObject { ["tags"] = TagMap.Copy(RequireTagged(call, input)["Tags"]) });
        registry.Add("logs", "ListTagsLogGroup", (call, input) => new JsonObject { ["tags"] = TagMap.Copy(Require(call, input)["Tags"]) });
    }

    /// <summary>The code of input errors.</summary>
    public const string Invalid = "InvalidParameterException";

    public static ResourceTable Table(CallContext call) => Table(call, call.Account, call.Region);

    public static ResourceTable Table(CallContext call, string account, string region) => call.TableOf("logs", account, region, "log-group");

    public static string Arn(string account, string region, string name) => $"arn:aws:logs:{region}:{account}:log-group:{name}";

    /// <summary>The group named by logGroupName or logGroupIdentifier (a name or an ARN).</summary>
    public static JsonObject Require(CallContext call, JsonObject input)
    {
        var name = NameOf(call, input.Text("logGroupName") ?? input.RequiredText("logGroupIdentifier", Invalid));
        return Table(call).Find(name) ?? throw NotFound("The specified log group does not exist.");
    }

    public static AwsErrorException NotFound(string message) => new("ResourceNotFoundException", message, 400);

    /// <summary>An ARN of another account or Region names no group here.</summary>
    private static string NameOf(CallContext call, string nameOrArn)
    {
        if (nameOrArn.Split(':', 7) is not ["arn", "aws", "logs", var region, var account, "log-group", var name] || region != call.Region || account != call.Account)
            return nameOrArn;
        return name.EndsWith(":*", StringComparison.Ordinal) ? name[..^2] : name;
    }

    private static JsonObject CreateLogGroup(CallContext call, JsonObject input)
    {
        var name = input.RequiredText("logGroupName", Invalid);
        if (name.Length is < 1 or > 512 || !name.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '/' or '.' or '#'))
            throw new AwsErrorException(Invalid, $"1 validation error detected: Value '{name}' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+", 400);
        var table = Table(call);
        if (table.Contains(name))
            throw new AwsErrorException("ResourceAlreadyExistsException", "The specified log group already exists", 400);
        var group = new JsonObject
        {
            ["logGroupName"] = name,
            ["creationTime"] = call.Now.ToUnixTimeMilliseconds(),
            ["arn"] = Arn(call.Account, call.Region, name) + ":*",
            ["logGroupArn"] = Arn(call.Account, call.Region, name),
            ["logGroupClass"] = input.Text("logGroupClass") ?? "STANDARD",
        };
        input.CopyMembers(group, "kmsKeyId");
        if (input.Structure("tags") is { } tags)
            group["Tags"] = tags.DeepClone();
        table.Put(name, group);
        return [];
    }

    private static JsonObject DeleteLogGroup(CallContext call, JsonObject input)
    {
        var name = Require(call, input).RequiredText("logGroupName");
        LogStreams.DeleteAll(call, name);
        MetricFilters.DeleteAll(call, name);
        Table(call).Remove(name);
        return [];
    }

    private static JsonObject DescribeLogGroups(CallContext call, JsonObject input)
    {
        var (prefix, pattern) = (input.Text("logGroupNamePrefix"), input.Text("logGroupNamePattern"));
        if (prefix is not null && pattern is not null)
            throw new AwsErrorException(Invalid, "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.", 400);
        var named = input.Texts("logGroupIdentifiers").Select(identifier => NameOf(call, identifier)).ToHashSet(StringComparer.Ordinal);
        var groups = Table(call).List()
            .Where(entry => prefix is null || entry.Key.StartsWith(prefix, StringComparison.Ordinal))
            .Where(entry => pattern is null || entry.Key.Contains(pattern, StringComparison.OrdinalIgnoreCase))
            .Where(entry => named.Count == 0 || named.Contains(entry.Key))
            .Select(entry => entry.Value).ToList();
        var page = call.Page(groups, input.Text("nextToken"), input.Number("limit"), 50, Invalid);
        return page.Answer("nextToken", new JsonObject { ["logGroups"] = page.Items.Select(group => Shown(call, group)).ToJsonArray() });
    }

    private static JsonObject Shown(CallContext call, JsonObject group)
    {
        var shown = group.Copy();
        shown.Remove("Tags");
        var name = group.RequiredText("logGroupName");
        shown["metricFilterCount"] = MetricFilters.Of(call, name).Count();
        shown["storedBytes"] = LogStreams.StoredBytes(call, name);
        return shown;
    }

    private static JsonObject PutRetentionPolicy(CallContext call, JsonObject input)
    {
        var days = input.Number("retentionInDays") ?? 0;
        if (!Retentions.Contains(days))
            throw new AwsErrorException(Invalid, $"1 validation error detected: Value '{days}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [{string.Join(", ", Retentions.Order())}]", 400);
        return Change(call, input, group => group["retentionInDays"] = days);
    }

    private static JsonObject Change(CallContext call, JsonObject input, Action<JsonObject> change)
    {
        var name = input.Text("resourceIdentifier") is { } identifier
            ? Require(call, new JsonObject { ["logGroupIdentifier"] = identifier }).RequiredText("logGroupName")
            : Require(call, input).RequiredText("logGroupName");
        Table(call).Update(name, change);
        return [];
    }

    private static JsonObject RequireTagged(CallContext call, JsonObject input) =>
        Require(call, new JsonObject { ["logGroupIdentifier"] = input.RequiredText("resourceArn", Invalid) });

    private static JsonObject TagResource(CallContext call, JsonObject input)
    {
        var group = RequireTagged(call, input);
        var tags = TagMap.Merge(group["Tags"], input.TextMap("tags"));
        if (tags.Count > 50)
            throw new AwsErrorException("TooManyTagsException", "A resource can have at most 50 tags.", 400);
        Table(call).Update(group.RequiredText("logGroupName"), changed => changed["Tags"] = tags);
        return [];
    }

    private static JsonObject UntagResource(CallContext call, JsonObject input)
    {
        var group = RequireTagged(call, input);
        Table(call).Update(group.RequiredText("logGroupName"), changed => changed["Tags"] = TagMap.Without(changed["Tags"], input.Texts("tagKeys")));
        return [];
    }
}
