using System.Text;

namespace Landward.Detection.Baselines;

/// <summary>
/// The principals of a run, or of one of its workers. Beyond the limits those of the highest rank are left out; rank is a hash of the name,
/// so the choice depends on the set of principals and not on the order of events. A principal that was dropped has a higher rank than all
/// that stay, so it never comes back with half a history.
/// </summary>
/// <param name="maxCost">As <see cref="ValueSet.Cost"/>.</param>
internal sealed class PrincipalTable(int maxPrincipals = PrincipalTable.MaxPrincipals, int maxCost = PrincipalTable.MaxCost)
{
    /// <summary>Each takes about 400 bytes, values aside.</summary>
    public const int MaxPrincipals = 100_000;

    /// <summary>Parts of 100 bytes that the values of all principals take at most, with their texts and the room between them.</summary>
    public const int MaxCost = 700_000;

    private readonly Dictionary<ulong, PrincipalHistory> _principals = [];
    private ulong _refused = ulong.MaxValue;

    /// <summary>Of the values and names of all principals, as <see cref="ValueSet.Cost"/>.</summary>
    public int Cost { get; private set; }

    /// <summary>Principals were left out.</summary>
    public bool Overflowed { get; private set; }

    public IReadOnlyCollection<PrincipalHistory> All => _principals.Values;

    /// <summary>There are more principals, or values, than these limits allow.</summary>
    public bool Exceeds(int principals, int cost) => _principals.Count > principals || Cost > cost;

    public static ulong KeyOf(ReadOnlySpan<byte> text) => KeyedHash.Of(text) is not 0 and var key ? key : 1;

    public static ulong KeyOf(string text) => KeyOf(Encoding.UTF8.GetBytes(text));

    public PrincipalHistory? Find(ulong key) => _principals.GetValueOrDefault(key);

    public PrincipalHistory? Find(string text) => Find(KeyOf(text));

    /// <summary>The principal of that name, new or known; null when there is no room for it.</summary>
    public PrincipalHistory? GetOrAdd(ulong key, ReadOnlySpan<byte> text)
    {
        if (_principals.TryGetValue(key, out var principal))
            return principal;
        if (_refused < ulong.MaxValue && PrincipalHistory.RankOf(text) >= _refused)
            return null;
        principal = new PrincipalHistory(key, Encoding.UTF8.GetString(text));
        _principals.Add(key, principal);
        Charge(principal.Cost);
        if (_principals.Count > maxPrincipals + (maxPrincipals / 8))
            Trim();
        return _principals.ContainsKey(key) ? principal : null;
    }

    /// <summary>Says that the values of some principal take more.</summary>
    public void Charge(int cost)
    {
        Cost += cost;
        if (Cost > maxCost + (maxCost / 8))
            Trim();
    }

    /// <summary>To be called when no event follows, before anybody looks: brings all rows up to date.</summary>
    public void Complete()
    {
        foreach (var principal in _principals.Values)
        {
            principal.CountRepeated();
            principal.Call = null;
        }
    }

    /// <summary>Adds what another table knows, which stays as it is.</summary>
    public void Merge(PrincipalTable other)
    {
        Admit(other);
        foreach (var (key, theirs) in other._principals)
        {
            if (theirs.Rank >= _refused)
                continue;
            if (!_principals.TryGetValue(key, out var mine))
                _principals.Add(key, mine = new PrincipalHistory(key, theirs.Text));
            mine.Merge(theirs);
        }
        Trim();
    }

    /// <summary>Takes over all that another table knows. It is empty afterwards, and refuses from then on whom this one refuses.</summary>
    public void Take(PrincipalTable other)
    {
        other.Complete();
        Admit(other);
        foreach (var (key, theirs) in other._principals)
        {
            if (theirs.Rank >= _refused)
                continue;
            if (_principals.TryGetValue(key, out var mine))
                mine.Merge(theirs);
            else
                _principals.Add(key, theirs);
        }
        other._principals.Clear();
        other._principals.TrimExcess();
        other.Cost = 0;
        Trim();
        other._refused = _refused;
    }

    /// <summary>Drops principals of the highest rank until the limits hold.</summary>
    public void Trim()
    {
        Cost = _principals.Values.Sum(principal => principal.Cost);
        if (_principals.Count <= maxPrincipals && Cost <= maxCost && _refused == ulong.MaxValue)
            return;
        foreach (var (key, principal) in _principals.OrderByDescending(pair => pair.Value.Rank).ToArray())
        {
            if (_principals.Count <= maxPrincipals && Cost <= maxCost && principal.Rank < _refused)
                return;
            _refused = Math.Min(_refused, principal.Rank);
            Cost -= principal.Cost;
            _principals.Remove(key);
            Overflowed = true;
        }
    }

    private void Admit(PrincipalTable other)
    {
        _refused = Math.Min(_refused, other._refused);
        Overflowed |= other.Overflowed;
    }
}
