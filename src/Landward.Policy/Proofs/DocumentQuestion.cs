using System.Collections.Immutable;

namespace Landward.Policy.Proofs;

/// <summary>A question to one document, looked at alone.</summary>
internal static class DocumentQuestion
{
    /// <param name="only">The place of the statement whose grants are looked at; null for all.</param>
    public static Verdict Decide(AccessQuestion question, PolicyDocument document, PolicyKind kind, SearchBudget budget, int? only = null)
    {
        var space = new ProofSpace();
        var compiler = new StatementCompiler(space);
        var questions = new Questions(compiler);
        PolicyStatement[] statements = [.. document.Statements, .. Questions.Statements(question)];
        if (PrincipalPoints.Of(statements, question.Patterns) is not { } points)
            return new Verdict.Undecided(Reasons.Dimension("principal"));
        space.Principals.Points = points;
        KeyShapes.Assign(space, statements);
        var boxes = document.Statements
            .SelectMany(statement => compiler.Compile(document, statement, new StatementRef("policy", statement.Index, statement.Sid, statement.Effect, "existing"), DocumentKinds.ReadingOf(kind)))
            .ToLookup(box => box.Origin!.Effect);
        ImmutableArray<Box> excepted = [.. question.Except.SelectMany(except => questions.Boxes(except))];
        var cover = new CoverQuestion([[.. boxes[Effect.Allow].Where(box => only is null || box.Origin!.Index == only)], questions.Boxes(question)], [.. boxes[Effect.Deny], .. excepted]);
        var witnesses = new WitnessBuilder(space, ActionNames.Of(statements));
        AuthorizationRequest? witness = null;
        bool IsAllowed(AuthorizationRequest request) => questions.Includes(question, request) && DocumentKinds.Allows(request, document, kind);
        var result = new CoverSearch(space, cover, budget, state => (witness = witnesses.Requests(state).FirstOrDefault(IsAllowed)) is not null).Run();
        if (result.IsFound)
            return new Verdict.Witness(witness!, [.. DocumentKinds.Granting(witness!, document, kind, "existing")]);
        return result.Cover is null ? new Verdict.Undecided(result.Reason!) : new Verdict.Proof([.. CoverSummary.Of(cover, result.Cover)]);
    }
}
