using System.Text.Json.Nodes;

namespace Landward.Access.Resources;

/// <summary>Lambda functions and their aliases: each has a policy of its own.</summary>
internal static class FunctionReader
{
    private const string Type = "AWS::Lambda::Function";

    public static async Task ReadAsync(ResourceReading reading, CancellationToken cancellationToken)
    {
        var functions = await reading.ListAsync("lambda", "ListFunctions", null, "Functions", cancellationToken);
        await reading.EachAsync(functions, (function, cancel) => ReadFunctionAsync(reading, function, cancel), cancellationToken);
    }

    private static async Task ReadFunctionAsync(ResourceReading reading, JsonNode function, CancellationToken cancellationToken)
    {
        var name = (string)function["FunctionName"]!;
        var arn = (string)function["FunctionArn"]!;
        var role = (string?)function["Role"];
        await AddAsync(reading, arn, role, new JsonObject { ["FunctionName"] = name }, cancellationToken);
        var aliases = await reading.ListAsync("lambda", "ListAliases", new JsonObject { ["FunctionName"] = name }, "Aliases", cancellationToken);
        foreach (var alias in aliases)
            await AddAsync(reading, (string)alias["AliasArn"]!, role, new JsonObject { ["FunctionName"] = name, ["Qualifier"] = (string?)alias["Name"] }, cancellationToken);
    }

    private static async Task AddAsync(ResourceReading reading, string arn, string? role, JsonObject input, CancellationToken cancellationToken)
    {
        var policy = await reading.PartAsync("lambda", "GetPolicy", input, arn, Type, ["ResourceNotFoundException"], cancellationToken);
        reading.Add(new AccessResource
        {
            Arn = arn,
            Type = Type,
            Account = reading.Account,
            Region = reading.Region,
            RoleArn = role,
            Policy = reading.Policy((string?)policy?["Policy"], arn, Type, "lambda:GetPolicy"),
        });
    }
}
