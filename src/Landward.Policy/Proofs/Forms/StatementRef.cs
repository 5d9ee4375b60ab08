namespace Landward.Policy;

/// <summary>A statement of one side of a comparison.</summary>
/// <param name="Policy">The policy's name.</param>
/// <param name="Index">Place in the document, starting at 0.</param>
/// <param name="Side">Whose policy it is: <c>existing</c> or <c>new</c>.</param>
public sealed record StatementRef(string Policy, int Index, string? Sid, Effect Effect, string Side)
{
    public override string ToString() => $"{Side} {Policy}, statement {(Sid is { Length: > 0 } ? Sid : Index + 1)}";
}
