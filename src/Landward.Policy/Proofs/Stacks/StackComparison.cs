using System.Collections.Immutable;

namespace Landward.Policy.Proofs;

/// <summary>One way in which the newer policies could allow what the older ones do not.</summary>
/// <param name="Question">Its first clause is what tells the parts of the answer apart: old Denies, or the grants of the newer policies.</param>
internal sealed record GainQuestion(CallerClass Callers, CoverQuestion Question);

/// <summary>Two whole sets of policies for the same callers.</summary>
internal sealed class StackComparison(PolicySet newer, PolicySet older, AccessScope scope)
{
    private readonly StackSpace? _space = StackSpace.Of(scope, AccessQuestion.Anything, newer, older);

    public Verdict Decide(SearchBudget budget)
    {
        if (_space is null)
            return new Verdict.Undecided(Reasons.Dimension("principal"));
        var parts = new List<CoveredPart>();
        string? reason = null;
        foreach (var gain in Gains())
        {
            var (result, witness) = Search(gain, gain.Question, budget);
            if (result.IsFound)
                return new Verdict.Witness(witness!, [.. StackDecision.By(witness!, newer, "new")]);
            reason ??= result.Reason;
            if (result.Cover is { } cover)
                parts.AddRange(CoverSummary.Of(gain.Question, cover));
        }
        return reason is null ? new Verdict.Proof([.. parts]) : new Verdict.Undecided(reason);
    }

    /// <summary>For each statement that lets the newer policies allow more, one request; and why some could not be decided.</summary>
    public (ImmutableArray<AccessDifference> Found, ImmutableArray<string> Undecided) Differences(Func<SearchBudget> budget)
    {
        if (_space is null)
            return ([], [Reasons.Dimension("principal")]);
        var found = new Dictionary<StatementRef, AccessDifference>();
        var undecided = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var gain in Gains())
        {
            foreach (var box in gain.Question.Clauses[0])
            {
                if (box.Origin is { } known && found.ContainsKey(known))
                    continue;
                var (result, witness) = Search(gain, gain.Question with { Clauses = gain.Question.Clauses.SetItem(0, [box]) }, budget());
                if (result.Reason is { } reason)
                    undecided.Add($"{box.Origin?.ToString() ?? "the service's own rule"}: {reason}");
                if (!result.IsFound)
                    continue;
                var statement = box.Origin ?? new StatementRef("root user", 0, null, Effect.Allow, "new");
                found[statement] = AccessDifference.Of(statement, DocumentOf(statement), witness!);
            }
        }
        return ([.. found.Values], [.. undecided]);
    }

    private IEnumerable<GainQuestion> Gains()
    {
        var space = _space!;
        foreach (var callers in space.Classes)
        {
            var after = space.Compile(newer, callers, "new");
            var before = space.Compile(older, callers, "existing");
            foreach (var grant in after.Grants)
            {
                ImmutableArray<ImmutableArray<Box>> allowed = [.. grant, space.BoxesOf(callers), .. after.Gates];
                foreach (var refusal in before.Refusals())
                    yield return new GainQuestion(callers, new CoverQuestion(allowed, [.. refusal, .. after.Denies]));
                if (!before.Denies.IsEmpty)
                    yield return new GainQuestion(callers, new CoverQuestion([before.Denies, .. allowed], after.Denies));
            }
        }
    }

    private (SearchResult Result, AuthorizationRequest? Witness) Search(GainQuestion gain, CoverQuestion question, SearchBudget budget)
    {
        AuthorizationRequest? witness = null;
        bool IsGained(AuthorizationRequest request) => PolicyEvaluator.Evaluate(request, newer).IsAllowed && !PolicyEvaluator.Evaluate(request, older).IsAllowed;
        var result = new CoverSearch(_space!.Space, question, budget, state => (witness = _space.Requests(state, gain.Callers).FirstOrDefault(IsGained)) is not null).Run();
        return (result, witness);
    }

    private PolicyStatement? DocumentOf(StatementRef statement)
    {
        var set = statement.Side == "new" ? newer : older;
        return PolicySets.Policies(set)
            .Where(policy => policy.Name == statement.Policy && statement.Index < policy.Document.Statements.Length)
            .Select(policy => policy.Document.Statements[statement.Index])
            .FirstOrDefault(candidate => candidate.Sid == statement.Sid && candidate.Effect == statement.Effect);
    }
}
