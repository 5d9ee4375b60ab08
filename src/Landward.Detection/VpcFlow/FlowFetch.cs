using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Landward.Detection.VpcFlow;

/// <summary>Asks the processor for memory that is needed soon, without waiting for it.</summary>
internal static class FlowFetch
{
    // Why this is safe: nothing is read or written. The address may be anything, even of an object that the collector has just moved;
    // then the wrong memory comes near, and that is all (Intel 64 SDM, PREFETCHh: a hint that never faults).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Ask<T>(ref readonly T at)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.AsRef(in at)));
    }
}
