using System.Collections.Immutable;

namespace Landward.Detection;

/// <summary>
/// The threat and trusted lists of a run, by purpose. What a trusted list names is no threat, whatever other lists say; addresses that
/// are not routed on the Internet never are.
/// </summary>
public sealed class ThreatLists
{
    private readonly AddressList[] _addresses;
    private readonly DomainList[] _domains;

    /// <param name="entries">Addresses and lower-case domains; among equals the first counts.</param>
    internal ThreatLists(ImmutableArray<ListDescription> lists, IReadOnlyCollection<ListEntry> entries)
    {
        Lists = lists;
        var byPurpose = entries.ToLookup(entry => (entry.List.Purpose, IsDomain: entry.Domain is not null));
        _addresses = [.. Enum.GetValues<ListPurpose>().Select(purpose => Of(byPurpose[(purpose, false)], AddressList.Empty, found => new AddressList(found)))];
        _domains = [.. Enum.GetValues<ListPurpose>().Select(purpose => Of(byPurpose[(purpose, true)], DomainList.Empty, found => new DomainList(found)))];
    }

    /// <summary>No lists at all.</summary>
    public static ThreatLists Empty { get; } = new([], []);

    /// <summary>The lists that were read, in the order given.</summary>
    public ImmutableArray<ListDescription> Lists { get; }

    /// <summary>Whether a list of the purpose was given, even an empty one: a rule that needs one it does not have is waiting for it.</summary>
    public bool Has(ListPurpose purpose) => Lists.Any(list => list.Purpose == purpose);

    /// <summary>Every address of the purpose, those on a trusted list too.</summary>
    internal AddressList Addresses(ListPurpose purpose) => _addresses[(int)purpose];

    /// <summary>Every domain of the purpose, those on a trusted list too.</summary>
    internal DomainList Domains(ListPurpose purpose) => _domains[(int)purpose];

    internal bool IsTrusted(NetworkAddress address) => Addresses(ListPurpose.Trusted).TryFind(address, out _);

    internal bool IsTrusted(ReadOnlySpan<byte> domain) => Domains(ListPurpose.Trusted).TryFind(domain, out _);

    /// <summary>The entry of the purpose around a public address that is not trusted.</summary>
    internal bool TryFind(ListPurpose purpose, NetworkAddress address, out ListEntry entry)
    {
        if (address.IsPublic && Addresses(purpose).TryFind(address, out entry) && !IsTrusted(address))
            return true;
        entry = default;
        return false;
    }

    internal bool TryFind(ListPurpose purpose, uint address, out ListEntry entry) => TryFind(purpose, new NetworkAddress(false, address), out entry);

    internal bool TryFind(ListPurpose purpose, UInt128 address, out ListEntry entry) => TryFind(purpose, new NetworkAddress(true, address), out entry);

    /// <summary>The entry of the purpose the name is under, unless it is trusted.</summary>
    internal bool TryFind(ListPurpose purpose, ReadOnlySpan<byte> domain, out ListEntry entry)
    {
        if (Domains(purpose).TryFind(domain, out entry) && !IsTrusted(domain))
            return true;
        entry = default;
        return false;
    }

    private static T Of<T>(IEnumerable<ListEntry> entries, T none, Func<IEnumerable<ListEntry>, T> build) => entries.Any() ? build(entries) : none;
}
