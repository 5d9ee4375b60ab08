using System.Collections.Immutable;
using Landward.Policy.Facts;

namespace Landward.Policy;

/// <summary>A service prefix of the Service Authorization Reference. Immutable; its parts are read when first asked for.</summary>
public sealed class IamService
{
    private readonly IamFacts _facts;
    private readonly Range _names;
    private IamAction[]? _actions;
    private string[]? _lowerCaseNames;
    private ResourceTypesAndKeys? _typesAndKeys;
    private ActionDetail[]? _details;

    internal IamService(IamFacts facts, int index, string prefix, string name, bool resourceControlPolicies, int firstActionId, int actionCount, Range names)
    {
        _facts = facts;
        _names = names;
        Index = index;
        Prefix = prefix;
        Name = name;
        SupportsResourceControlPolicies = resourceControlPolicies;
        FirstActionId = firstActionId;
        ActionCount = actionCount;
    }

    /// <summary>The place among the services, which are sorted by prefix.</summary>
    public int Index { get; }

    /// <summary>As in actions: <c>s3</c>.</summary>
    public string Prefix { get; }

    public string Name { get; }

    /// <summary>Resource control policies have an effect on the service's resources.</summary>
    public bool SupportsResourceControlPolicies { get; }

    public int FirstActionId { get; }

    public int ActionCount { get; }

    /// <summary>Sorted by name without case; the ids follow one another.</summary>
    public ImmutableArray<IamAction> Actions => System.Runtime.InteropServices.ImmutableCollectionsMarshal.AsImmutableArray(ActionArray);

    public ImmutableArray<IamResourceType> ResourceTypes => TypesAndKeys.Types;

    /// <summary>Every key that some action or resource type of the service lists.</summary>
    public ImmutableArray<IamConditionKey> ConditionKeys => TypesAndKeys.Keys;

    internal IamAction[] ActionArray => LazyInitializer.EnsureInitialized(ref _actions, ReadActions);

    /// <summary>The actions' names in lower case, in the order of the actions.</summary>
    internal string[] LowerCaseNames => LazyInitializer.EnsureInitialized(ref _lowerCaseNames, () => Array.ConvertAll(ActionArray, action => action.Name.ToLowerInvariant()));

    private ResourceTypesAndKeys TypesAndKeys => LazyInitializer.EnsureInitialized(ref _typesAndKeys, ReadTypes);

    /// <summary>The action of that name, whatever its case; null when the facts do not have it.</summary>
    public IamAction? FindAction(ReadOnlySpan<char> name)
    {
        var actions = ActionArray;
        var (low, high) = (0, actions.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = actions[middle].Name.AsSpan().CompareTo(name, StringComparison.OrdinalIgnoreCase);
            if (order == 0)
                return actions[middle];
            if (order < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }
        return null;
    }

    public IamResourceType? FindResourceType(string name) =>
        ResourceTypes.FirstOrDefault(type => string.Equals(type.Name, name, StringComparison.OrdinalIgnoreCase));

    public override string ToString() => Prefix;

    internal ActionDetail DetailOf(int index) => LazyInitializer.EnsureInitialized(ref _details, () => ActionDetail.ReadAll(_facts, this))[index];

    private IamAction[] ReadActions()
    {
        var reader = new FactsReader(_facts.NamesPart.AsSpan(_names));
        var actions = new IamAction[ActionCount];
        for (var i = 0; i < actions.Length; i++)
            actions[i] = new IamAction(this, i, reader.Text());
        return actions;
    }

    private ResourceTypesAndKeys ReadTypes()
    {
        var reader = _facts.Details.ResourceTypesOf(Index);
        var types = new IamResourceType[reader.Number()];
        for (var i = 0; i < types.Length; i++)
            types[i] = new IamResourceType(this, reader.Text(), reader.Text(), _facts.Details.KeySets[reader.Number()]);
        return new ResourceTypesAndKeys(ImmutableArray.Create(types), _facts.Details.KeySets[reader.Number()]);
    }

    private sealed record ResourceTypesAndKeys(ImmutableArray<IamResourceType> Types, ImmutableArray<IamConditionKey> Keys);
}
