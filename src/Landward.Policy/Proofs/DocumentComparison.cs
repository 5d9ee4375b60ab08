using System.Collections.Immutable;

namespace Landward.Policy.Proofs;

/// <summary>Two documents of one kind, looked at alone: no other policy takes part.</summary>
internal sealed class DocumentComparison
{
    private readonly ProofSpace _space = new();
    private readonly StatementCompiler _compiler;
    private readonly PolicyKind _kind;
    private readonly PolicyDocument _newer;
    private readonly PolicyDocument _older;
    private readonly WitnessBuilder _witnesses;
    private readonly bool _hasTooManyPrincipals;

    public DocumentComparison(PolicyDocument newer, PolicyDocument older, PolicyKind kind)
    {
        (_newer, _older, _kind) = (newer, older, kind);
        _compiler = new StatementCompiler(_space);
        var statements = newer.Statements.AddRange(older.Statements);
        if (DocumentKinds.ReadingOf(kind) == PrincipalReading.Attached)
            _space.Principals.Points = [PrincipalPoints.Attached];
        else if (PrincipalPoints.Of(statements) is { } points)
            _space.Principals.Points = points;
        else
            _hasTooManyPrincipals = true;
        KeyShapes.Assign(_space, statements);
        _witnesses = new WitnessBuilder(_space, ActionNames.Of(statements));
    }

    /// <param name="budget">For the whole question.</param>
    /// <param name="only">The place of the newer document's statement whose grants are looked at; null for all.</param>
    public Verdict Decide(SearchBudget budget, int? only = null)
    {
        if (_hasTooManyPrincipals)
            return new Verdict.Undecided(Reasons.Dimension("principal"));
        var newer = Compile(_newer, "new");
        var older = Compile(_older, "existing");
        ImmutableArray<Box> granted = [.. newer.Allow.Where(box => only is null || box.Origin!.Index == only)];
        // Gained where the older document has no Allow, and where it has a Deny that the newer one has not.
        var parts = new List<CoveredPart>();
        foreach (var question in (CoverQuestion[])
        [
            new([granted], [.. older.Allow, .. newer.Deny]),
            new([granted, older.Deny], newer.Deny),
        ])
        {
            AuthorizationRequest? witness = null;
            var search = new CoverSearch(_space, question, budget, state => (witness = _witnesses.Requests(state).FirstOrDefault(IsGained)) is not null);
            var result = search.Run();
            if (result.IsFound)
                return new Verdict.Witness(witness!, [.. DocumentKinds.Granting(witness!, _newer, _kind, "new")]);
            if (result.Cover is null)
                return new Verdict.Undecided(result.Reason!);
            parts.AddRange(CoverSummary.Of(question, result.Cover));
        }
        return new Verdict.Proof([.. parts]);
    }

    private bool IsGained(AuthorizationRequest request) =>
        DocumentKinds.Allows(request, _newer, _kind) && !DocumentKinds.Allows(request, _older, _kind);

    private (ImmutableArray<Box> Allow, ImmutableArray<Box> Deny) Compile(PolicyDocument document, string side)
    {
        var boxes = document.Statements
            .SelectMany(statement => _compiler.Compile(document, statement, new StatementRef("policy", statement.Index, statement.Sid, statement.Effect, side), DocumentKinds.ReadingOf(_kind)))
            .ToLookup(box => box.Origin!.Effect);
        return ([.. boxes[Effect.Allow]], [.. boxes[Effect.Deny]]);
    }
}
