using System.Collections.Immutable;
using System.Runtime.Intrinsics;
using System.Text;

namespace Landward.Logs;

/// <summary>A key that CloudTrail's records have ("CloudTrail record contents" and "CloudTrail userIdentity element", AWS CloudTrail User Guide).</summary>
internal sealed class RecordKey
{
    public const int NoField = -1;

    /// <summary>The key of a wrapper of events.</summary>
    public const int Records = -2;

    /// <summary>No known key is longer, so that one with its quotes and colon fits into a vector.</summary>
    public const int Longest = 28;

    /// <summary>How many lists the keys are found by.</summary>
    private const int Lists = 128;

    private RecordKey(int number, RecordScope scope, string name, int field, RecordScope inner)
    {
        Number = number;
        Scope = scope;
        Name = Encoding.UTF8.GetBytes(name);
        Field = field;
        Inner = inner;
        Bit = field < 0 ? 0 : CloudTrailEvent.Bit(field);
        Slot = field < 0 ? CloudTrailEvent.FieldCount : field;
        var written = name.Length == 0 ? [] : Encoding.UTF8.GetBytes($"\"{name}\":");
        WrittenLength = written.Length;
        (Written, Mask) = Masked(written);
        // What does not fit is no text's end.
        var between = Encoding.UTF8.GetBytes($"\",\"{name}\":\"");
        var fits = name.Length > 0 && between.Length <= Vector256<byte>.Count;
        BetweenLength = fits ? between.Length : 0;
        (Between, BetweenMask) = fits ? Masked(between) : Masked("x"u8);
    }

    /// <summary>All keys by their numbers. The first of each scope stands for none: the place right behind the opening brace, and keys that are not known.</summary>
    public static ImmutableArray<RecordKey> All { get; } = Create();

    /// <summary>The keys of known names, in lists of those whose scope, length, first and last letter fall together.</summary>
    private static RecordKey[][] Named { get; } = [.. Enumerable.Range(0, Lists).Select(list => All.Where(key => key.Name.Length > 0 && List(key.Scope, key.Name) == list).ToArray())];

    public int Number { get; }

    public RecordScope Scope { get; }

    public byte[] Name { get; }

    /// <summary>The <see cref="CloudTrailField"/> it names, or <see cref="NoField"/>.</summary>
    public int Field { get; }

    /// <summary>The field as a bit; 0 when it is none.</summary>
    public ulong Bit { get; }

    /// <summary>Where the slice of its value goes: that of its field, or the one that nobody reads.</summary>
    public int Slot { get; }

    /// <summary>All fields that an earlier key of the same name may have given, which count no more.</summary>
    public ulong Replaces { get; private set; }

    /// <summary>Whether the JSON text of its value is kept when that is an object or a list.</summary>
    public bool IsStructure => Field >= (int)CloudTrailField.RequestParameters;

    /// <summary>What its value is when that is an object.</summary>
    public RecordScope Inner { get; }

    /// <summary>The key as it is written without white space: its quotes and the colon; <see cref="Mask"/> covers its bytes.</summary>
    public Vector256<byte> Written { get; }

    public Vector256<byte> Mask { get; }

    public int WrittenLength { get; }

    /// <summary>The key as it is written between two texts: from the quote that closes the value before it to the one that opens its own.</summary>
    public Vector256<byte> Between { get; }

    public Vector256<byte> BetweenMask { get; }

    public int BetweenLength { get; }

    /// <summary>The key that is expected behind another one of its scope as long as nothing is known of the log.</summary>
    public static RecordKey First(RecordKey key)
    {
        var next = All.FirstOrDefault(other => other.Scope == key.Scope && other.Number > key.Number && other.WrittenLength > 0);
        return next ?? All.FirstOrDefault(other => other.Scope == key.Scope && other.WrittenLength > 0) ?? key;
    }

    public static RecordKey? Find(RecordScope scope, ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty)
            return null;
        foreach (var key in Named[List(scope, name)])
        {
            if (key.Scope == scope && name.SequenceEqual(key.Name))
                return key;
        }
        return null;
    }

    private static int List(RecordScope scope, ReadOnlySpan<byte> name) => ((int)scope + (name.Length * 7) + (name[0] * 5) + (name[^1] * 11)) & (Lists - 1);

    private static (Vector256<byte> Bytes, Vector256<byte> Mask) Masked(ReadOnlySpan<byte> text)
    {
        Span<byte> bytes = stackalloc byte[Vector256<byte>.Count];
        Span<byte> mask = stackalloc byte[Vector256<byte>.Count];
        bytes.Clear();
        mask.Clear();
        text.CopyTo(bytes);
        mask[..text.Length].Fill(byte.MaxValue);
        return (Vector256.Create<byte>(bytes), Vector256.Create<byte>(mask));
    }

    /// <summary>All that is picked out of an object and those inside it.</summary>
    private static ulong FieldsOf(IEnumerable<RecordKey> keys, RecordScope scope) => scope == RecordScope.Other
        ? 0
        : keys.Where(key => key.Scope == scope).Aggregate(0UL, (fields, key) => fields | key.Bit | FieldsOf(keys, key.Inner));

    private static ImmutableArray<RecordKey> Create()
    {
        var keys = ImmutableArray.CreateBuilder<RecordKey>();
        foreach (var scope in Enum.GetValues<RecordScope>())
            Add(scope, "");
        Add(RecordScope.Record, "Records", Records);
        Add(RecordScope.Record, "eventVersion");
        Add(RecordScope.Record, "userIdentity", (int)CloudTrailField.UserIdentity, RecordScope.Identity);
        Pick(RecordScope.Record, "eventTime", CloudTrailField.EventTime);
        Pick(RecordScope.Record, "eventSource", CloudTrailField.EventSource);
        Pick(RecordScope.Record, "eventName", CloudTrailField.EventName);
        Pick(RecordScope.Record, "awsRegion", CloudTrailField.AwsRegion);
        Pick(RecordScope.Record, "sourceIPAddress", CloudTrailField.SourceIpAddress);
        Pick(RecordScope.Record, "userAgent", CloudTrailField.UserAgent);
        Pick(RecordScope.Record, "errorCode", CloudTrailField.ErrorCode);
        Add(RecordScope.Record, "errorMessage");
        Pick(RecordScope.Record, "requestParameters", CloudTrailField.RequestParameters);
        Add(RecordScope.Record, "responseElements");
        Add(RecordScope.Record, "additionalEventData");
        Add(RecordScope.Record, "requestID");
        Pick(RecordScope.Record, "eventID", CloudTrailField.EventId);
        Add(RecordScope.Record, "readOnly");
        Pick(RecordScope.Record, "resources", CloudTrailField.Resources);
        Pick(RecordScope.Record, "eventType", CloudTrailField.EventType);
        Add(RecordScope.Record, "apiVersion");
        Add(RecordScope.Record, "managementEvent");
        Pick(RecordScope.Record, "recipientAccountId", CloudTrailField.RecipientAccountId);
        Pick(RecordScope.Record, "sharedEventID", CloudTrailField.SharedEventId);
        Pick(RecordScope.Record, "vpcEndpointId", CloudTrailField.VpcEndpointId);
        Add(RecordScope.Record, "vpcEndpointAccountId");
        Add(RecordScope.Record, "eventCategory");
        Pick(RecordScope.Record, "tlsDetails", CloudTrailField.TlsDetails);
        Pick(RecordScope.Record, "sessionCredentialFromConsole", CloudTrailField.SessionCredentialFromConsole);
        Pick(RecordScope.Identity, "type", CloudTrailField.IdentityType);
        Pick(RecordScope.Identity, "principalId", CloudTrailField.IdentityPrincipalId);
        Pick(RecordScope.Identity, "arn", CloudTrailField.IdentityArn);
        Pick(RecordScope.Identity, "accountId", CloudTrailField.IdentityAccountId);
        Pick(RecordScope.Identity, "accessKeyId", CloudTrailField.AccessKeyId);
        Pick(RecordScope.Identity, "userName", CloudTrailField.IdentityUserName);
        Pick(RecordScope.Identity, "invokedBy", CloudTrailField.IdentityInvokedBy);
        Add(RecordScope.Identity, "sessionContext", inner: RecordScope.Session);
        Add(RecordScope.Session, "sessionIssuer", inner: RecordScope.Issuer);
        Add(RecordScope.Session, "attributes", inner: RecordScope.Attributes);
        Pick(RecordScope.Session, "sourceIdentity", CloudTrailField.SourceIdentity);
        Pick(RecordScope.Session, "webIdFederationData", CloudTrailField.WebIdFederationData);
        Add(RecordScope.Attributes, "creationDate");
        Pick(RecordScope.Attributes, "mfaAuthenticated", CloudTrailField.MfaAuthenticated);
        Add(RecordScope.Issuer, "type");
        Add(RecordScope.Issuer, "principalId");
        Pick(RecordScope.Issuer, "arn", CloudTrailField.SessionIssuerArn);
        Add(RecordScope.Issuer, "accountId");
        Pick(RecordScope.Issuer, "userName", CloudTrailField.SessionIssuerUserName);
        foreach (var key in keys)
            key.Replaces = key.Bit | FieldsOf(keys, key.Inner);
        return keys.ToImmutable();

        void Pick(RecordScope scope, string name, CloudTrailField field) => Add(scope, name, (int)field);

        void Add(RecordScope scope, string name, int field = NoField, RecordScope inner = RecordScope.Other) =>
            keys.Add(new RecordKey(keys.Count, scope, name, field, inner));
    }
}
