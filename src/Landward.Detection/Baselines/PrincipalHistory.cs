using System.Runtime.CompilerServices;

namespace Landward.Detection.Baselines;

/// <summary>What is known about one principal.</summary>
internal sealed class PrincipalHistory(ulong key, string text)
{
    /// <summary>No principal is described by more values of a dimension than these.</summary>
    private static readonly int[] Limits = [512, 64, 64, 64, 48, 48, 64, 128, 256];

    /// <summary>Part of the object: nearly every event looks at several of them, each a step into memory.</summary>
    private ValueSets _sets;

    /// <summary>As <see cref="PrincipalTable.KeyOf(string)"/>.</summary>
    public ulong Key => key;

    /// <summary>The role's or user's ARN.</summary>
    public string Text => text;

    /// <summary>Seconds of Unix time; of any event of the principal.</summary>
    public uint First { get; private set; } = uint.MaxValue;

    public uint Last { get; private set; }

    /// <summary>The same in every process: which principals are kept when there are too many.</summary>
    public ulong Rank { get; } = RankOf(text);

    /// <summary>The last event, and those that said the same; null before the first one of the run, and when others have called of late.</summary>
    public RepeatedCall? Call { get; set; }

    /// <summary>What earlier runs know about the principal; null for nothing, and before anybody looked.</summary>
    public PrincipalHistory? Earlier { get; set; }

    public bool HasLookedEarlier { get; set; }

    /// <summary>What the values and the name take, as <see cref="ValueSet.Cost"/>.</summary>
    public int Cost
    {
        get
        {
            var cost = ValueSet.CostOf(text);
            foreach (var set in _sets)
                cost += set?.Cost ?? 0;
            return cost;
        }
    }

    public static ulong RankOf(string principal) => RankOf(System.Text.Encoding.UTF8.GetBytes(principal));

    public static ulong RankOf(ReadOnlySpan<byte> principal) => SipHash.Of(principal, 0, 0);

    public ValueSet? Find(BaselineDimension dimension) => _sets[(int)dimension];

    public ValueSet Set(BaselineDimension dimension) => _sets[(int)dimension] ??= new ValueSet(Limits[(int)dimension]);

    public void See(uint first, uint last)
    {
        First = Math.Min(First, first);
        Last = Math.Max(Last, last);
    }

    /// <summary>When the value of the last event was seen first, events included that are not in its row yet.</summary>
    public uint FirstOf(BaselineDimension dimension, in ValueRow row) =>
        Call is { IsRepeated: true } call && call.Values[(int)dimension] == row.Key && !IsRare(dimension) ? Math.Min(row.First, call.First) : row.First;

    /// <summary>Brings the rows up to date with the events that said the same as the one before.</summary>
    public void CountRepeated()
    {
        if (Call is not { IsRepeated: true } call)
            return;
        See(call.First, call.Last);
        Add(BaselineDimension.Region, call.Region.First, call);
        Add(BaselineDimension.Account, call.Account.First, call);
        if (!call.IsByService)
        {
            Add(BaselineDimension.UserAgent, call.Program.First, call);
            Add(BaselineDimension.Network, call.Address.First, call);
            Add(BaselineDimension.Country, call.Address.Second, call);
            Add(BaselineDimension.System, call.Address.Third, call);
        }
        call.Forget();
    }

    public void Merge(PrincipalHistory other)
    {
        See(other.First, other.Last);
        for (var i = 0; i < DimensionValues.Length; i++)
        {
            if (other._sets[i] is { } set)
                Set((BaselineDimension)i).Merge(set);
        }
    }

    private static bool IsRare(BaselineDimension dimension) => dimension is BaselineDimension.Api or BaselineDimension.Role or BaselineDimension.Bucket;

    // INVARIANT: rows move only when a value is added to their set, before which this is called.
    private void Add(BaselineDimension dimension, RememberedRow row, RepeatedCall call)
    {
        if (row.Key != 0 && row.Slot >= 0)
            _sets[(int)dimension]!.Row(row.Slot).Add(call.First, call.Last, call.Count);
    }

    [InlineArray(DimensionValues.Length)]
    private struct ValueSets
    {
        private ValueSet? _first;
    }
}
