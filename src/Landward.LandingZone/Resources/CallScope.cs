using System.Text.Json.Nodes;
using Landward.Aws;

namespace Landward.LandingZone.Resources;

/// <summary>Calls in one account and Region.</summary>
internal readonly record struct CallScope(AwsCalls Calls, string Account, string Region)
{
    /// <summary>The resource that changing calls are made for; the key of their journal entries.</summary>
    public string Address { get; init; } = string.Empty;

    /// <summary>A reading call. The answer may be shared: it must not be changed.</summary>
    public async Task<JsonObject> ReadAsync(string service, string operation, JsonObject? input, CancellationToken cancellation)
    {
        var (calls, account, region) = this;
        return (JsonObject)await calls.SharedAsync(
            Key(operation, service, input),
            async () => await calls.Client(account, region).CallAsync(service, operation, input, cancellation));
    }

    /// <summary>As <see cref="ReadAsync"/>; null when AWS answers with one of the codes.</summary>
    public async Task<JsonObject?> FindAsync(string service, string operation, JsonObject? input, CancellationToken cancellation, params string[] notFound)
    {
        try
        {
            return await ReadAsync(service, operation, input, cancellation);
        }
        catch (AwsApiException error) when (notFound.Contains(error.Code))
        {
            return null;
        }
    }

    /// <summary>All pages of a listing call.</summary>
    public async Task<IReadOnlyList<JsonNode>> ListAsync(string service, string operation, JsonObject? input, string member, CancellationToken cancellation)
    {
        var (calls, account, region) = this;
        var list = await calls.SharedAsync(
            Key(operation, service, input),
            async () => new JsonArray([.. (await calls.Client(account, region).ListAsync(service, operation, input, member, cancellation)).Select(item => item.DeepClone())]));
        return [.. Json.Items(list)];
    }

    /// <summary>
    /// A changing call, journaled. An error in <paramref name="alreadyThere"/> counts as done (the read-back decides) and
    /// answers null.
    /// </summary>
    public async Task<JsonObject?> WriteAsync(string service, string operation, JsonObject input, CancellationToken cancellation, params string[] alreadyThere)
    {
        using var lane = Calls.Lanes is { } lanes ? await lanes.EnterAsync(service, Account, Region, cancellation) : null;
        try
        {
            var client = Calls.Client(Account, Region);
            return Calls.Journal is { } journal
                ? await journal.CallAsync(client, Address, $"{operation} for {Address}", Calls.AccountId(Account), service, operation, input, cancellation)
                : await client.CallAsync(service, operation, input, cancellation);
        }
        catch (AwsApiException error) when (alreadyThere.Contains(error.Code))
        {
            return null;
        }
    }

    private string Key(string operation, string service, JsonObject? input) => $"{Account}|{Calls.RoleOf(Account)}|{Region}|{service}|{operation}|{input?.ToJsonString()}";
}
