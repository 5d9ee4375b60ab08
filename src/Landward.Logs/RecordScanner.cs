using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Landward.Logs;

/// <summary>
/// Walks one record from its opening brace to its closing one over a <see cref="StopIndex"/>, picking the fields of
/// <see cref="CloudTrailField"/> on the way as slices of the buffer. Every byte of the record is checked against RFC 8259, those of
/// parts nobody asks for too; only the encoding is not, see <see cref="StopIndex.IsAscii"/>.
/// </summary>
/// <remarks>
/// Texts are passed over from stop to stop; everything else is read byte by byte, which in CloudTrail's minified JSON is one
/// punctuation mark between texts. Objects and lists of which nothing is picked are left to a <see cref="StructureScanner"/>.
/// </remarks>
internal sealed class RecordScanner
{
    private const ulong Required = (1UL << (int)CloudTrailField.EventSource) | (1UL << (int)CloudTrailField.EventName);

    /// <summary>Objects of which something is picked stand in each other no deeper.</summary>
    private const int KnownDepth = 5;

    private readonly StructureScanner _structures = new();
    private readonly RecentIdentities _identities = new();
    private readonly (RecordScope Scope, int Previous, int Slot, int Open)[] _outer = new (RecordScope, int, int, int)[KnownDepth + 1];

    /// <summary>
    /// The two keys that came behind each key the last times. Whoever writes events writes their keys in the same order again and
    /// again, with a few left out, so most keys are recognised by a comparison or two, without a search for their ends.
    /// </summary>
    private readonly RecordKey[] _followers = [.. RecordKey.All.Select(RecordKey.First)];
    private readonly RecordKey[] _otherFollowers = [.. RecordKey.All.Select(RecordKey.First)];

    /// <summary>The key that <see cref="PassKey"/> found; that of no name when it is not known.</summary>
    private RecordKey _key = RecordKey.All[0];

    /// <summary>Where a malformed record goes wrong, from the start of the buffer.</summary>
    public int Fault { get; private set; }

    /// <summary>
    /// Walks the record that starts at <paramref name="start"/>. The buffer is indexed up to <paramref name="end"/>; what follows is
    /// padding.
    /// </summary>
    /// <param name="consumed">The length of the record; of a wrapper, up to and with the bracket that opens its events.</param>
    public ParsedRecord Scan(byte[] buffer, int start, int end, ReadOnlySpan<byte> bits, CloudTrailEvent target, out int consumed)
    {
        target.Reset();
        consumed = 0;
        ReadOnlySpan<byte> bytes = buffer.AsSpan(0, end + StopIndex.Padding);
        var followers = _followers;
        var slices = target.Slices;
        var depth = 1;
        var scope = RecordScope.Record;
        var seen = 0UL;
        // The last known key of this object, or the start of the scope.
        var previous = (int)scope;
        var at = start;
        var empty = EmptyLength(bytes, at);
        if (empty > 0)
        {
            consumed = empty;
            return ParsedRecord.Other;
        }
        while (true)
        {
            // At the opening brace or at a comma.
            var key = followers[previous];
            if (IsAt(bytes, at + 1, key.Written, key.Mask))
            {
                at += 1 + key.WrittenLength;
                previous = key.Number;
            }
            else
            {
                at = PassKey(bits, bytes, at + 1, end, scope, previous, target);
                if (at < 0)
                    return Stopped(~at, end);
                key = _key;
                // Keys that are not known do not matter for what follows.
                if (key.WrittenLength > 0)
                    previous = key.Number;
            }
            if ((seen & key.Replaces) != 0)
                seen = Replace(seen, key, target);
            seen |= key.Bit;
            if (bytes[at] <= ' ')
                at = JsonTokens.PassSpace(bytes, at);
            var first = bytes[at];
            var value = at;
            if (first == '"')
            {
                value++;
                at = StopIndex.Next(bits, value);
                // Most texts are followed by the key that is expected, and another text.
                for (var next = followers[previous]; IsAt(bytes, at, next.Between, next.BetweenMask); next = followers[previous])
                {
                    slices[key.Slot] = (value - start, at - value);
                    key = next;
                    previous = key.Number;
                    if ((seen & key.Replaces) != 0)
                        seen = Replace(seen, key, target);
                    seen |= key.Bit;
                    value = at + key.BetweenLength;
                    at = StopIndex.Next(bits, value);
                }
                if (bytes[at] != '"')
                {
                    at = JsonTokens.PassEscapes(bits, bytes, at, end, target);
                    if (at < 0)
                        return Stopped(~at, end);
                    target.SetEscaped(key.Bit);
                }
                slices[key.Slot] = (value - start, at - value);
                at++;
            }
            else if (first is not ((byte)'{' or (byte)'['))
            {
                at = JsonTokens.PassScalar(bytes, at, end);
                if (at < 0)
                    return Stopped(~at, end);
                if (first == 'n')
                    target.SetNull(key.Bit);
                else
                    slices[key.Slot] = (value - start, at - value);
            }
            else if (first == '[' && key.Field == RecordKey.Records)
            {
                consumed = at + 1 - start;
                return ParsedRecord.Wrapper;
            }
            else if (first == '[' || key.Inner == RecordScope.Other)
            {
                at = _structures.Pass(bits, bytes, at, end, depth, target);
                if (at < 0)
                    return _structures.IsTooDeep ? ParsedRecord.TooDeep : Stopped(~at, end);
                slices[key.Slot] = key.IsStructure ? (value - start, at - value) : default;
            }
            else if (key.Inner == RecordScope.Identity && _identities.Take(bytes[at..end], at - start, target) is { Length: > 0 } known)
            {
                at += known.Length;
                seen |= known.Seen;
            }
            else if ((empty = EmptyLength(bytes, at)) == 0)
            {
                _outer[depth++] = (scope, previous, key.Slot, at);
                scope = key.Inner;
                previous = (int)scope;
                continue;
            }
            else
            {
                at += empty;
                slices[key.Slot] = (value - start, empty);
            }
            while (bytes[at] != ',')
            {
                if (bytes[at] <= ' ')
                {
                    at = JsonTokens.PassSpace(bytes, at);
                    if (bytes[at] == ',')
                        break;
                }
                if (bytes[at] != '}')
                    return Stopped(at, end);
                at++;
                if (--depth == 0)
                {
                    target.SetSeen(seen);
                    consumed = at - start;
                    return (seen & Required) == Required ? ParsedRecord.Event : ParsedRecord.Other;
                }
                var closed = scope;
                (scope, previous, var slot, var open) = _outer[depth];
                slices[slot] = (open - start, at - open);
                if (closed == RecordScope.Identity)
                    _identities.Add(bytes[open..at], open - start, seen & RecentIdentities.Fields, target);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsAt(ReadOnlySpan<byte> bytes, int at, Vector256<byte> written, Vector256<byte> mask) =>
        ((Vector256.Create<byte>(bytes.Slice(at, Vector256<byte>.Count)) & mask) ^ written) == Vector256<byte>.Zero;

    /// <summary>A later key of the same name says something else than the earlier.</summary>
    private static ulong Replace(ulong seen, RecordKey key, CloudTrailEvent target)
    {
        target.Forget(key.Replaces);
        return seen & ~key.Replaces;
    }

    /// <summary>The length of an object that holds nothing; 0 of others.</summary>
    private static int EmptyLength(ReadOnlySpan<byte> bytes, int at)
    {
        var close = JsonTokens.PassSpace(bytes, at + 1);
        return bytes[close] == '}' ? close + 1 - at : 0;
    }

    /// <summary>Passes over a key that is not the expected one, which becomes <see cref="_key"/>, and the colon behind it; as <see cref="JsonTokens"/> do.</summary>
    private int PassKey(ReadOnlySpan<byte> bits, ReadOnlySpan<byte> bytes, int at, int end, RecordScope scope, int previous, CloudTrailEvent target)
    {
        if (IsAt(bytes, at, _otherFollowers[previous].Written, _otherFollowers[previous].Mask))
        {
            _key = _otherFollowers[previous];
            return at + _key.WrittenLength;
        }
        var open = JsonTokens.PassSpace(bytes, at);
        if (bytes[open] != '"')
            return ~open;
        at = JsonTokens.PassText(bits, bytes, open, end, target);
        if (at < 0)
            return at;
        var name = bytes[(open + 1)..at];
        at = JsonTokens.PassSpace(bytes, at + 1);
        if (bytes[at] != ':')
            return ~at;
        _key = Find(scope, name) ?? RecordKey.All[(int)scope];
        if (_key.WrittenLength > 0 && _key != _followers[previous])
        {
            _otherFollowers[previous] = _followers[previous];
            _followers[previous] = _key;
        }
        return at + 1;
    }

    private static RecordKey? Find(RecordScope scope, ReadOnlySpan<byte> name)
    {
        if (name.IndexOf((byte)'\\') < 0)
            return RecordKey.Find(scope, name);
        if (name.Length > RecordKey.Longest * JsonEscapes.Longest)
            return null;
        Span<byte> plain = stackalloc byte[RecordKey.Longest * JsonEscapes.Longest];
        return RecordKey.Find(scope, plain[..JsonEscapes.Unescape(name, plain)]);
    }

    private ParsedRecord Stopped(int at, int end)
    {
        if (at >= end)
            return ParsedRecord.Incomplete;
        Fault = at;
        return ParsedRecord.Malformed;
    }
}
