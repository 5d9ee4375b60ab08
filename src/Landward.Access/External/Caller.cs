using System.Collections.Frozen;
using Landward.Policy;

namespace Landward.Access.External;

/// <summary>
/// Somebody outside, standing for everybody whom the policies at hand cannot tell apart from them.
/// </summary>
/// <param name="Facts">The condition keys that follow from who calls; null for a key that is then absent. Compared without case.</param>
internal sealed record Caller(Principal Principal, FrozenDictionary<string, ContextValue?> Facts)
{
    /// <summary>What a request of this caller carries, with the keys it chose.</summary>
    public RequestContext Context(IEnumerable<KeyValuePair<string, ContextValue?>> chosen)
    {
        var builder = new RequestContext.Builder();
        foreach (var (key, value) in chosen)
        {
            if (value is not null)
                builder.Add(key, value);
        }
        foreach (var (key, value) in Facts)
        {
            if (value is not null)
                builder.Add(key, value);
        }
        return builder.Build();
    }

    public override string ToString() => Principal.Kind == PrincipalKind.Anonymous ? "anonymous" : Principal.Arn;
}
