using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Landward.Aws.Descriptions;

namespace Landward.Aws;

/// <summary>Gives the credentials for the next call; refreshes temporary ones by itself.</summary>
public delegate ValueTask<AwsCredentials> CredentialProvider(CancellationToken cancellationToken);

/// <summary>
/// Calls AWS as one principal in one Region. Inputs and outputs have the members of the service's model under their model names:
/// timestamps are ISO 8601 strings in UTC, blobs base64 strings, maps objects. Thread-safe.
/// </summary>
/// <param name="connection">Shared by all clients.</param>
/// <param name="region">The Region of regional services; global ones are called where they live.</param>
/// <param name="forgetCredentials">Called when AWS says that a session has ended, before one more attempt with new credentials.</param>
public sealed class AwsClient(AwsConnection connection, CredentialProvider credentials, string region, Action? forgetCredentials = null)
{
    private const int MaxPages = 100_000;

    public string Region { get; } = region;

    /// <summary>Calls the operation and retries what is worth it (standard retry mode).</summary>
    /// <param name="service">The service's name in <see cref="ServiceCatalog"/>.</param>
    /// <param name="input">Null for none. Not changed.</param>
    /// <exception cref="ArgumentException">The service or operation is unknown, or the input does not fit its shape.</exception>
    /// <exception cref="AwsApiException">AWS refused the call, or no answer came.</exception>
    public async Task<JsonObject> CallAsync(string service, string operation, JsonObject? input, CancellationToken cancellationToken)
    {
        var call = Prepare(service, operation, input);
        using var response = await call.SendAsync(cancellationToken);
        return await call.ReadOutputAsync(response, cancellationToken);
    }

    /// <summary>Calls the operation until there are no more pages and joins a list of the output.</summary>
    /// <param name="outputMember">The list, as a path of members: <c>Accounts</c>, <c>QueueUrls</c>, <c>DistributionList.Items</c>.</param>
    public async Task<IReadOnlyList<JsonNode>> ListAsync(
        string service, string operation, JsonObject? input, string outputMember, CancellationToken cancellationToken)
    {
        var items = new List<JsonNode>();
        await foreach (var page in PagesAsync(service, operation, input, cancellationToken))
        {
            if (PageExpression.Find(page, outputMember) is JsonArray list)
                items.AddRange(list.Where(item => item is not null)!);
        }
        return items;
    }

    /// <summary>The pages of a list operation, one call each. An empty page with a token is followed by the next one.</summary>
    public async IAsyncEnumerable<JsonObject> PagesAsync(
        string service, string operation, JsonObject? input, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var paginator = Paging.Of(Describe(service, operation).Operation);
        var next = (JsonObject?)input?.DeepClone() ?? [];
        for (var count = 0; count < MaxPages; count++)
        {
            var page = await CallAsync(service, operation, next, cancellationToken);
            yield return page;
            if (paginator is null || Paging.NextInput(paginator, next, page) is not { } following)
                yield break;
            next = following;
        }
    }

    /// <summary>Opens an S3 object for reading; the body is not buffered. Dispose the stream.</summary>
    public async Task<Stream> OpenObjectAsync(string bucket, string key, CancellationToken cancellationToken)
    {
        var call = Prepare("s3", "GetObject", new JsonObject { ["Bucket"] = bucket, ["Key"] = key });
        var response = await call.SendAsync(cancellationToken);
        try
        {
            return new ResponseStream(response, await response.Content.ReadAsStreamAsync(cancellationToken));
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private PendingCall Prepare(string service, string operation, JsonObject? input)
    {
        var (description, described) = Describe(service, operation);
        var filled = IdempotencyToken.Fill(described, input ?? [], connection);
        InputNames.Check(described, filled);
        return new PendingCall(connection, credentials, forgetCredentials, Region, description, described, filled);
    }

    internal JsonObject Fill(string service, string operation, JsonObject? input) =>
        IdempotencyToken.Fill(Describe(service, operation).Operation, input ?? [], connection);

    private static (ServiceDescription Service, OperationDescription Operation) Describe(string service, string operation)
    {
        var description = ServiceCatalog.Default.Get(service);
        return (description, description.FindOperation(operation) ?? throw new ArgumentException(
            $"{service} has no operation `{operation}`.{Model.Suggestion.DidYouMean(operation, description.Operations.Select(known => known.Name))}", nameof(operation)));
    }
}
