using System.Runtime.InteropServices;
using System.Text;

namespace Landward.Detection.Dns;

/// <summary>
/// The distinct names that a source asked for below a domain, as far as they are long enough to carry something. Of most domains it is one:
/// that one needs no table.
/// </summary>
internal sealed class CarryingDomain
{
    private ulong _onlyHash;
    private CarriedName _only;
    private Dictionary<ulong, CarriedName>? _names;

    public int Count { get; private set; }

    public IEnumerable<KeyValuePair<ulong, CarriedName>> Names => _names ?? (Count == 0 ? Enumerable.Empty<KeyValuePair<ulong, CarriedName>>() : [new(_onlyHash, _only)]);

    /// <summary>The name by the hash of what stands before the domain; a new one is to be filled in.</summary>
    public ref CarriedName At(ulong hash, out bool isKnown)
    {
        if (_names is null)
        {
            isKnown = Count > 0 && _onlyHash == hash;
            if (isKnown)
                return ref _only;
            if (Count == 0)
            {
                _onlyHash = hash;
                Count = 1;
                return ref _only;
            }
            _names = new Dictionary<ulong, CarriedName> { [_onlyHash] = _only };
        }
        ref var name = ref CollectionsMarshal.GetValueRefOrAddDefault(_names, hash, out isKnown);
        Count = _names.Count;
        return ref name;
    }

    /// <summary>The domain, as any name below it has it at its end.</summary>
    public static string Of(string name) => name[DomainName.RegisteredStart(Encoding.UTF8.GetBytes(name))..];
}
