using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.Sqs;

/// <summary>Batch operations: each entry succeeds or fails by itself.</summary>
internal static class MessageBatch
{
    private const int MaximumEntries = 10;

    public static JsonObject Run(JsonObject input, Func<JsonObject, JsonObject> one)
    {
        var entries = input.Structures("Entries").ToList();
        if (entries.Count == 0)
            throw new AwsErrorException("EmptyBatchRequest", "There should be at least one entry in the request.", 400);
        if (entries.Count > MaximumEntries)
            throw new AwsErrorException("TooManyEntriesInBatchRequest", $"Maximum number of entries per request are {MaximumEntries}. You have sent {entries.Count}.", 400);
        if (entries.Select(entry => entry.Text("Id")).Distinct(StringComparer.Ordinal).Count() != entries.Count)
            throw new AwsErrorException("BatchEntryIdsNotDistinct", "Two or more batch entries in the request have the same Id.", 400);
        var (successful, failed) = (new JsonArray(), new JsonArray());
        foreach (var entry in entries)
        {
            var id = entry.RequiredText("Id", "MissingParameter");
            try
            {
                var output = one(entry);
                output["Id"] = id;
                successful.Add(output);
            }
            catch (AwsErrorException refused)
            {
                failed.Add(new JsonObject { ["Id"] = id, ["SenderFault"] = true, ["Code"] = refused.Code, ["Message"] = refused.Message });
            }
        }
        return new JsonObject { ["Successful"] = successful, ["Failed"] = failed };
    }
}
