using System.Runtime.InteropServices;

namespace Landward.Logs;

/// <summary>
/// The <c>userIdentity</c> objects of the last events, byte for byte, and where their fields are. Event after event of a session holds
/// the same, and what has the same bytes up to the brace that closes it is the same JSON with the same fields: it need not be walked.
/// </summary>
/// <remarks>
/// Objects are kept in sets told by a few of their bytes, each for as long as its set has room: whoever writes objects that crowd each
/// other out, or that nearly agree, gets a few comparisons more and the usual walk.
/// </remarks>
internal sealed class RecentIdentities
{
    /// <summary>Longer objects are not kept; those of roles' sessions take about 600 bytes.</summary>
    private const int Longest = 1024;

    private const int Sets = 32;
    private const int Ways = 4;

    /// <summary>The bytes a set is told by: behind the type, those of the principal's id and the beginning of its ARN.</summary>
    private const int Told = 32;
    private const int ToldLength = 64;

    private static readonly int[] Slots =
        [.. RecordKey.All.Where(key => key.Bit != 0 && (key.Scope != RecordScope.Record || key.Inner == RecordScope.Identity)).Select(key => key.Slot)];

    private readonly Identity?[] _identities = new Identity?[Sets * Ways];

    /// <summary>Of each set, where the next object goes.</summary>
    private readonly byte[] _next = new byte[Sets];

    /// <summary>The one that was found or kept last: most likely the next one too.</summary>
    private Identity? _last;

    /// <summary>All fields of the object, itself included.</summary>
    public static ulong Fields { get; } = Slots.Aggregate(0UL, (fields, slot) => fields | CloudTrailEvent.Bit(slot));

    /// <summary>Finds the object that starts at a byte, and gives an event its fields.</summary>
    /// <param name="rest">The text from the object's opening brace on.</param>
    /// <param name="offset">Where that is in the event.</param>
    /// <returns>The object's length and the fields that are there; 0 when it is not known.</returns>
    public (int Length, ulong Seen) Take(ReadOnlySpan<byte> rest, int offset, CloudTrailEvent target)
    {
        var identity = _last is { } last && last.StartsIn(rest) ? last : Find(rest);
        if (identity is null)
            return default;
        _last = identity;
        var places = identity.Places;
        var slices = target.Slices;
        for (var i = 0; i < places.Length; i++)
            slices[Slots[i]] = (places[i].Start + offset, places[i].Length);
        if (identity.Null != 0)
            target.SetNull(identity.Null);
        return (identity.Length, identity.Seen);
    }

    /// <summary>Keeps an object that was walked.</summary>
    public void Add(ReadOnlySpan<byte> text, int offset, ulong seen, CloudTrailEvent target)
    {
        // What escapes stand for is the event's business.
        if (text.Length is < Told + ToldLength or > Longest || text.Contains((byte)'\\'))
            return;
        var set = Set(text);
        _last = _identities[(set * Ways) + _next[set]] ??= new Identity();
        _next[set] = (byte)((_next[set] + 1) % Ways);
        _last.Set(text, offset, seen, target);
    }

    private Identity? Find(ReadOnlySpan<byte> rest)
    {
        if (rest.Length < Told + ToldLength)
            return null;
        foreach (var identity in _identities.AsSpan(Set(rest) * Ways, Ways))
        {
            if (identity is not null && identity.StartsIn(rest))
                return identity;
        }
        return null;
    }

    private static int Set(ReadOnlySpan<byte> text)
    {
        var sum = 0UL;
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(text.Slice(Told, ToldLength)))
            sum = (sum ^ word) * 0x9E37_79B9_7F4A_7C15;
        return (int)(sum >> 40) & (Sets - 1);
    }

    private sealed class Identity
    {
        private byte[] _text = [];

        public int Length { get; private set; }

        public ulong Seen { get; private set; }

        public ulong Null { get; private set; }

        /// <summary>The fields' slices from the start of the object, in the order of <see cref="Slots"/>.</summary>
        public (int Start, int Length)[] Places { get; } = new (int, int)[Slots.Length];

        public bool StartsIn(ReadOnlySpan<byte> rest) => Length <= rest.Length && rest[..Length].SequenceEqual(_text.AsSpan(0, Length));

        public void Set(ReadOnlySpan<byte> text, int offset, ulong seen, CloudTrailEvent target)
        {
            if (_text.Length < text.Length)
                _text = new byte[text.Length];
            text.CopyTo(_text);
            Length = text.Length;
            Seen = seen;
            Null = target.Null & seen;
            for (var i = 0; i < Places.Length; i++)
            {
                var (start, length) = target.Slices[Slots[i]];
                // What is no text has no place either.
                Places[i] = (length == 0 ? 0 : start - offset, length);
            }
        }
    }
}
