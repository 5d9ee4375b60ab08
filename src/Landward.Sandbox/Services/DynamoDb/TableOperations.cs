using System.Globalization;
using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.DynamoDb;

/// <summary>Tables: their making, description and end (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html).</summary>
internal static class TableOperations
{
    private const int LongestName = 255;
    private const int LargestPage = 100;

    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("dynamodb", "CreateTable", CreateTable);
        registry.Add("dynamodb", "DescribeTable", (call, input) => new JsonObject { ["Table"] = Shown(Tables.Require(call, input.RequiredText("TableName")).Document) });
        registry.Add("dynamodb", "ListTables", ListTables);
        registry.Add("dynamodb", "DeleteTable", DeleteTable);
    }

    private static JsonObject CreateTable(CallContext call, JsonObject input)
    {
        var name = input.RequiredText("TableName");
        if (name.Length is < 3 or > LongestName || !name.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '.' or '-'))
            throw Invalid("TableName must be at least 3 characters long and at most 255 characters long, of letters, digits, underscores, hyphens and dots");
        if (Tables.In(call, call.Account).Contains(name))
            throw new AwsErrorException("ResourceInUseException", $"Table already exists: {name}", 400);
        CheckKeys(input);
        var onDemand = input.Text("BillingMode") == "PAY_PER_REQUEST";
        if (onDemand == (input.Structure("ProvisionedThroughput") is not null))
            throw Invalid("One or more parameter values were invalid: ReadCapacityUnits and WriteCapacityUnits must be specified when BillingMode is PROVISIONED, and only then");
        var arn = $"arn:aws:dynamodb:{call.Region}:{call.Account}:table/{name}";
        var document = new JsonObject
        {
            ["TableName"] = name,
            ["TableArn"] = arn,
            ["TableId"] = call.Ids.Uuid(),
            ["TableStatus"] = "ACTIVE",
            ["CreationDateTime"] = call.Now.Timestamp(),
            ["TableSizeBytes"] = 0,
            ["ItemCount"] = 0,
            ["DeletionProtectionEnabled"] = input.Flag("DeletionProtectionEnabled") == true,
            ["ProvisionedThroughput"] = new JsonObject
            {
                ["NumberOfDecreasesToday"] = 0,
                ["ReadCapacityUnits"] = input.Structure("ProvisionedThroughput")?.Number("ReadCapacityUnits") ?? 0,
                ["WriteCapacityUnits"] = input.Structure("ProvisionedThroughput")?.Number("WriteCapacityUnits") ?? 0,
            },
        };
        if (onDemand)
            document["BillingModeSummary"] = new JsonObject { ["BillingMode"] = "PAY_PER_REQUEST" };
        input.CopyMembers(document, "AttributeDefinitions", "KeySchema", "StreamSpecification", StateLayout.Tags);
        if (input.Structure("StreamSpecification")?.Flag("StreamEnabled") == true)
        {
            var label = call.Now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture);
            (document["LatestStreamLabel"], document["LatestStreamArn"]) = (label, $"{arn}/stream/{label}");
        }
        if (input.Text("ResourcePolicy") is { } policy)
            TablePolicies.Set(call, document, StateLayout.Policy, policy);
        Tables.In(call, call.Account).Put(name, document);
        return new JsonObject { ["TableDescription"] = Shown(document) };
    }

    private static void CheckKeys(JsonObject input)
    {
        var keys = input.Structures("KeySchema").ToList();
        if (keys.Count is < 1 or > 2 || keys[0].Text("KeyType") != "HASH" || (keys.Count == 2 && keys[1].Text("KeyType") != "RANGE"))
            throw Invalid("Invalid KeySchema: The first KeySchemaElement is not a HASH key type, or the second is not a RANGE key type");
        var defined = input.Structures("AttributeDefinitions").Select(attribute => attribute.Text("AttributeName")).ToHashSet(StringComparer.Ordinal);
        if (!keys.TrueForAll(key => defined.Contains(key.Text("AttributeName"))))
            throw Invalid("One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions.");
    }

    private static JsonObject ListTables(CallContext call, JsonObject input)
    {
        var limit = (int)Math.Clamp(input.Number("Limit") ?? LargestPage, 1, LargestPage);
        var names = Tables.In(call, call.Account).List().Select(entry => entry.Key)
            .Where(name => input.Text("ExclusiveStartTableName") is not { } start || string.CompareOrdinal(name, start) > 0)
            .Take(limit + 1).ToList();
        var output = new JsonObject { ["TableNames"] = names.Take(limit).ToJsonArray() };
        if (names.Count > limit)
            output["LastEvaluatedTableName"] = names[limit - 1];
        return output;
    }

    private static JsonObject DeleteTable(CallContext call, JsonObject input)
    {
        var (account, name, document) = Tables.Require(call, input.RequiredText("TableName"));
        if (document.Flag("DeletionProtectionEnabled") == true)
            throw Invalid("Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.");
        Tables.In(call, account).Remove(name);
        var shown = Shown(document);
        shown["TableStatus"] = "DELETING";
        return new JsonObject { ["TableDescription"] = shown };
    }

    private static JsonObject Shown(JsonObject document)
    {
        var shown = document.Copy();
        foreach (var own in (ReadOnlySpan<string>)[StateLayout.Policy, StateLayout.DynamoDb.StreamPolicy, StateLayout.Tags, TablePolicies.Revision(StateLayout.Policy), TablePolicies.Revision(StateLayout.DynamoDb.StreamPolicy)])
            shown.Remove(own);
        return shown;
    }

    private static AwsErrorException Invalid(string message) => new("ValidationException", message, 400);
}
