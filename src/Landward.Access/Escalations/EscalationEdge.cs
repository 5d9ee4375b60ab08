namespace Landward.Access.Escalations;

/// <summary>One step of the graph, small because there are many: what it takes in detail is asked again when it is shown.</summary>
/// <param name="From">Node index.</param>
/// <param name="To">Node index.</param>
/// <param name="Technique">Place in <see cref="EscalationTechniques.All"/>; negative for entries, see the constants.</param>
/// <param name="Control">For an edit of somebody else: the technique that gives its credentials afterwards; <see cref="None"/> otherwise.</param>
/// <param name="SecondEdit">For two edits in one step: the second; <see cref="None"/> otherwise.</param>
internal readonly record struct EscalationEdge(int From, int To, short Technique, short Control, short SecondEdit, bool Conditional)
{
    public const short None = -1;

    /// <summary>A user of Identity Center signs in to a role it is assigned to.</summary>
    public const short SignIn = -2;

    /// <summary>Code on the compute has the credentials of its role.</summary>
    public const short RunsAs = -3;

    /// <summary>An outsider, a provider's identity or anybody passes the trust policy.</summary>
    public const short Enters = -4;
}
