using System.Collections.Immutable;

namespace Landward.Policy.Proofs;

/// <summary>A question to a whole set of policies: does it allow some request like this?</summary>
internal sealed class StackQuestion(AccessQuestion question, PolicySet policies, AccessScope scope)
{
    public Verdict Decide(SearchBudget budget)
    {
        if (StackSpace.Of(scope, question, policies) is not { } space)
            return new Verdict.Undecided(Reasons.Dimension("principal"));
        var parts = new List<CoveredPart>();
        string? reason = null;
        ImmutableArray<Box> excepted = [.. question.Except.SelectMany(except => space.Questions.Boxes(except))];
        var asked = space.Questions.Boxes(question);
        foreach (var callers in space.Classes)
        {
            var form = space.Compile(policies, callers, "existing");
            foreach (var grant in form.Grants)
            {
                var cover = new CoverQuestion([.. grant, asked, space.BoxesOf(callers), .. form.Gates], [.. form.Denies, .. excepted]);
                AuthorizationRequest? witness = null;
                var result = new CoverSearch(space.Space, cover, budget, state => (witness = space.Requests(state, callers).FirstOrDefault(IsAllowed)) is not null).Run();
                if (result.IsFound)
                    return new Verdict.Witness(witness!, [.. StackDecision.By(witness!, policies, "existing")]);
                reason ??= result.Reason;
                if (result.Cover is { } found)
                    parts.AddRange(CoverSummary.Of(cover, found));
            }

            bool IsAllowed(AuthorizationRequest request) => space.Questions.Includes(question, request) && PolicyEvaluator.Evaluate(request, policies).IsAllowed;
        }
        return reason is null ? new Verdict.Proof([.. parts]) : new Verdict.Undecided(reason);
    }
}
