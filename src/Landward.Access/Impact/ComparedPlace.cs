using System.Collections.Immutable;
using Landward.Policy;

namespace Landward.Access.Impact;

/// <summary>Where policies are in force, with those of both sides.</summary>
internal sealed record ComparedPlace(string Where, PolicyKind Kind, ImmutableArray<AttachedPolicy> Before, ImmutableArray<AttachedPolicy> After)
{
    /// <summary>Equal for places that change in the same way.</summary>
    public string Key => $"{Texts(Before)}\u0001{Texts(After)}";

    public bool Differs => Texts(Before) != Texts(After);

    private static string Texts(ImmutableArray<AttachedPolicy> policies) => string.Join('\u0000', policies.Select(policy => policy.Document.Text).Order(StringComparer.Ordinal));
}
