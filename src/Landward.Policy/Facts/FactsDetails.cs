using System.Collections.Immutable;

namespace Landward.Policy.Facts;

/// <summary>The second part of the facts file: condition keys, their sets, and where the details of each service lie.</summary>
internal sealed class FactsDetails
{
    private const int MultivaluedFlag = 64;
    private const int GlobalFlag = 128;
    private const int TypeMask = 63;

    private readonly byte[] _bytes;
    private readonly (Range Types, Range Actions)[] _services;

    public FactsDetails(byte[] bytes, int serviceCount)
    {
        _bytes = bytes;
        var reader = new FactsReader(bytes);
        var keys = new IamConditionKey[reader.Number()];
        for (var i = 0; i < keys.Length; i++)
        {
            var name = reader.Text();
            var flags = reader.Number();
            keys[i] = new IamConditionKey(name, (ConditionKeyType)(flags & TypeMask), (flags & MultivaluedFlag) != 0, (flags & GlobalFlag) != 0);
        }
        var sets = new ImmutableArray<IamConditionKey>[reader.Number()];
        for (var i = 0; i < sets.Length; i++)
        {
            var set = new IamConditionKey[reader.Number()];
            for (var j = 0; j < set.Length; j++)
                set[j] = keys[reader.Number()];
            sets[i] = ImmutableArray.Create(set);
        }
        _services = new (Range, Range)[serviceCount];
        for (var i = 0; i < serviceCount; i++)
            _services[i] = (reader.Block(), reader.Block());
        Keys = keys;
        KeySets = sets;
    }

    public IamConditionKey[] Keys { get; }

    public ImmutableArray<IamConditionKey>[] KeySets { get; }

    public FactsReader ResourceTypesOf(int service) => new(_bytes.AsSpan(_services[service].Types));

    public FactsReader ActionsOf(int service) => new(_bytes.AsSpan(_services[service].Actions));
}
