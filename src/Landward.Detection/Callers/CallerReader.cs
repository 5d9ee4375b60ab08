using Landward.Logs;

namespace Landward.Detection.Callers;

/// <summary>Reads the caller of an event.</summary>
internal static class CallerReader
{
    private const int IsoTime = 20;

    public static Caller Read(CloudTrailEvent @event)
    {
        var type = @event.Span(CloudTrailField.IdentityType);
        if (IsService(@event, type))
            return new Caller(CallerKind.Service);
        if (type.SequenceEqual("AssumedRole"u8))
        {
            if (HasMfa(@event))
                return new Caller(CallerKind.MultiFactor);
            // `{}` for sessions that no web identity began.
            return @event.Span(CloudTrailField.WebIdFederationData).Length > 2
                ? new Caller(CallerKind.Federated)
                : new Caller(CallerKind.Session, KeyedHash.Of(@event.Span(CloudTrailField.AccessKeyId)), Address(@event), Role(@event), Began(@event));
        }
        if (!IsUser(type))
            return default;
        return HasMfa(@event) ? new Caller(CallerKind.MultiFactor) : new Caller(CallerKind.LongTerm, 0, UserAtAddress(@event));
    }

    public static bool IsUser(ReadOnlySpan<byte> type) => type.SequenceEqual("IAMUser"u8) || type.SequenceEqual("Root"u8) || type.SequenceEqual("FederatedUser"u8);

    public static bool HasMfa(CloudTrailEvent @event) => @event.Span(CloudTrailField.MfaAuthenticated).SequenceEqual("true"u8);

    /// <summary>The user and the address; 0 for an event that names no user.</summary>
    public static ulong UserAtAddress(CloudTrailEvent @event)
    {
        var arn = @event.Span(CloudTrailField.IdentityArn);
        return arn.IsEmpty ? 0 : KeyedHash.Of(@event.Span(CloudTrailField.SourceIpAddress), KeyedHash.Of(arn));
    }

    /// <summary>The address alone; 0 for an event that has none.</summary>
    public static ulong Address(CloudTrailEvent @event) => HashOf(@event.Span(CloudTrailField.SourceIpAddress));

    /// <summary>The name of the session's role, the same in every account that has a role of that name; 0 when the event does not say.</summary>
    public static ulong Role(CloudTrailEvent @event) => HashOf(@event.Span(CloudTrailField.SessionIssuerUserName));

    /// <summary>A bit for the hour of the event's time, one of 64; 0 when there is no time.</summary>
    public static ulong Hour(CloudTrailEvent @event)
    {
        var time = @event.Span(CloudTrailField.EventTime);
        return time.Length >= 13 && Number(time[8], time[9]) is >= 0 and var day && Number(time[11], time[12]) is >= 0 and var hour ? 1UL << (((day * 24) + hour) % 64) : 0;
    }

    /// <summary>The hash of the access key that an answer of STS holds; 0 when there is none.</summary>
    public static ulong IssuedCredential(CloudTrailEvent @event)
    {
        var text = TextAfter(@event.Json.Span, "\"credentials\""u8, "\"accessKeyId\""u8);
        return text.IndexOf((byte)'"') is > 0 and var end ? KeyedHash.Of(text[..end]) : 0;
    }

    /// <summary>Whether every event of the caller from the same address says the same about it.</summary>
    public static bool IsTimeless(CloudTrailEvent @event, in Caller caller) => caller.Kind != CallerKind.Session || TryReadBegan(@event, out _);

    /// <summary>The hour in which the session began. Where the event does not say, the hour before it: sessions are an hour long unless asked for more.</summary>
    private static long Began(CloudTrailEvent @event) =>
        TryReadBegan(@event, out var began) ? LogCoverage.HourOf(began) : LogCoverage.HourOf(EventActor.Time(@event)) - 1;

    private static bool TryReadBegan(CloudTrailEvent @event, out DateTimeOffset began)
    {
        began = default;
        var text = TextAfter(@event.Span(CloudTrailField.UserIdentity), "\"sessionContext\""u8, "\"creationDate\""u8);
        return text.Length >= IsoTime && EventActor.TryParseTime(text[..IsoTime], out began);
    }

    /// <summary>What stands where the value of a name begins, the first after another name. Quotes in texts are escaped, so names are not found there.</summary>
    private static ReadOnlySpan<byte> TextAfter(ReadOnlySpan<byte> json, ReadOnlySpan<byte> parent, ReadOnlySpan<byte> name)
    {
        var start = json.IndexOf(parent);
        var rest = start < 0 ? [] : json[start..];
        var found = rest.IndexOf(name);
        return found < 0 ? [] : rest[(found + name.Length)..].TrimStart(" \t\r\n:\""u8);
    }

    /// <summary>A service calls for somebody, as itself, or with a role of its own: then its name stands where addresses do.</summary>
    private static bool IsService(CloudTrailEvent @event, ReadOnlySpan<byte> type)
    {
        var address = @event.Span(CloudTrailField.SourceIpAddress);
        return @event.Span(CloudTrailField.IdentityInvokedBy).EndsWith(".amazonaws.com"u8) || type.SequenceEqual("AWSService"u8)
            || address.EndsWith(".amazonaws.com"u8) || address.StartsWith("AWS Internal"u8);
    }

    private static ulong HashOf(ReadOnlySpan<byte> text) => text.IsEmpty ? 0 : KeyedHash.Of(text);

    private static int Number(byte tens, byte ones) => char.IsAsciiDigit((char)tens) && char.IsAsciiDigit((char)ones) ? ((tens - '0') * 10) + ones - '0' : -1;
}
