using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Landward.Findings.SecurityHub;
using Landward.Model;

namespace Landward.Response.Resources;

/// <summary>Reads resources of every type responses act on.</summary>
/// <param name="callerFor">Calls with the credentials of an account in a Region.</param>
internal sealed class ResourceReaders(Func<AccountId, string, AwsCall> callerFor)
{
    private static readonly FrozenDictionary<string, ResourceReader> ByType =
        new ResourceReader[] { new UserReader(), new RoleReader(), new BucketReader(), new SecurityGroupReader(), new TrailReader() }
            .ToFrozenDictionary(reader => reader.Type, StringComparer.Ordinal);

    public AwsCall CallerFor(ResourceAddress address) => callerFor(AccountId.Parse(address.Account), address.Region);

    /// <summary>The address with the Region in which the resource is.</summary>
    public async Task<ResourceAddress> LocateAsync(ResourceAddress address, CancellationToken cancellationToken)
    {
        var reader = ByType[address.Type];
        if (reader.IsGlobal)
            return address with { Region = ResourceAddress.GlobalRegion };
        return address with { Region = await reader.LocateAsync(CallerFor(address), address.Name, address.Region, cancellationToken) };
    }

    /// <summary>The complete document; null when there is no such resource.</summary>
    public Task<JsonObject?> ReadAsync(ResourceAddress address, CancellationToken cancellationToken) =>
        ByType[address.Type].ReadAsync(CallerFor(address), address.Name, cancellationToken);

    /// <summary>Every resource's document by address; a resource that is gone has null.</summary>
    public async Task<JsonObject> ReadAllAsync(IEnumerable<ResourceAddress> addresses, CancellationToken cancellationToken)
    {
        var documents = new JsonObject();
        foreach (var address in addresses.Distinct().OrderBy(address => address.ToString(), StringComparer.Ordinal))
            documents[address.ToString()] = await ReadAsync(address, cancellationToken);
        return documents;
    }
}
