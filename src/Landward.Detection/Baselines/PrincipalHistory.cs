namespace Landward.Detection.Baselines;

/// <summary>What is known about one principal.</summary>
internal sealed class PrincipalHistory(string text)
{
    /// <summary>No principal is described by more values of a dimension than these.</summary>
    private static readonly int[] Limits = [512, 64, 64, 64, 48, 48, 64, 128, 256];

    private readonly ValueSet?[] _sets = new ValueSet?[BaselineFactors.DimensionCount];

    /// <summary>The role's or user's ARN.</summary>
    public string Text => text;

    /// <summary>Seconds of Unix time; of any event of the principal.</summary>
    public uint First { get; private set; } = uint.MaxValue;

    public uint Last { get; private set; }

    /// <summary>The same in every process: which principals are kept when there are too many.</summary>
    public ulong Rank { get; } = RankOf(text);

    /// <summary>Last texts of the fields every event has; made when first needed.</summary>
    public RememberedText? Address { get; set; }

    public RememberedText? UserAgent { get; set; }

    public RememberedText? Region { get; set; }

    public RememberedText? Account { get; set; }

    /// <summary>How many values are kept.</summary>
    public int Rows => _sets.Sum(set => set?.Count ?? 0);

    public static ulong RankOf(string principal) => SipHash.Of(System.Text.Encoding.UTF8.GetBytes(principal), 0, 0);

    public ValueSet? Find(BaselineDimension dimension) => _sets[(int)dimension];

    public ValueSet Set(BaselineDimension dimension) => _sets[(int)dimension] ??= new ValueSet(Limits[(int)dimension]);

    public void See(uint first, uint last)
    {
        First = Math.Min(First, first);
        Last = Math.Max(Last, last);
    }

    public void Merge(PrincipalHistory other)
    {
        See(other.First, other.Last);
        for (var i = 0; i < _sets.Length; i++)
        {
            if (other._sets[i] is { } set)
                Set((BaselineDimension)i).Merge(set);
        }
    }
}
