using System.Collections.Immutable;

namespace Landward.Policy.Proofs;

/// <summary>Questions as boxes of a space, and requests checked against them.</summary>
internal sealed class Questions(StatementCompiler compiler)
{
    private readonly Dictionary<AccessQuestion, PolicyDocument> _documents = new(ReferenceEqualityComparer.Instance);

    public static IEnumerable<PolicyStatement> Statements(AccessQuestion question) =>
        question.AsDocument().Statements.Concat(question.Except.SelectMany(Statements));

    public ImmutableArray<Box> Boxes(AccessQuestion question)
    {
        var document = DocumentOf(question);
        var boxes = compiler.Compile(document, document.Statements[0], null, PrincipalReading.Attached);
        if (question.Callers == CallerSelection.Anyone)
            return boxes;
        var callers = compiler.Principal(question.Callers.Includes);
        return [.. boxes.Select(box => box.And(callers))];
    }

    /// <summary>The evaluator's own reading of the question.</summary>
    public bool Includes(AccessQuestion question, AuthorizationRequest request) =>
        question.Callers.Includes(request.Principal)
        && DocumentKinds.Allows(new AuthorizationRequest(PrincipalPoints.Attached, request.Action, request.Resource, null, request.Context), DocumentOf(question), PolicyKind.Identity)
        && !question.Except.Any(except => Includes(except, request));

    private PolicyDocument DocumentOf(AccessQuestion question)
    {
        if (!_documents.TryGetValue(question, out var document))
            _documents.Add(question, document = question.AsDocument());
        return document;
    }
}
