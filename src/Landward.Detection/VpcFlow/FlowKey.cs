using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Landward.Logs.VpcFlow;

namespace Landward.Detection.VpcFlow;

/// <summary>What traffic is summed up by.</summary>
/// <param name="Interface">The number of the network interface that logged it.</param>
/// <param name="Tag">Ports, protocols and the like, as the table that uses the key packs them.</param>
/// <param name="Bucket">The number of the time bucket.</param>
internal readonly record struct FlowKey(FlowAddress From, FlowAddress To, int Interface, uint Tag, uint Bucket)
{
    /// <summary>Differs from process to process, so that nobody can choose addresses that collide; no result depends on it.</summary>
    private static readonly ulong Seed = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash(in FlowKey key) => Hash(key, Seed);

    /// <summary>Equality without a branch for each field: the usual answer is yes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreEqual(in FlowKey x, in FlowKey y) =>
        ((x.From.Low ^ y.From.Low) | (x.From.High ^ y.From.High) | (x.To.Low ^ y.To.Low) | (x.To.High ^ y.To.High)
            | (x.Tag ^ y.Tag) | (uint)(x.Interface ^ y.Interface) | (x.Bucket ^ y.Bucket)) == 0;

    /// <summary>
    /// The same in every process, for every bucket and however interfaces are numbered: decides what is kept where not everything fits.
    /// </summary>
    public static ulong SampleHash(in FlowKey key) => Hash(key with { Interface = 0, Bucket = 0 }, 0x5851F42D4C957F2D);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Hash(in FlowKey key, ulong seed)
    {
        var hash = (key.From.Low + seed) * 0x9E3779B97F4A7C15;
        hash = (hash ^ (hash >> 32) ^ key.From.High ^ key.To.Low) * 0xD6E8FEB86659FD93;
        hash = (hash ^ (hash >> 29) ^ key.To.High ^ ((ulong)key.Tag << 32) ^ (uint)key.Interface) * 0x9E3779B97F4A7C15;
        hash = (hash ^ (hash >> 32) ^ key.Bucket) * 0xD6E8FEB86659FD93;
        return hash ^ (hash >> 32);
    }
}
