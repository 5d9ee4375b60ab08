using System.Collections.Immutable;
using Landward.Policy;

namespace Landward.Access.Escalations;

/// <summary>Turns edges into steps with requests, statements and conditions, by asking every question again in full.</summary>
internal sealed class PathWriter(EscalationWorld world, EscalationSearch search)
{
    public EscalationPath? Write(EscalationNode from)
    {
        if (search.PathFrom(from) is not { Count: > 0 } edges)
            return null;
        var last = world.Nodes[edges[^1].To];
        var steps = edges.Select(Step).ToImmutableArray();
        var account = from.Account.Length > 0 && from.Kind == EscalationNodeKind.Principal ? from.Account : world.Nodes[edges[0].To].Account;
        return new EscalationPath(from.Name, from.Kind, account, GoalText(last), ReachOf(last), steps, GoalConditions(last));
    }

    private EscalationReach ReachOf(EscalationNode node) =>
        search.Goal is EscalationGoal.Administrator or EscalationGoal.OrganizationAdministrator
            ? node.Account == world.ManagementAccount ? EscalationReach.Organization : EscalationReach.Account
            : EscalationReach.Goal;

    private string GoalText(EscalationNode node) => search.Goal switch
    {
        EscalationGoal.Credentials credentials => credentials.Arn,
        EscalationGoal.Access access => $"{access.Action} on {access.Resource}",
        _ => $"administrator of {node.Account}",
    };

    private ImmutableArray<string> GoalConditions(EscalationNode node)
    {
        if (search.Goals.Of(node) != StepVerdict.Conditional)
            return [];
        var witnesses = search.Goal is EscalationGoal.Access access
            ? [world.Judge.Explain(node, new EscalationCall(access.Action, access.Resource, null, CallFacts.Direct().Build()))]
            : AdministratorRule.Witnesses(world.Judge, node);
        return [.. witnesses.Select(witness => witness.Condition?.ToString()).OfType<string>().Distinct(StringComparer.Ordinal).DefaultIfEmpty("something that the snapshot does not tell")];
    }

    /// <summary>One step in full.</summary>
    public EscalationStep Step(EscalationEdge edge)
    {
        if (!_steps.TryGetValue(edge, out var step))
            _steps[edge] = step = Written(edge);
        return step;
    }

    // Many paths share their last steps.
    private readonly Dictionary<EscalationEdge, EscalationStep> _steps = [];

    private EscalationStep Written(EscalationEdge edge)
    {
        var (from, to) = (world.Nodes[edge.From], world.Nodes[edge.To]);
        return edge.Technique switch
        {
            EscalationEdge.SignIn => new EscalationStep(from.Name, to.Name, null, "sign-in", "sign in to the role through Identity Center", null, ["T1078.004"], [], []),
            EscalationEdge.RunsAs => new EscalationStep(from.Name, to.Name, null, "runs-as", "use the credentials of the role it runs with", null, ["T1552.005"], [], []),
            EscalationEdge.Enters => Enter(from, to),
            _ => Use(edge, from, to),
        };
    }

    private EscalationStep Enter(EscalationNode from, EscalationNode to)
    {
        if (from.Actor is not null)
        {
            var use = world.Techniques.Try(EscalationTechniques.All[TechniqueOrder.AssumeRole], from, to)!;
            return Written(from, to, "enters", "assume the role from outside", [use], ["T1199", "T1078.004"]);
        }
        var witness = Outsiders.Federations.Select(action => world.Judge.ExplainFor(Principal.Federated(from.Name), new EscalationCall(action, to.Name, to.Account))).MaxBy(found => found.Verdict)!;
        return new EscalationStep(
            from.Name, to.Name, null, "enters", "assume the role with an identity of the provider", null, ["T1199", "T1078.004"], [Request(witness)], [.. ConditionsOf([witness])]);
    }

    private EscalationStep Use(EscalationEdge edge, EscalationNode from, EscalationNode to)
    {
        var technique = EscalationTechniques.All[edge.Technique];
        var uses = new List<TechniqueUse> { world.Techniques.Try(technique, from, to)! };
        if (edge.SecondEdit >= 0)
            uses.Insert(0, world.Techniques.Try(EscalationTechniques.All[edge.SecondEdit], from, to)!);
        if (edge.Control >= 0)
            uses.Add(world.Techniques.Try(EscalationTechniques.All[edge.Control], from, world.FindPrincipal(to.Origin!.Arn)!)!);
        var title = string.Join(", then ", uses.Select(use => use.Technique.Title));
        return Written(from, to, technique.Id, title, uses, [.. uses.SelectMany(use => use.Technique.Mitre).Distinct(StringComparer.Ordinal)]);
    }

    private EscalationStep Written(EscalationNode from, EscalationNode to, string technique, string title, IReadOnlyList<TechniqueUse> uses, ImmutableArray<string> mitre)
    {
        var witnesses = uses.SelectMany(use => use.Calls).Select(call => world.Judge.Explain(from, call)).ToList();
        var admissions = uses.Select(use => use.Admission).OfType<(Principal Caller, EscalationCall Call)>().Select(admission => world.Judge.ExplainFor(admission.Caller, admission.Call)).ToList();
        var conditions = uses.Select(use => use.Circumstance).OfType<string>().Concat(ConditionsOf([.. witnesses, .. admissions])).Distinct(StringComparer.Ordinal);
        return new EscalationStep(
            from.Name, to.Name, Becomes(to), technique, title, uses.Select(use => use.Through).FirstOrDefault(through => through is not null), mitre,
            [.. witnesses.Concat(admissions).Select(Request)], [.. conditions]);
    }

    private static IEnumerable<string> ConditionsOf(IEnumerable<CallWitness> witnesses) =>
        witnesses.Where(witness => witness.Verdict == StepVerdict.Conditional).Select(witness => $"{witness.Request.Action}: {witness.Condition?.ToString() ?? "something that the snapshot does not tell"}");

    private static EscalationRequest Request(CallWitness witness) => new(
        witness.Request.Action,
        witness.Request.Resource,
        witness.Request,
        witness.Policies,
        [.. witness.Decision.Gates.Where(gate => gate is { Gate: PolicyGate.Identity or PolicyGate.Resource, Outcome: GateOutcome.Allow, Statement: not null }).Select(gate => gate.Statement!.Value)],
        witness.Condition);

    private static string? Becomes(EscalationNode node)
    {
        if (node.Forms == NodeForms.None)
            return null;
        if (node.Forms == NodeForms.Created)
            return "made by the caller, with every permission";
        var changes = new List<string>();
        if ((node.Forms & NodeForms.Unguarded) != NodeForms.None)
            changes.Add("no longer bound by service control policies");
        if ((node.Forms & NodeForms.Unbounded) != NodeForms.None)
            changes.Add("without permissions boundary");
        if (node.Group is { } group)
            changes.Add($"member of {group.Name}");
        if ((node.Forms & NodeForms.Raised) != NodeForms.None)
            changes.Add("with every permission");
        return string.Join(", ", changes);
    }
}
