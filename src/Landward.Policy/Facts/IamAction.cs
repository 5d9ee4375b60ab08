using System.Collections.Immutable;
using Landward.Policy.Facts;

namespace Landward.Policy;

/// <summary>One action of the Service Authorization Reference. Immutable; its details are read when first asked for.</summary>
public sealed class IamAction
{
    private readonly int _index;

    internal IamAction(IamService service, int index, string name)
    {
        Service = service;
        _index = index;
        Name = name;
    }

    /// <summary>From 0 to <see cref="IamFacts.ActionCount"/> - 1; the same only as long as the facts' version is.</summary>
    public int Id => Service.FirstActionId + _index;

    public IamService Service { get; }

    /// <summary>Without the service, in AWS's case: <c>GetObject</c>.</summary>
    public string Name { get; }

    /// <summary><c>s3:GetObject</c>.</summary>
    public string FullName => $"{Service.Prefix}:{Name}";

    public AccessLevel AccessLevel => Detail.AccessLevel;

    /// <summary>The resource types the action is checked against; empty for an action that only <c>*</c> reaches.</summary>
    public ImmutableArray<IamActionResource> ResourceTypes => Detail.ResourceTypes;

    /// <summary>The service's keys that a request carries whatever its resource; each resource type may add some.</summary>
    public ImmutableArray<IamConditionKey> ConditionKeys => Detail.ConditionKeys;

    /// <summary>No resource can be named: a statement reaches the action only with <c>"Resource": "*"</c>.</summary>
    public bool IsWildcardOnly => Detail.ResourceTypes.IsEmpty;

    private ActionDetail Detail => Service.DetailOf(_index);

    public override string ToString() => FullName;
}

/// <summary>A resource type that an action is checked against.</summary>
/// <param name="Required">Every call names such a resource, so a statement must reach it.</param>
/// <param name="ConditionKeys">Keys that a request carries when it names such a resource.</param>
public sealed record IamActionResource(IamResourceType ResourceType, bool Required, ImmutableArray<IamConditionKey> ConditionKeys);
