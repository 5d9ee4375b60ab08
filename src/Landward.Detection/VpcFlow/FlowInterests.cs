using System.Runtime.InteropServices;

namespace Landward.Detection.VpcFlow;

/// <summary>A row of a batch that matters to a table.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct FlowInterest(uint Tag, ushort Row, FlowFacts Facts);

/// <summary>The rows of a batch that matter to one table.</summary>
internal sealed class FlowInterests
{
    /// <summary>The rows of a batch.</summary>
    public const int Most = FlowQueue<PressureSum>.Length;

    private readonly FlowInterest[] _all = new FlowInterest[Most + 1];
    private int _count;

    public ReadOnlySpan<FlowInterest> All => _all.AsSpan(0, _count);

    public void Clear() => _count = 0;

    /// <summary>Writes in any case, and counts what matters: no branch asks for it.</summary>
    public void Add(FlowInterest interest, int matters)
    {
        _all[_count] = interest;
        _count += matters;
    }
}
