using Landward.Policy.Conditions;

namespace Landward.Policy.Validation;

/// <summary>The parts of a statement as the checks look at them; what is malformed is left out and reported by the structure checks.</summary>
internal sealed class StatementNode
{
    private readonly HashSet<string> _keys;
    private readonly HashSet<string> _nullKeys;

    public StatementNode(PolicyNode node)
    {
        Node = node;
        EffectNode = node.Find("Effect");
        Effect = EffectNode is { IsString: true, Text: "Allow" } ? Policy.Effect.Allow : EffectNode is { IsString: true, Text: "Deny" } ? Policy.Effect.Deny : null;
        Action = node.Find("Action");
        NotAction = node.Find("NotAction");
        Resource = node.Find("Resource");
        NotResource = node.Find("NotResource");
        Principal = node.Find("Principal");
        NotPrincipal = node.Find("NotPrincipal");
        Actions = Strings(Action);
        NotActions = Strings(NotAction);
        Resources = Strings(Resource);
        NotResources = Strings(NotResource);
        Principals = [.. ReadPrincipals(Principal), .. ReadPrincipals(NotPrincipal)];
        Conditions = [.. ReadConditions(node.Find("Condition"))];
        _keys = Conditions.Select(condition => condition.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        _nullKeys = Conditions.Where(condition => condition.Comparison == Comparison.Null).Select(condition => condition.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    public PolicyNode Node { get; }

    public PolicyNode? EffectNode { get; }

    /// <summary>Null when absent or neither Allow nor Deny.</summary>
    public Effect? Effect { get; }

    public PolicyNode? Action { get; }

    public PolicyNode? NotAction { get; }

    public PolicyNode? Resource { get; }

    public PolicyNode? NotResource { get; }

    public PolicyNode? Principal { get; }

    public PolicyNode? NotPrincipal { get; }

    public IReadOnlyList<PolicyNode> Actions { get; }

    public IReadOnlyList<PolicyNode> NotActions { get; }

    public IReadOnlyList<PolicyNode> Resources { get; }

    public IReadOnlyList<PolicyNode> NotResources { get; }

    /// <summary>The values of Principal and NotPrincipal with their type (AWS, Service ...).</summary>
    public IReadOnlyList<PrincipalNode> Principals { get; }

    public IReadOnlyList<ConditionNode> Conditions { get; }

    public bool Allows => Effect == Policy.Effect.Allow;

    public bool Denies => Effect == Policy.Effect.Deny;

    public bool HasCondition(params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            if (_keys.Contains(key))
                return true;
        }
        return false;
    }

    /// <summary>The statement asks with Null whether the key is there.</summary>
    public bool ChecksPresence(string key) => _nullKeys.Contains(key);

    /// <summary>A statement that looks like one of a role trust policy: actions of STS only and no resource.</summary>
    public bool LooksLikeTrust =>
        Resource is null && NotResource is null && Actions.Count > 0 && Actions.All(action => action.Text.StartsWith("sts:", StringComparison.OrdinalIgnoreCase));

    private static List<PolicyNode> Strings(PolicyNode? node) => node is null ? [] : [.. node.Items.Where(item => item.IsString)];

    private static IEnumerable<PrincipalNode> ReadPrincipals(PolicyNode? node)
    {
        if (node is { IsString: true })
            yield return new PrincipalNode("*", node);
        if (node is not { IsObject: true })
            yield break;
        foreach (var type in node.Children)
        {
            foreach (var item in type.Items.Where(item => item.IsString))
                yield return new PrincipalNode(type.Name!, item);
        }
    }

    private static IEnumerable<ConditionNode> ReadConditions(PolicyNode? node)
    {
        if (node is not { IsObject: true })
            yield break;
        foreach (var op in node.Children.Where(op => op.IsObject))
        {
            ConditionOperator? parsed = ConditionOperator.TryParse(op.Name!, out var known) ? known : null;
            foreach (var key in op.Children)
                yield return new ConditionNode(op, parsed, key, [.. key.Items.Where(value => value.IsScalar)]);
        }
    }
}

/// <param name="Type">AWS, Service, Federated, CanonicalUser or what stands there; <c>*</c> when the element is a plain string.</param>
internal sealed record PrincipalNode(string Type, PolicyNode Value);

/// <param name="OperatorNode">The member named by the operator.</param>
/// <param name="Operator">Null when there is no such operator.</param>
/// <param name="KeyNode">The member named by the key.</param>
internal sealed record ConditionNode(PolicyNode OperatorNode, ConditionOperator? Operator, PolicyNode KeyNode, IReadOnlyList<PolicyNode> Values)
{
    public string Key => KeyNode.Name!;

    /// <summary>The facts of the key; null when the catalogue does not have it.</summary>
    public IamConditionKey? Facts { get; } = IamFacts.Current.FindConditionKey(KeyNode.Name!);

    public Comparison? Comparison => Operator?.Comparison;

    /// <summary>Holds only when the key is there with a value that matches.</summary>
    public bool NeedsKey => Operator is { IfExists: false, Negated: false, Quantifier: not Quantifier.ForAllValues, Comparison: not Conditions.Comparison.Null };

    public bool IsKey(string name) => string.Equals(Key, name, StringComparison.OrdinalIgnoreCase);

    public bool IsTagKey(string name) => Key.StartsWith(name + "/", StringComparison.OrdinalIgnoreCase);

    public bool IsPattern => Comparison is Conditions.Comparison.StringLike or Conditions.Comparison.ArnLike;

    public bool IsText => Comparison is Conditions.Comparison.StringEquals or Conditions.Comparison.StringEqualsIgnoreCase or Conditions.Comparison.StringLike;
}
