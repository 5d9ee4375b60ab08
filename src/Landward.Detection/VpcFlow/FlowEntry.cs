namespace Landward.Detection.VpcFlow;

/// <summary>What a row wants to add to a table: a cache line of 64 bytes.</summary>
internal struct FlowEntry
{
    public FlowKey Key;
    public uint Hash;

    /// <summary>Where the key probably is; -1 where it is not known.</summary>
    public int Index;

    public uint Time;

    /// <summary>The row's place in its batch.</summary>
    public ushort Row;

    /// <summary>What else the table needs to know of the row.</summary>
    public FlowFacts Facts;

    public readonly bool Is(FlowFacts fact) => (Facts & fact) != FlowFacts.None;
}

/// <summary>What is known of a row once its ends are told apart.</summary>
[Flags]
internal enum FlowFacts : ushort
{
    None = 0,

    /// <summary>The row's source is the client.</summary>
    Request = 1,

    /// <summary>The row's own flags or ports leave no doubt that it asks.</summary>
    Sure = 2,

    /// <summary>An attempt and no conversation.</summary>
    Probe = 4,

    /// <summary>The other side was seen to talk.</summary>
    Talked = 8,

    /// <summary>The log names an AWS service as the server.</summary>
    AwsService = 16,
}
