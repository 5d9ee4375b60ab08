using System.Text.Json.Nodes;

namespace Landward.LandingZone.Resources;

/// <summary>
/// How one kind of resource is read, made, changed and removed. Providers hold no state: everything they learn goes into
/// the facts of the <see cref="ResourceContext"/>.
/// </summary>
internal abstract class ResourceProvider
{
    /// <summary>Properties that matter only when the resource is made, because AWS cannot change them afterwards.</summary>
    public virtual IReadOnlySet<string> CreateOnly { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>
    /// The real resource in the shape of the desired properties, or null when it does not exist. Errors other than "not
    /// found" are thrown: what cannot be read is unknown, not absent.
    /// </summary>
    public abstract Task<JsonObject?> ReadAsync(ResourceContext context);

    /// <summary>As <see cref="ReadAsync"/>, right after a change; may use ids learnt by it instead of listing.</summary>
    public virtual Task<JsonObject?> ReadBackAsync(ResourceContext context) => ReadAsync(context);

    /// <summary>Makes it. Also called when a former attempt got half way: what is already there counts as made.</summary>
    public abstract Task CreateAsync(ResourceContext context);

    /// <summary>Changes what differs.</summary>
    public virtual Task UpdateAsync(ResourceContext context, JsonObject before) => CreateAsync(context);

    /// <summary>Removes it.</summary>
    public virtual Task DeleteAsync(ResourceContext context, JsonObject before) =>
        throw new ChangeRefusedException($"Landward does not remove resources of kind {context.Node.Kind}; remove `{context.Node.Address}` by hand.");
}

/// <summary>A change Landward will not or cannot make; the message says what to do instead.</summary>
internal sealed class ChangeRefusedException(string message) : Exception(message);
