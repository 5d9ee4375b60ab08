using System.Collections.Immutable;

namespace Landward.Access.Escalations;

/// <summary>Finds, for every user and role and every way in from outside, the best path to administrative power, and the change that ends most paths.</summary>
public static class EscalationAnalyzer
{
    /// <summary>Pure: the same snapshot and options give the same report.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static EscalationReport Analyze(AccessSnapshot snapshot, EscalationOptions options, CancellationToken cancellationToken)
    {
        var world = new EscalationWorld(snapshot);
        var search = EscalationSearch.Run(world, options.Goal, options.MaxSteps, cancellationToken);
        var starts = Starts(world, search, options).ToList();
        var paths = Write(world, search, starts);
        var (wider, asked) = options.Goal is EscalationGoal.Administrator && world.ManagementAccount is not null ? Organization(world, options, cancellationToken) : ([], 0);
        return new EscalationReport(
            [.. world.Nodes.Where(node => node.IsPlainPrincipal && search.Goals.Of(node) != StepVerdict.No).Select(node => node.Name).Order(StringComparer.Ordinal)],
            paths,
            wider,
            options.MaxCuts == 0 || paths.IsEmpty ? [] : CutFinder.Find(world, search, starts, options, cancellationToken),
            world.Accounts.Sum(account => account.Nodes.Length),
            search.Questions + asked,
            !snapshot.Unread.IsEmpty || snapshot.Principals.Any(principal => !principal.UnreadPolicies.IsEmpty));
    }

    /// <summary>Whoever has a path, or is asked about.</summary>
    internal static IEnumerable<EscalationNode> Starts(EscalationWorld world, EscalationSearch search, EscalationOptions options)
    {
        foreach (var node in search.Reached)
        {
            if (node.Forms != NodeForms.None || search.DistanceOf(node) is not { Steps: > 0 } distance)
                continue;
            if (options.From is { } from)
            {
                if (node.Name == from || (node.IsPlainPrincipal && world.FindPrincipal(from) == node))
                    yield return node;
                continue;
            }
            // Compute has the paths of its role. Whoever is assigned to an administrator's permission set is one by intent.
            if (node.Kind == EscalationNodeKind.Compute || (node.Kind is EscalationNodeKind.IdentityCenterUser or EscalationNodeKind.IdentityCenterGroup && distance.Steps < 2))
                continue;
            yield return node;
        }
    }

    private static (ImmutableArray<EscalationPath> Paths, long Questions) Organization(EscalationWorld world, EscalationOptions options, CancellationToken cancellationToken)
    {
        var search = EscalationSearch.Run(world, new EscalationGoal.OrganizationAdministrator(), options.MaxSteps, cancellationToken);
        return (Write(world, search, Starts(world, search, options)), search.Questions);
    }

    private static ImmutableArray<EscalationPath> Write(EscalationWorld world, EscalationSearch search, IEnumerable<EscalationNode> starts)
    {
        var writer = new PathWriter(world, search);
        return
        [
            .. starts.Select(writer.Write).OfType<EscalationPath>()
                .OrderByDescending(path => path.Reach).ThenBy(path => path.IsConditional).ThenBy(path => path.Steps.Length).ThenBy(path => path.From, StringComparer.Ordinal),
        ];
    }
}
