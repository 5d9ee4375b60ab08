using Landward.Model;
using Landward.Policy;

namespace Landward.Access.Escalations;

/// <summary>Who passes a role's trust policy: principals of the snapshot, users of Identity Center, compute, outsiders.</summary>
internal sealed class TrustEdges(EscalationWorld world, Func<EscalationNode, bool> skip)
{
    /// <summary>Stands for an account that nobody knows.</summary>
    private const string SomeAccount = "999999999999";

    private static readonly ActionMask AssumeRole = ActionMask.Of(["sts:AssumeRole"]);
    private readonly Dictionary<string, EscalationNode> _byUniqueId = Index(world);

    public long Questions { get; private set; }

    public void Collect(EscalationNode role, EdgeSet edges, FormEdges forms)
    {
        var origin = role.Origin!;
        foreach (var assignment in origin.Assignments)
        {
            if (assignment is { Kind: "GROUP", Members.IsEmpty: true })
                edges.Add(world.Entry(EscalationNodeKind.IdentityCenterGroup, assignment.Name), EscalationEdge.SignIn, conditional: false);
            foreach (var user in assignment.Kind == "GROUP" ? assignment.Members : [assignment.Name])
                edges.Add(world.Entry(EscalationNodeKind.IdentityCenterUser, user), EscalationEdge.SignIn, conditional: false);
        }
        foreach (var compute in world.ComputeOf(origin.Arn))
            edges.Add(world.Entry(EscalationNodeKind.Compute, compute.Arn), EscalationEdge.RunsAs, conditional: false);
        foreach (var principal in TrustPrincipals.Of(origin).Distinct())
        {
            if (principal.Type == "AWS")
                CollectAws(role, principal.Value, edges, forms);
            else if (principal.Type == "Federated" && origin.Assignments.IsEmpty)
                CollectProvider(role, principal.Value, edges);
        }
    }

    private void CollectAws(EscalationNode role, string value, EdgeSet edges, FormEdges forms)
    {
        if (value == "*")
        {
            foreach (var account in world.Accounts)
                CollectAccount(role, account, edges, forms, named: true);
            AddEntry(role, EscalationNodeKind.Everyone, "*", SomeAccount, edges);
        }
        else if (AccountOf(value) is { } id)
        {
            if (world.FindAccount(id) is { } account)
                CollectAccount(role, account, edges, forms, named: false);
            else
                AddEntry(role, EscalationNodeKind.Outsider, id, id, edges);
        }
        else if ((_byUniqueId.GetValueOrDefault(value) ?? world.FindPrincipal(value)) is { } node)
        {
            Ask(role, node, edges);
            foreach (var form in forms.Of(node))
                Ask(role, form, edges);
        }
        else if (Arn.TryParse(value, out var arn) && world.FindAccount(arn.Account) is null && Principal.FromArn(value) is { } outsider)
        {
            AddEntry(role, EscalationNodeKind.Outsider, value, outsider.Account, edges, outsider);
        }
    }

    /// <param name="named">Everybody is trusted, so that principals of the role's own account need no policy of their own.</param>
    private void CollectAccount(EscalationNode role, AccountNodes account, EdgeSet edges, FormEdges forms, bool named)
    {
        var own = account.Account.Id.Value == role.Account;
        var apart = world.TellsPrincipalsApart(role.Origin!.Trust);
        foreach (var alike in account.Classes.Values.Concat(EscalationWorld.ByClass(forms.In(account.Account.Id.Value)).Values))
        {
            if (!alike[0].Mask.ContainsAll(AssumeRole) && !(named && own))
                continue;
            if (apart)
            {
                foreach (var node in alike)
                    Ask(role, node, edges);
                continue;
            }
            if (alike.FirstOrDefault(node => node.Origin != role.Origin && !skip(node)) is not { } one)
                continue;
            var verdict = Judge(role, one);
            if (verdict == StepVerdict.No)
                continue;
            foreach (var node in alike)
            {
                if (node.Origin != role.Origin && !skip(node))
                    edges.Add(node, TechniqueOrder.AssumeRole, verdict == StepVerdict.Conditional);
            }
        }
    }

    private void Ask(EscalationNode role, EscalationNode node, EdgeSet edges)
    {
        if (node.Origin == role.Origin || skip(node))
            return;
        var verdict = Judge(role, node);
        if (verdict != StepVerdict.No)
            edges.Add(node, TechniqueOrder.AssumeRole, verdict == StepVerdict.Conditional);
    }

    private StepVerdict Judge(EscalationNode role, EscalationNode node)
    {
        Questions++;
        return world.Techniques.Try(EscalationTechniques.All[TechniqueOrder.AssumeRole], node, role)?.Verdict ?? StepVerdict.No;
    }

    private void AddEntry(EscalationNode role, EscalationNodeKind kind, string name, string account, EdgeSet edges, Principal? principal = null)
    {
        var entry = world.Entry(kind, name, Outsiders.Actor(account, principal));
        var verdict = Judge(role, entry);
        if (verdict != StepVerdict.No)
            edges.Add(entry, EscalationEdge.Enters, verdict == StepVerdict.Conditional);
    }

    private void CollectProvider(EscalationNode role, string provider, EdgeSet edges)
    {
        Questions++;
        var best = Outsiders.Federations.Max(action => world.Judge.DecideFor(Principal.Federated(provider), new EscalationCall(action, role.Origin!.Arn, role.Account)));
        if (best != StepVerdict.No)
            edges.Add(world.Entry(EscalationNodeKind.IdentityProvider, provider), EscalationEdge.Enters, best == StepVerdict.Conditional);
    }

    private static string? AccountOf(string value)
    {
        if (AccountId.TryParse(value, out _))
            return value;
        return Arn.TryParse(value, out var arn) && arn is { Service: "iam", Resource: "root" } ? arn.Account : null;
    }

    private static Dictionary<string, EscalationNode> Index(EscalationWorld world)
    {
        var byId = new Dictionary<string, EscalationNode>(StringComparer.Ordinal);
        foreach (var node in world.Nodes)
        {
            if (node.Origin?.Principal.UniqueId is { } id)
                byId.TryAdd(id, node);
        }
        return byId;
    }
}
