using System.Text.Json.Nodes;
using Landward.Aws;
using Landward.Model;
using Landward.Policy;

namespace Landward.Access.Resources;

/// <summary>One reader at work in one account and Region: its calls, and where it puts what it finds.</summary>
internal sealed class ResourceReading(AwsSessions sessions, AccountId account, string region, Collection collected)
{
    /// <summary>Resources of one service that are read at the same time.</summary>
    private const int Parallel = 8;

    public string Account { get; } = account.Value;

    public string Region { get; } = region;

    public string Partition { get; } = region.StartsWith("cn-", StringComparison.Ordinal) ? "aws-cn" : region.StartsWith("us-gov-", StringComparison.Ordinal) ? "aws-us-gov" : "aws";

    private AwsClient Client { get; } = sessions.For(account, region);

    public void Add(AccessResource resource) => collected.Add(resource);

    public void Set(PublicAccessBlock block) => collected.Set(block);

    /// <summary>The same account in another Region.</summary>
    public ResourceReading In(string other) => other == Region ? this : new ResourceReading(sessions, account, other, collected);

    public Task<JsonObject> CallAsync(string service, string operation, JsonObject? input, CancellationToken cancellationToken) =>
        Client.CallAsync(service, operation, input, cancellationToken);

    public Task<IReadOnlyList<JsonNode>> ListAsync(string service, string operation, JsonObject? input, string member, CancellationToken cancellationToken) =>
        Client.ListAsync(service, operation, input, member, cancellationToken);

    /// <summary>Reads a part of a resource: null when AWS answers with one of the codes that mean "there is none".</summary>
    /// <param name="resource">The resource's ARN: when the call fails otherwise, the answer about this resource is partial.</param>
    public async Task<JsonObject?> PartAsync(
        string service, string operation, JsonObject input, string resource, string type, string[] absent, CancellationToken cancellationToken)
    {
        try
        {
            return await Client.CallAsync(service, operation, input, cancellationToken);
        }
        catch (AwsApiException none) when (absent.Contains(none.Code, StringComparer.Ordinal))
        {
            return null;
        }
        catch (AwsApiException failed)
        {
            collected.Add(Unread(failed) with { Resource = resource, ResourceType = type });
            return null;
        }
    }

    /// <summary>Reads many resources, a few at a time; one that fails does not stop the others.</summary>
    public Task EachAsync<T>(IEnumerable<T> items, Func<T, CancellationToken, Task> read, CancellationToken cancellationToken) =>
        System.Threading.Tasks.Parallel.ForEachAsync(
            items,
            new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken },
            async (item, cancel) => await GuardAsync(token => read(item, token), cancel));

    /// <summary>Turns a refused or unanswered call into an entry of what is unread.</summary>
    public async Task GuardAsync(Func<CancellationToken, Task> read, CancellationToken cancellationToken)
    {
        try
        {
            await read(cancellationToken);
        }
        catch (AwsApiException failed)
        {
            collected.Add(Unread(failed));
        }
    }

    /// <summary>The policy of a resource; null when there is none, or when it is no policy document, which is then unread.</summary>
    public AttachedPolicy? Policy(string? text, string resource, string type, string operation, PolicyKind kind = PolicyKind.Resource)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        var parsed = PolicyDocument.Parse(text, resource);
        if (parsed.Document is { } document)
            return new AttachedPolicy(document, $"policy of {resource}", kind, resource);
        collected.Add(new UnreadSource(Account, Region, operation, $"The policy is no policy document: {parsed.Diagnostics[0].Detail}", resource, type));
        return null;
    }

    private UnreadSource Unread(AwsApiException failed) =>
        new(Account, Region, $"{failed.Service}:{failed.Operation}", $"{failed.Code}: {failed.Message}");
}
