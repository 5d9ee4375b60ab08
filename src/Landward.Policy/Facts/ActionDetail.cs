using System.Collections.Immutable;

namespace Landward.Policy.Facts;

/// <summary>What the facts say about an action beyond its name.</summary>
internal sealed record ActionDetail(
    AccessLevel AccessLevel,
    ImmutableArray<IamConditionKey> ConditionKeys,
    ImmutableArray<IamActionResource> ResourceTypes)
{
    public static ActionDetail[] ReadAll(IamFacts facts, IamService service)
    {
        var reader = facts.Details.ActionsOf(service.Index);
        var sets = facts.Details.KeySets;
        var types = service.ResourceTypes;
        var details = new ActionDetail[service.ActionCount];
        for (var i = 0; i < details.Length; i++)
        {
            var level = (AccessLevel)reader.Number();
            var keys = sets[reader.Number()];
            var resources = new IamActionResource[reader.Number()];
            for (var j = 0; j < resources.Length; j++)
            {
                var typeAndRequired = reader.Number();
                var resourceKeys = sets[reader.Number()];
                resources[j] = new IamActionResource(types[typeAndRequired >> 1], (typeAndRequired & 1) != 0, resourceKeys);
            }
            details[i] = new ActionDetail(level, keys, ImmutableArray.Create(resources));
        }
        return details;
    }
}
