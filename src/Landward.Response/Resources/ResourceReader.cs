using System.Text.Json.Nodes;
using Landward.Aws;
using Landward.Findings.SecurityHub;

namespace Landward.Response.Resources;

/// <summary>
/// Reads one type of resource back through the API, as one complete document: everything that can be configured, and nothing that
/// changes by itself (last-used facts, delivery times).
/// </summary>
internal abstract class ResourceReader
{
    private const int LargestPages = 200;

    public abstract string Type { get; }

    /// <summary>True for a service with one endpoint.</summary>
    public virtual bool IsGlobal => false;

    /// <summary>The Region in which the resource really is, when it need not be the one asked for.</summary>
    public virtual Task<string> LocateAsync(AwsCall call, string name, string region, CancellationToken cancellationToken) => Task.FromResult(region);

    /// <summary>The document, or null when there is no such resource.</summary>
    public abstract Task<JsonObject?> ReadAsync(AwsCall call, string name, CancellationToken cancellationToken);

    /// <summary>The answer, or null when it is one of these errors: the thing asked for does not exist.</summary>
    protected static async Task<JsonObject?> FindAsync(AwsCall call, string service, string operation, JsonObject input, string[] absent, CancellationToken cancellationToken)
    {
        try
        {
            return await call(service, operation, input, cancellationToken);
        }
        catch (AwsApiException error) when (absent.Contains(error.Code, StringComparer.Ordinal))
        {
            return null;
        }
    }

    /// <summary>Every element of an IAM list, in canonical order.</summary>
    protected static async Task<JsonArray> ListAsync(AwsCall call, string operation, JsonObject input, string member, CancellationToken cancellationToken)
    {
        var items = new JsonArray();
        for (var page = 0; page < LargestPages; page++)
        {
            var answer = await call("iam", operation, (JsonObject)input.DeepClone(), cancellationToken);
            foreach (var item in answer[member] as JsonArray ?? [])
                items.Add(item?.DeepClone());
            if (answer["IsTruncated"] is not JsonValue truncated || !truncated.TryGetValue<bool>(out var more) || !more)
                return CanonicalState.SortSets(items).AsArray();
            input["Marker"] = answer["Marker"]?.DeepClone();
        }
        throw new InvalidDataException($"{operation} answered more than {LargestPages} pages.");
    }

    /// <summary>A copy without the members that change by themselves.</summary>
    protected static JsonObject Without(JsonNode? node, params ReadOnlySpan<string> members)
    {
        var copy = node?.DeepClone() as JsonObject ?? [];
        foreach (var member in members)
            copy.Remove(member);
        return copy;
    }
}
