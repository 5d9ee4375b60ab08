using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;
using Landward.Logs.VpcFlow;

namespace Landward.Detection.VpcFlow;

/// <summary>What traffic is summed up by.</summary>
/// <param name="Interface">The number of the network interface that logged it.</param>
/// <param name="Tag">Ports, protocols and the like, as the table that uses the key packs them.</param>
/// <param name="Bucket">The number of the time bucket.</param>
internal record struct FlowKey(FlowAddress From, FlowAddress To, int Interface, uint Tag, uint Bucket)
{
    /// <summary>Differ from process to process, so that nobody can choose addresses that collide; no result depends on them.</summary>
    private static readonly (ulong A, ulong B, ulong C, ulong D, ulong E) Secrets = (Word(), Word(), Word(), Word(), Word());

    /// <summary>Products of 64 by 64 bits, folded: each word meets a secret before it is multiplied.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Hash(in FlowKey key)
    {
        var addresses = Fold(key.From.Low ^ Secrets.A, key.To.Low ^ Secrets.B) ^ Fold(key.From.High ^ Secrets.C, key.To.High ^ Secrets.D);
        return (uint)Fold(addresses ^ key.Tag ^ ((ulong)(uint)key.Interface << 32), Secrets.E ^ key.Bucket);
    }

    /// <summary>Equality without a branch for each field: the usual answer is yes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreEqual(in FlowKey x, in FlowKey y) =>
        ((x.From.Low ^ y.From.Low) | (x.From.High ^ y.From.High) | (x.To.Low ^ y.To.Low) | (x.To.High ^ y.To.High)
            | (x.Tag ^ y.Tag) | (uint)(x.Interface ^ y.Interface) | (x.Bucket ^ y.Bucket)) == 0;

    /// <summary>
    /// The same in every process, for every bucket and however interfaces are numbered: decides what is kept where not everything fits.
    /// </summary>
    public static ulong SampleHash(in FlowKey key)
    {
        var hash = (key.From.Low + 0x5851F42D4C957F2D) * 0x9E3779B97F4A7C15;
        hash = (hash ^ (hash >> 32) ^ key.From.High ^ key.To.Low) * 0xD6E8FEB86659FD93;
        hash = (hash ^ (hash >> 29) ^ key.To.High ^ ((ulong)key.Tag << 32)) * 0x9E3779B97F4A7C15;
        hash = (hash ^ (hash >> 32)) * 0xD6E8FEB86659FD93;
        return hash ^ (hash >> 32);
    }

    /// <summary>The two halves of the product; without <c>out</c>, which goes through memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Fold(ulong x, ulong y) => (Bmi2.X64.IsSupported ? Bmi2.X64.MultiplyNoFlags(x, y) : Math.BigMul(x, y, out _)) ^ (x * y);

    private static ulong Word() => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));
}
