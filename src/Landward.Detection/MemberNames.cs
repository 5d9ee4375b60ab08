using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.Intrinsics;
using System.Text;

namespace Landward.Detection;

/// <summary>
/// Which names members of a JSON text may have: a bit for the last letters of each, so that most names that rules ask for are told not to be
/// there by one comparison, after one pass over the text for all of them.
/// </summary>
internal readonly struct MemberNames
{
    /// <summary>What is looked at: three letters and the quote behind them.</summary>
    private const int EndLength = 4;

    /// <summary>Those of a text of which nothing is known.</summary>
    public static readonly MemberNames Any = new(ulong.MaxValue);

    private readonly ulong _ends;

    private MemberNames(ulong ends) => _ends = ends;

    public bool IsEmpty => _ends == 0;

    /// <summary>Names that are asked for.</summary>
    public static MemberNames Of(IEnumerable<string> names) => new(names.Aggregate(0UL, (ends, name) => ends | End(Encoding.UTF8.GetBytes(name))));

    /// <param name="json">Valid JSON.</param>
    public static MemberNames Of(ReadOnlySpan<byte> json)
    {
        var ends = 0UL;
        var at = 1;
        for (; at + Vector256<byte>.Count <= json.Length; at += Vector256<byte>.Count)
        {
            var here = Vector256.Create<byte>(json[at..]);
            var before = Vector256.Create<byte>(json[(at - 1)..]);
            var colons = Vector256.Equals(here, Vector256.Create((byte)':'));
            var odd = (colons & Vector256.LessThanOrEqual(before, Vector256.Create((byte)' '))) | Vector256.Equals(here, Vector256.Create((byte)'\\'));
            if (odd != Vector256<byte>.Zero)
                return Any;
            var names = (colons & Vector256.Equals(before, Vector256.Create((byte)'"'))).ExtractMostSignificantBits();
            for (; names != 0; names &= names - 1)
                ends |= Before(json, at + BitOperations.TrailingZeroCount(names));
        }
        for (; at < json.Length; at++)
        {
            // A name may be written with escapes, or with space behind it: rare enough to be looked for another way.
            if (json[at] == '\\' || (json[at] == ':' && json[at - 1] <= ' '))
                return Any;
            if (json[at] == ':' && json[at - 1] == '"')
                ends |= Before(json, at);
        }
        return new MemberNames(ends);
    }

    /// <summary>False when no member has the name.</summary>
    public bool MayHold(ReadOnlySpan<byte> name) => (End(name) & ~_ends) == 0;

    /// <summary>False when one of the names is no member's.</summary>
    public bool MayHold(MemberNames names) => (names._ends & ~_ends) == 0;

    private static ulong End(ReadOnlySpan<byte> name)
    {
        // Of shorter names the letters before belong to something else.
        if (name.Length < EndLength - 2)
            return 0;
        Span<byte> end = stackalloc byte[EndLength];
        end.Fill((byte)'"');
        name[Math.Max(0, name.Length - EndLength + 1)..].CopyTo(end[Math.Max(0, EndLength - 1 - name.Length)..]);
        return Bit(end);
    }

    private static ulong Before(ReadOnlySpan<byte> json, int colon) => colon < EndLength ? ulong.MaxValue : Bit(json.Slice(colon - EndLength, EndLength));

    private static ulong Bit(ReadOnlySpan<byte> end) => 1UL << (int)((BinaryPrimitives.ReadUInt32LittleEndian(end) * 0x9E3779B1) >> 26);
}
