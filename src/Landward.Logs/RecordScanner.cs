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
/// punctuation mark between texts.
/// </remarks>
internal sealed class RecordScanner
{
    private const ulong Required = (1UL << (int)CloudTrailField.EventSource) | (1UL << (int)CloudTrailField.EventName);

    private const ulong IssuerFields = (1UL << (int)CloudTrailField.SessionIssuerArn) | (1UL << (int)CloudTrailField.SessionIssuerUserName);
    private const ulong AttributeFields = 1UL << (int)CloudTrailField.MfaAuthenticated;
    private const ulong SessionFields = IssuerFields | AttributeFields
        | (1UL << (int)CloudTrailField.SourceIdentity) | (1UL << (int)CloudTrailField.WebIdFederationData);
    private const ulong IdentityFields = SessionFields
        | (1UL << (int)CloudTrailField.IdentityArn) | (1UL << (int)CloudTrailField.IdentityType)
        | (1UL << (int)CloudTrailField.IdentityUserName) | (1UL << (int)CloudTrailField.IdentityAccountId)
        | (1UL << (int)CloudTrailField.IdentityInvokedBy) | (1UL << (int)CloudTrailField.IdentityPrincipalId)
        | (1UL << (int)CloudTrailField.AccessKeyId);

    private readonly Frame[] _frames = new Frame[CloudTrailEvent.MaxDepth + 1];

    /// <summary>
    /// The key that came behind each key the last time. Whoever writes events writes their keys in the same order again and again, so
    /// most keys are recognised by one comparison, without a search for their ends.
    /// </summary>
    private readonly RecordKey[] _followers = [.. RecordKey.All.Select(RecordKey.First)];

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
        var frames = _frames;
        var followers = _followers;
        var depth = 1;
        var scope = RecordScope.Record;
        var isArray = false;
        var seen = 0UL;
        // The last known key of this object, or of arrays and objects of which nothing is picked, the start of the scope.
        var previous = (int)scope;
        frames[1] = new Frame(start, RecordKey.NoField, false, scope, 0);
        var at = start + 1;
        var closes = true;
        while (true)
        {
            // A member or an element is due; right behind the opening bracket, the closing one may stand instead.
            if (bytes[at] <= ' ')
                at = PassSpace(bytes, at);
            if (!closes || bytes[at] != (isArray ? ']' : '}'))
            {
                var field = RecordKey.NoField;
                var inner = RecordScope.Other;
                if (!isArray)
                {
                    var key = followers[previous];
                    if (scope != RecordScope.Other && (Vector256.Create<byte>(bytes.Slice(at, Vector256<byte>.Count)) & key.Mask) == key.Written)
                    {
                        at += key.WrittenLength;
                    }
                    else
                    {
                        if (bytes[at] != '"')
                            return Stopped(at, end);
                        var nameStart = at + 1;
                        if (!PassText(bits, bytes, at, end, target, out var name, out var escapedName))
                            return Stopped(name, end);
                        at = name + 1;
                        if (bytes[at] <= ' ')
                            at = PassSpace(bytes, at);
                        if (bytes[at] != ':')
                            return Stopped(at, end);
                        at++;
                        key = scope == RecordScope.Other ? null : Find(scope, bytes[nameStart..name], escapedName);
                        if (key is not null)
                            followers[previous] = key;
                    }
                    if (key is not null)
                    {
                        previous = key.Number;
                        field = key.Field;
                        inner = key.Inner;
                        if (field >= 0)
                            seen |= CloudTrailEvent.Bit(field);
                        else if (inner != RecordScope.Other)
                            target.Forget(FieldsOf(inner));
                    }
                    if (bytes[at] <= ' ')
                        at = PassSpace(bytes, at);
                }
                var first = bytes[at];
                if (first == '"')
                {
                    if (!PassText(bits, bytes, at, end, target, out var close, out var escaped))
                        return Stopped(close, end);
                    if (field >= 0)
                        target.Set(field, at + 1 - start, close - at - 1, escaped);
                    at = close + 1;
                }
                else if (first is (byte)'{' or (byte)'[')
                {
                    isArray = first == '[';
                    if (isArray && field == RecordKey.Records)
                    {
                        consumed = at + 1 - start;
                        return ParsedRecord.Wrapper;
                    }
                    frames[depth].Previous = previous;
                    if (++depth > CloudTrailEvent.MaxDepth)
                        return ParsedRecord.TooDeep;
                    scope = isArray ? RecordScope.Other : inner;
                    previous = (int)scope;
                    if (field >= 0 && !IsStructure(field))
                        target.Set(field, 0, 0, escaped: false);
                    frames[depth] = new Frame(at, field, isArray, scope, 0);
                    at++;
                    closes = true;
                    continue;
                }
                else
                {
                    var length = JsonScalars.Length(bytes[at..end]);
                    if (length == 0)
                        return Stopped(at, end);
                    if (field >= 0)
                    {
                        if (first == 'n')
                            target.SetNull(field);
                        else
                            target.Set(field, at - start, length, escaped: false);
                    }
                    at += length;
                }
            }
            // Behind a value, or at the bracket that closes an empty object or array.
            while (true)
            {
                if (bytes[at] <= ' ')
                    at = PassSpace(bytes, at);
                if (bytes[at] == ',')
                {
                    at++;
                    closes = false;
                    break;
                }
                if (bytes[at] != (isArray ? ']' : '}'))
                    return Stopped(at, end);
                at++;
                ref readonly var closed = ref frames[depth];
                if (closed.Field >= 0 && IsStructure(closed.Field))
                    target.Set(closed.Field, closed.Start - start, at - closed.Start, escaped: false);
                if (--depth == 0)
                {
                    consumed = at - start;
                    return (seen & Required) == Required ? ParsedRecord.Event : ParsedRecord.Other;
                }
                ref readonly var outer = ref frames[depth];
                scope = outer.Scope;
                isArray = outer.IsArray;
                previous = outer.Previous;
            }
        }
    }

    /// <summary>The fields whose JSON text is kept when they are objects or lists.</summary>
    private static bool IsStructure(int field) => field >= (int)CloudTrailField.RequestParameters;

    private static RecordKey? Find(RecordScope scope, ReadOnlySpan<byte> name, bool escaped)
    {
        if (!escaped)
            return RecordKey.Find(scope, name);
        if (name.Length > RecordKey.Longest * JsonEscapes.Longest)
            return null;
        Span<byte> plain = stackalloc byte[RecordKey.Longest * JsonEscapes.Longest];
        return RecordKey.Find(scope, plain[..JsonEscapes.Unescape(name, plain)]);
    }

    /// <summary>All that is picked out of an object and those inside it.</summary>
    private static ulong FieldsOf(RecordScope scope) => scope switch
    {
        RecordScope.Identity => IdentityFields,
        RecordScope.Session => SessionFields,
        RecordScope.Attributes => AttributeFields,
        RecordScope.Issuer => IssuerFields,
        _ => 0,
    };

    /// <summary>Passes over the text whose opening quote is at <paramref name="open"/>; false when it is malformed or goes on behind the end.</summary>
    /// <param name="at">The closing quote; or where the text goes wrong, or the end.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool PassText(ReadOnlySpan<byte> bits, ReadOnlySpan<byte> bytes, int open, int end, CloudTrailEvent target, out int at, out bool escaped)
    {
        at = StopIndex.Next(bits, open + 1);
        escaped = false;
        if (bytes[at] == '"')
            return true;
        escaped = true;
        at = PassEscapes(bits, bytes, at, end, target);
        return bytes[at] == '"';
    }

    /// <summary>From a stop in a text to its closing quote, or to where it goes wrong.</summary>
    private static int PassEscapes(ReadOnlySpan<byte> bits, ReadOnlySpan<byte> bytes, int at, int end, CloudTrailEvent target)
    {
        while (bytes[at] == '\\')
        {
            var length = JsonEscapes.Check(bytes[at..end], out var isHalf);
            if (isHalf)
                target.SetHasHalves();
            if (length <= 0)
                return length == 0 ? at : end;
            at = StopIndex.Next(bits, at + length);
        }
        return at;
    }

    private static int PassSpace(ReadOnlySpan<byte> bytes, int at)
    {
        while (bytes[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            at++;
        return at;
    }

    private ParsedRecord Stopped(int at, int end)
    {
        if (at >= end)
            return ParsedRecord.Incomplete;
        Fault = at;
        return ParsedRecord.Malformed;
    }

    private record struct Frame(int Start, int Field, bool IsArray, RecordScope Scope, int Previous);
}
