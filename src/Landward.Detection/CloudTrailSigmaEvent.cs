using System.Collections.Frozen;
using System.Text.Json;
using Landward.Logs;
using Landward.Rules.Json;
using Landward.Rules.Sigma;

namespace Landward.Detection;

/// <summary>
/// A CloudTrail event as rules see it: the reader's picked fields answer without the event being parsed, and a rule about
/// <c>requestParameters</c> has only those parsed.
/// </summary>
internal sealed class CloudTrailSigmaEvent : SigmaEvent
{
    /// <summary>The paths rules use, and the fields the reader picks.</summary>
    public static readonly FrozenDictionary<string, CloudTrailField> Fields = new Dictionary<string, CloudTrailField>(StringComparer.Ordinal)
    {
        ["eventID"] = CloudTrailField.EventId,
        ["eventTime"] = CloudTrailField.EventTime,
        ["eventSource"] = CloudTrailField.EventSource,
        ["eventName"] = CloudTrailField.EventName,
        ["eventType"] = CloudTrailField.EventType,
        ["awsRegion"] = CloudTrailField.AwsRegion,
        ["sourceIPAddress"] = CloudTrailField.SourceIpAddress,
        ["userAgent"] = CloudTrailField.UserAgent,
        ["errorCode"] = CloudTrailField.ErrorCode,
        ["recipientAccountId"] = CloudTrailField.RecipientAccountId,
        ["sharedEventID"] = CloudTrailField.SharedEventId,
        ["vpcEndpointId"] = CloudTrailField.VpcEndpointId,
        ["sessionCredentialFromConsole"] = CloudTrailField.SessionCredentialFromConsole,
        ["userIdentity.type"] = CloudTrailField.IdentityType,
        ["userIdentity.arn"] = CloudTrailField.IdentityArn,
        ["userIdentity.accountId"] = CloudTrailField.IdentityAccountId,
        ["userIdentity.principalId"] = CloudTrailField.IdentityPrincipalId,
        ["userIdentity.userName"] = CloudTrailField.IdentityUserName,
        ["userIdentity.invokedBy"] = CloudTrailField.IdentityInvokedBy,
        ["userIdentity.accessKeyId"] = CloudTrailField.AccessKeyId,
        ["userIdentity.sessionContext.sessionIssuer.arn"] = CloudTrailField.SessionIssuerArn,
        ["userIdentity.sessionContext.sessionIssuer.userName"] = CloudTrailField.SessionIssuerUserName,
        ["userIdentity.sessionContext.attributes.mfaAuthenticated"] = CloudTrailField.MfaAuthenticated,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Members whose JSON text the reader picks.</summary>
    public static readonly FrozenDictionary<string, CloudTrailField> Parts = new Dictionary<string, CloudTrailField>(StringComparer.Ordinal)
    {
        ["requestParameters"] = CloudTrailField.RequestParameters,
        ["resources"] = CloudTrailField.Resources,
        ["tlsDetails"] = CloudTrailField.TlsDetails,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly int FieldCount = Enum.GetValues<CloudTrailField>().Length;

    private readonly JsonTape _document = new(CloudTrailEvent.MaxDepth);
    private readonly JsonTape?[] _parts = new JsonTape?[FieldCount];
    private readonly JsonTape _null = new();
    private CloudTrailEvent _event = null!;
    private bool _isRead;
    private readonly MemberNames[] _names = new MemberNames[FieldCount];
    private ulong _readParts;
    private ulong _namedParts;

    public CloudTrailSigmaEvent() => _null.TryRead("null"u8.ToArray());

    /// <summary>How many events could not be parsed where a rule needed it: their rules were not decided.</summary>
    public long Unreadable { get; private set; }

    public override JsonTapeElement Root
    {
        get
        {
            if (!_isRead && !_document.TryRead(_event.Json))
                Unreadable++;
            _isRead = true;
            return _document.Root;
        }
    }

    /// <summary>The event to answer for, until the next.</summary>
    public void Set(CloudTrailEvent @event) => (_event, _isRead, _readParts, _namedParts) = (@event, false, 0, 0);

    public override SigmaFieldState Field(int number, out ReadOnlySpan<byte> text)
    {
        var field = (CloudTrailField)number;
        text = _event.Span(field);
        if (!text.IsEmpty)
            return SigmaFieldState.Text;
        if (_event.IsNull(field))
            return SigmaFieldState.Null;
        // An empty text, an object or an array: rare enough to look at the document.
        return _event.IsAbsent(field) ? SigmaFieldState.Absent : SigmaFieldState.Unknown;
    }

    /// <summary>A name that is nowhere in the text, not even with escapes, is no member's: cheaper to see than to parse.</summary>
    public override bool MayHaveMember(ReadOnlySpan<byte> name) =>
        _isRead || _event.Json.Span.IndexOf(name) >= 0 || _event.Json.Span.IndexOf("\\u"u8) >= 0;

    /// <summary>As <see cref="MayHaveMember"/>; where the text of the part is not known, the document is looked at.</summary>
    public override bool PartMayHaveMember(int number, ReadOnlySpan<byte> name)
    {
        var text = _event.Span((CloudTrailField)number);
        if (name.IsEmpty || text.IsEmpty)
            return true;
        return Names((CloudTrailField)number).MayHold(name) && ((_readParts & (1UL << number)) != 0 || text.IndexOf(name) >= 0 || text.IndexOf("\\u"u8) >= 0);
    }

    /// <summary>The names of the members in the text of a part, however deep they are.</summary>
    public MemberNames Names(CloudTrailField part)
    {
        var number = (int)part;
        if ((_namedParts & (1UL << number)) != 0)
            return _names[number];
        _namedParts |= 1UL << number;
        var text = _event.Span(part);
        return _names[number] = !text.IsEmpty ? MemberNames.Of(text) : _event.IsAbsent(part) ? default : MemberNames.Any;
    }

    public override bool TryGetPart(int number, out JsonTapeElement part)
    {
        var field = (CloudTrailField)number;
        part = default;
        if (_event.IsAbsent(field))
        {
            part = _event.IsNull(field) ? _null.Root : default;
            return true;
        }
        var json = _event.Structure(field);
        if (json.IsEmpty)
            return false;
        var tape = _parts[number] ??= new JsonTape(CloudTrailEvent.MaxDepth);
        if ((_readParts & (1UL << number)) == 0)
        {
            _readParts |= 1UL << number;
            if (!tape.TryRead(json))
                Unreadable++;
        }
        part = tape.Root;
        return part.Kind != JsonValueKind.Undefined;
    }
}
