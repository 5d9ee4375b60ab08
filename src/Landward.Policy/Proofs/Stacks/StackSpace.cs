using System.Collections.Immutable;

namespace Landward.Policy.Proofs;

/// <summary>The space of a query about whole sets of policies: the callers it is about, and what each class of them pins down.</summary>
internal sealed class StackSpace
{
    private const string Stranger = "999999999998";

    private readonly AccessScope _scope;

    private StackSpace(AccessScope scope, IReadOnlyList<Principal> points, PolicyStatement[] statements)
    {
        _scope = scope;
        Space.Principals.Points = points;
        KeyShapes.Assign(Space, statements);
        Compiler = new StatementCompiler(Space);
        Stacks = new StackCompiler(Compiler, scope);
        Questions = new Questions(Compiler);
        Witnesses = new WitnessBuilder(Space, ActionNames.Of(statements));
        Classes = [.. CallerClass.Of(points, scope)];
    }

    public ProofSpace Space { get; } = new();

    public StatementCompiler Compiler { get; }

    public StackCompiler Stacks { get; }

    public Questions Questions { get; }

    public WitnessBuilder Witnesses { get; }

    public ImmutableArray<CallerClass> Classes { get; }

    /// <summary>Null when the policies name too many callers.</summary>
    public static StackSpace? Of(AccessScope scope, AccessQuestion question, params PolicySet[] sets)
    {
        PolicyStatement[] statements = [.. sets.SelectMany(Statements), .. Questions.Statements(question)];
        var points = scope.Callers.IsEmpty ? PrincipalPoints.Of(statements, question.Patterns) : scope.Callers;
        return points is null ? null : new StackSpace(scope, points, statements);
    }

    /// <summary>When a set of policies allows requests of a class.</summary>
    public StackForm Compile(PolicySet policies, CallerClass callers, string side)
    {
        Compiler.Known = _scope.KnownContext is { } known ? new KnownVariables(known(Space.Principals.Points[callers.Points[0]]), _scope.Decides) : null;
        return Stacks.Compile(policies, callers, side);
    }

    /// <summary>The requests of a class: who calls, whose the resource is, and what follows from the caller.</summary>
    public ImmutableArray<Box> BoxesOf(CallerClass callers)
    {
        var all = Space.Principals.Points.Count == callers.Points.Length;
        var literals = all ? [] : new List<int> { Compiler.Principal(principal => callers.Points.Any(index => Space.Principals.Points[index] == principal)) };
        if (_scope.KnownContext is { } known)
            literals.AddRange(Pins(known(Space.Principals.Points[callers.Points[0]])));
        if (callers.Account.Length == 0)
            return [Box.Of(literals, null)];
        // An ARN without account may belong to anybody; AWS's own counts as the caller's, and so does "*".
        return callers.SameAccount
            ? [Box.Of([.. literals, Compiler.Resource($"arn:*:*:*:{callers.Account}:*", "arn:*:*:*::*", "arn:*:*:*:aws:*")], null), Box.Of([.. literals, Atom.Not(Compiler.Resource("arn:*"))], null)]
            : [Box.Of([.. literals, Atom.Not(Compiler.Resource($"arn:*:*:*:{callers.Account}:*", "arn:*:*:*:aws:*")), Compiler.Resource("arn:*")], null)];
    }

    /// <summary>Requests for a state, the most readable first, as the class's account stands to the resource's.</summary>
    public IEnumerable<AuthorizationRequest> Requests(Cell[] state, CallerClass callers) =>
        Witnesses.Requests(state).Select(request => new AuthorizationRequest(request.Principal, request.Action, request.Resource, OwnerOf(request, callers), request.Context)
        {
            PrincipalInManagementAccount = _scope.CallersInManagementAccount,
            ResourceExemptFromResourceControlPolicies = _scope.ResourceExemptFromResourceControlPolicies,
        });

    private string OwnerOf(AuthorizationRequest request, CallerClass callers)
    {
        if (_scope.ResourceAccount is { } owner)
            return owner;
        if (callers.SameAccount)
            return request.Principal.Account;
        return request.Target.Account is { Length: > 0 } account && account != request.Principal.Account ? account : Stranger;
    }

    private IEnumerable<int> Pins(RequestContext known) =>
        Space.Keys.Where(key => _scope.Decides(key.Name)).ToArray().Select(key =>
        {
            var value = known.Find(key.Name) is { Knowledge: ContextKnowledge.Known } given ? new KeyValue(given.Values, given.Multivalued) : KeyValue.Absent;
            var source = $"pinned\n{value.Multivalued}\n{value.IsAbsent}\n{(value.IsAbsent ? string.Empty : string.Join('\n', value.Values))}";
            return Space.Intern(key, source, id => new KeyAtom(id, key, new AtomSource(null, [], Variables: false, Pinned: value), KeyTest.Exactly(value))).Literal;
        });

    private static IEnumerable<PolicyStatement> Statements(PolicySet set) =>
        PolicySets.Policies(set).SelectMany(policy => policy.Document.Statements);
}
