using System.Collections.Immutable;
using Landward.Model;
using Landward.Policy;

namespace Landward.Access.Escalations;

/// <summary>
/// Looks for the one change that ends most paths: collects what the best paths depend on, weighs it by the principals that come by,
/// and tries the heaviest out by searching again with the change made.
/// </summary>
internal static class CutFinder
{
    private const int MaxEdges = 400;
    private const int MaxFreed = 100;
    private const int MaxExceptions = 20;

    /// <summary>The cuts that end any path, the most effective first.</summary>
    public static ImmutableArray<EscalationCut> Find(EscalationWorld world, EscalationSearch search, IReadOnlyList<EscalationNode> starts, EscalationOptions options, CancellationToken cancellationToken) =>
    [
        .. Try(world, search, starts, options, cancellationToken).Select(tried => tried.Cut).Where(cut => cut.Cut > 0)
            .OrderByDescending(cut => cut.Cut).ThenBy(cut => cut.Kind).ThenBy(cut => cut.Change, StringComparer.Ordinal),
    ];

    /// <summary>The heaviest candidates, each with what the search finds once it is made.</summary>
    internal static IEnumerable<(CutCandidate Candidate, EscalationCut Cut)> Try(
        EscalationWorld world, EscalationSearch search, IReadOnlyList<EscalationNode> starts, EscalationOptions options, CancellationToken cancellationToken)
    {
        var before = starts.Select(Key).ToHashSet();
        var reduced = SnapshotCut.Reduce(world.Snapshot, search.Reached);
        foreach (var candidate in Candidates(world, search, starts).Take(options.MaxCuts))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var after = Remaining(SnapshotCut.Apply(reduced, candidate), options, cancellationToken);
            var freed = before.Where(start => !after.Contains(start)).Select(start => start.Name).Order(StringComparer.Ordinal).ToList();
            var document = (candidate as CutCandidate.Guardrail)?.Document;
            yield return (candidate, new EscalationCut(candidate.Kind, candidate.Change, candidate.Target, document, before.Count, freed.Count, [.. freed.Take(MaxFreed)]));
        }
    }

    private static HashSet<(EscalationNodeKind Kind, string Name)> Remaining(AccessSnapshot snapshot, EscalationOptions options, CancellationToken cancellationToken)
    {
        var world = new EscalationWorld(snapshot);
        var search = EscalationSearch.Run(world, options.Goal, options.MaxSteps, cancellationToken);
        return [.. EscalationAnalyzer.Starts(world, search, options).Select(Key)];
    }

    private static (EscalationNodeKind Kind, string Name) Key(EscalationNode node) => (node.Kind, node.Name);

    /// <summary>The heaviest first.</summary>
    private static IEnumerable<CutCandidate> Candidates(EscalationWorld world, EscalationSearch search, IReadOnlyList<EscalationNode> starts)
    {
        var edges = new Dictionary<EscalationEdge, int>();
        foreach (var edge in starts.SelectMany(start => search.PathFrom(start)!))
            edges[edge] = edges.GetValueOrDefault(edge) + 1;
        var writer = new PathWriter(world, search);
        var exceptions = Exceptions(world, search);
        var weights = new Dictionary<CutCandidate, int>();
        foreach (var (edge, weight) in edges.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key.From).Take(MaxEdges))
        {
            foreach (var candidate in Of(world, writer.Step(edge), world.Nodes[edge.From], exceptions).Distinct())
                weights[candidate] = weights.GetValueOrDefault(candidate) + weight;
        }
        return weights.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key.Kind).ThenBy(pair => pair.Key.Change, StringComparer.Ordinal).Select(pair => pair.Key);
    }

    private static IEnumerable<CutCandidate> Of(EscalationWorld world, EscalationStep step, EscalationNode from, string? exceptions)
    {
        foreach (var request in step.Requests)
        {
            foreach (var by in request.AllowedBy)
            {
                if (by.Policy.Kind == PolicyKind.Trust && world.FindPrincipal(request.Resource) is { } role && role.Origin!.Trust?.Document == by.Policy.Document)
                    yield return new CutCandidate.Trust(role.Name, by.Statement.Index);
                else if (by.Policy.Kind == PolicyKind.Identity && from.Origin is { } holder && holder.Identity.Contains(by.Policy))
                    foreach (var candidate in OfPolicy(holder, by))
                        yield return candidate;
            }
            if (world.ManagementAccount is null || from.Kind != EscalationNodeKind.Principal || from.Account == world.ManagementAccount || request.Request.Principal.Arn != from.Actor!.Arn)
                continue;
            yield return new CutCandidate.Guardrail(request.Action, request.Resource, string.Empty);
            if (exceptions is not null)
                yield return new CutCandidate.Guardrail(request.Action, "*", exceptions);
        }
    }

    private static IEnumerable<CutCandidate> OfPolicy(AccessPrincipal holder, DecidingStatement by)
    {
        var key = CutCandidate.KeyOf(holder, by.Policy);
        // Policies of AWS cannot be edited, only taken off.
        if (!(Arn.TryParse(by.Policy.Id, out var arn) && arn.Account == "aws"))
            yield return new CutCandidate.Statement(key, by.Policy.Name, by.Statement.Index, by.Statement.Sid);
        if (by.Policy.Document.Statements.All(statement => statement.Effect == Effect.Allow))
            yield return new CutCandidate.Attachment(holder.Arn, key, by.Policy.Name);
    }

    /// <summary>The administrators as ARN patterns over all accounts; null when they are too many for a condition.</summary>
    private static string? Exceptions(EscalationWorld world, EscalationSearch search)
    {
        var patterns = world.Nodes.Where(node => node.IsPlainPrincipal && search.Goals.Of(node) != StepVerdict.No && node.Account != world.ManagementAccount)
            .Select(node => Arn.TryParse(node.Name, out var arn) ? $"arn:*:iam::*:{arn.Resource}" : node.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(MaxExceptions + 1).ToList();
        return patterns.Count is 0 or > MaxExceptions ? null : string.Join(' ', patterns);
    }
}
