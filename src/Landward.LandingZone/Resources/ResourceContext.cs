using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Landward.LandingZone.Desired;

namespace Landward.LandingZone.Resources;

/// <summary>What a provider works with: the resource, its properties with the ids known so far, and the calls it may make.</summary>
internal sealed record ResourceContext(ResourceNode Node, JsonObject Desired, AwsCalls Calls, CancellationToken Cancellation)
{
    /// <summary>Calls in the resource's own account and Region.</summary>
    public CallScope Here => Calls.In(Node.Account, Node.Region) with { Address = Node.Address };

    /// <summary>Calls in the management account and home Region.</summary>
    public CallScope Management => Calls.Management with { Address = Node.Address };

    /// <summary>Ids by the names of <see cref="Reference"/>.</summary>
    public ConcurrentDictionary<string, string> Facts => Calls.Facts;

    public string Text(string property) => Desired[property]!.GetValue<string>();

    public IEnumerable<string> Texts(string property) => Json.Texts(Desired[property]);

    /// <summary>An id that must be known by now.</summary>
    public string Fact(string name) => Facts.TryGetValue(name, out var value)
        ? value
        : throw new ChangeRefusedException($"The id of `{name}` is not known, so `{Node.Address}` cannot be made.");
}
