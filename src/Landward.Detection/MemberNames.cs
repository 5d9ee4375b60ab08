using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.Intrinsics;
using System.Text;

namespace Landward.Detection;

/// <summary>
/// Which names members of a JSON text may have: two bits for the last letters of each, so that most names that rules ask for are told not
/// to be there by one comparison, after one pass over the text for all of them.
/// </summary>
internal readonly struct MemberNames
{
    /// <summary>What is looked at: the quote behind the name, and seven bytes before it as far as they are the name's.</summary>
    private const int EndLength = sizeof(ulong);

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
        Span<byte> end = stackalloc byte[EndLength];
        end.Clear();
        end[^1] = (byte)'"';
        var kept = name[Math.Max(0, name.Length - EndLength + 1)..];
        kept.CopyTo(end[(EndLength - 1 - kept.Length)..]);
        if (kept.Length < EndLength - 1)
            end[EndLength - 2 - kept.Length] = (byte)'"';
        return Bits(BinaryPrimitives.ReadUInt64LittleEndian(end));
    }

    private static ulong Before(ReadOnlySpan<byte> json, int colon) => colon < EndLength
        ? End(json[(json[..(colon - 1)].LastIndexOf((byte)'"') + 1)..(colon - 1)])
        : Bits(BinaryPrimitives.ReadUInt64LittleEndian(json[(colon - EndLength)..]));

    /// <param name="end">The last byte is the quote behind the name.</param>
    private static ulong Bits(ulong end)
    {
        // What stands before the name's first quote is not the name's: the highest zero byte of the difference is that quote.
        var difference = (end << 8) ^ 0x2222_2222_2222_2222;
        var zeros = (difference - 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8000;
        if (zeros != 0)
            end &= ulong.MaxValue << (56 - BitOperations.LeadingZeroCount(zeros));
        var hash = end * 0x9E37_79B9_7F4A_7C15;
        return (1UL << (int)(hash >> 58)) | (1UL << (int)((hash >> 52) & 63));
    }
}
