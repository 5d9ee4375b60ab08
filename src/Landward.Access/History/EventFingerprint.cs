using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Landward.Access.History;

/// <summary>
/// 128 bits of the parts of an event that its request depends on. Keyed with random secrets, so that who writes logs cannot make two
/// events look alike; two different ones among 10^9 collide with a chance below 10^-20.
/// </summary>
internal struct EventFingerprint
{
    private static readonly ulong[] Secrets = MakeSecrets();

    private ulong _first;
    private ulong _second;

    public EventFingerprint()
    {
        _first = Secrets[0];
        _second = Secrets[1];
    }

    public readonly UInt128 Value => new(_first, _second);

    /// <summary>Adds one part; its length goes in too, so that parts cannot run into each other.</summary>
    public void Add(ReadOnlySpan<byte> part)
    {
        Mix((ulong)part.Length, Secrets[2]);
        while (part.Length >= 16)
        {
            Mix(MemoryMarshal.Read<ulong>(part), MemoryMarshal.Read<ulong>(part[8..]));
            part = part[16..];
        }
        if (part.IsEmpty)
            return;
        Span<byte> rest = stackalloc byte[16];
        rest.Clear();
        part.CopyTo(rest);
        Mix(MemoryMarshal.Read<ulong>(rest), MemoryMarshal.Read<ulong>(rest[8..]));
    }

    private void Mix(ulong left, ulong right)
    {
        var high = Math.BigMul(left ^ Secrets[3] ^ _first, right ^ Secrets[4], out var low);
        _first = high ^ low ^ BinaryPrimitives.ReverseEndianness(_first);
        high = Math.BigMul(left ^ Secrets[5], right ^ Secrets[6] ^ _second, out low);
        _second = high ^ low ^ BinaryPrimitives.ReverseEndianness(_second);
    }

    private static ulong[] MakeSecrets()
    {
        Span<ulong> secrets = stackalloc ulong[7];
        RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(secrets));
        return secrets.ToArray();
    }
}
