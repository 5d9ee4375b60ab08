using System.Collections.Immutable;
using Landward.Access.Impact;
using Landward.Model;

namespace Landward.Access;

/// <summary>One change of policies, to be applied to a snapshot. Exactly one of the nested records.</summary>
public abstract record PolicyChange
{
    private PolicyChange()
    {
    }

    /// <summary>An organization policy is attached.</summary>
    /// <param name="Target"><c>root</c>, a unit's path or id, an account's id or name.</param>
    public sealed record Attach(string Target, PolicyType Type, string Name, string Document) : PolicyChange;

    /// <summary>An organization policy is detached.</summary>
    /// <param name="Name">The policy's name or id.</param>
    public sealed record Detach(string Target, string Name) : PolicyChange;

    /// <summary>A policy's document is replaced wherever the policy is in force.</summary>
    /// <param name="Name">
    /// Name, id or ARN of a policy; the ARN of a role for its trust policy; the ARN of a resource for its own; the name of a permission
    /// set for its inline policy.
    /// </param>
    public sealed record Replace(string Name, string Document) : PolicyChange;

    /// <summary>The snapshot with the changes made one after the other; null, with the reasons, when one cannot be made.</summary>
    public static (AccessSnapshot? Snapshot, ImmutableArray<Diagnostic> Diagnostics) Apply(AccessSnapshot snapshot, IEnumerable<PolicyChange> changes)
    {
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var change in changes)
        {
            if (change switch
            {
                Attach attach => OrganizationChanges.Attach(snapshot, attach, diagnostics),
                Detach detach => OrganizationChanges.Detach(snapshot, detach, diagnostics),
                Replace replace => PolicyReplacement.Apply(snapshot, replace, diagnostics),
                _ => throw new System.Diagnostics.UnreachableException(),
            } is { } changed)
            {
                snapshot = changed;
            }
        }
        var failed = diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return (failed ? null : snapshot, diagnostics.ToImmutable());
    }
}
