using System.Collections.Immutable;

namespace Landward.Access.Escalations;

/// <summary>What kind of change a cut is.</summary>
public enum EscalationCutKind
{
    RemoveStatement,
    DetachPolicy,
    TightenTrust,
    AddServiceControlPolicy,
}

/// <summary>One change that ends paths.</summary>
/// <param name="Change">The change in one sentence.</param>
/// <param name="Target">The policy, principal, role or organization that is changed.</param>
/// <param name="Document">Of a service control policy its JSON text; null otherwise.</param>
/// <param name="PathsBefore">Starting principals with a path, the change not made.</param>
/// <param name="Cut">Of those, how many have no path any more.</param>
/// <param name="Freed">Who they are: the first hundred, ordered.</param>
public sealed record EscalationCut(EscalationCutKind Kind, string Change, string Target, string? Document, int PathsBefore, int Cut, ImmutableArray<string> Freed);
