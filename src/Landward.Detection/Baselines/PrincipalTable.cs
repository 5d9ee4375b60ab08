using System.Text;

namespace Landward.Detection.Baselines;

/// <summary>
/// The principals of a run. Beyond the limits those of the highest rank are left out; rank is a hash of the name, so the choice depends on
/// the set of principals and not on the order of events. A principal that was dropped has a higher rank than all that stay, so it never
/// comes back with half a history.
/// </summary>
internal sealed class PrincipalTable(int maxPrincipals = PrincipalTable.MaxPrincipals, int maxRows = PrincipalTable.MaxRows)
{
    /// <summary>Each takes about a kilobyte, rows aside.</summary>
    public const int MaxPrincipals = 50_000;

    /// <summary>Rows of about 150 bytes, with their texts and the room between them.</summary>
    public const int MaxRows = 500_000;

    private readonly Dictionary<ulong, PrincipalHistory> _principals = [];
    private ulong _refused = ulong.MaxValue;
    private int _rows;

    /// <summary>Principals were left out.</summary>
    public bool Overflowed { get; private set; }

    public IReadOnlyCollection<PrincipalHistory> All => _principals.Values;

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
        if (_principals.Count > maxPrincipals + (maxPrincipals / 4))
            Trim();
        return _principals.ContainsKey(key) ? principal : null;
    }

    /// <summary>Says that rows were added to some principal.</summary>
    public void CountRows(int added)
    {
        _rows += added;
        if (_rows > maxRows + (maxRows / 4))
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

    public void Merge(PrincipalTable other)
    {
        _refused = Math.Min(_refused, other._refused);
        Overflowed |= other.Overflowed;
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

    /// <summary>Drops principals of the highest rank until the limits hold.</summary>
    public void Trim()
    {
        _rows = _principals.Values.Sum(principal => principal.Rows);
        if (_principals.Count <= maxPrincipals && _rows <= maxRows && _refused == ulong.MaxValue)
            return;
        foreach (var (key, principal) in _principals.OrderByDescending(pair => pair.Value.Rank).ToArray())
        {
            if (_principals.Count <= maxPrincipals && _rows <= maxRows && principal.Rank < _refused)
                return;
            _refused = Math.Min(_refused, principal.Rank);
            _rows -= principal.Rows;
            _principals.Remove(key);
            Overflowed = true;
        }
    }
}
