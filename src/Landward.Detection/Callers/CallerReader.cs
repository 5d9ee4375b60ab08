using System.Globalization;
using System.Numerics;
using Landward.Logs;

namespace Landward.Detection.Callers;

/// <summary>Reads the caller of an event.</summary>
internal static class CallerReader
{
    public static Caller Read(CloudTrailEvent @event)
    {
        if (@event.Span(CloudTrailField.IdentityInvokedBy).EndsWith(".amazonaws.com"u8) || @event.Span(CloudTrailField.IdentityType).SequenceEqual("AWSService"u8))
            return new Caller(CallerKind.Service, 0, 0);
        var type = @event.Span(CloudTrailField.IdentityType);
        if (type.SequenceEqual("AssumedRole"u8))
            return new Caller(CallerKind.Session, KeyedHash.Of(@event.Span(CloudTrailField.AccessKeyId)), 0);
        if (!IsUser(type))
            return default;
        return HasMfa(@event) ? new Caller(CallerKind.MultiFactor, 0, 0) : new Caller(CallerKind.LongTerm, 0, Place(@event));
    }

    public static bool IsUser(ReadOnlySpan<byte> type) => type.SequenceEqual("IAMUser"u8) || type.SequenceEqual("Root"u8) || type.SequenceEqual("FederatedUser"u8);

    public static bool HasMfa(CloudTrailEvent @event) => @event.Span(CloudTrailField.MfaAuthenticated).SequenceEqual("true"u8);

    /// <summary>The user and the address; 0 for an event that names neither.</summary>
    public static ulong Place(CloudTrailEvent @event)
    {
        var arn = @event.Span(CloudTrailField.IdentityArn);
        return arn.IsEmpty ? 0 : KeyedHash.Of(@event.Span(CloudTrailField.SourceIpAddress), KeyedHash.Of(arn));
    }

    /// <summary>A bit for the hour of the event's time, one of 64; 0 when there is no time.</summary>
    public static ulong Hour(CloudTrailEvent @event)
    {
        var time = @event.Span(CloudTrailField.EventTime);
        return time.Length >= 13 && Number(time[8..10]) is { } day && Number(time[11..13]) is { } hour ? 1UL << (((day * 24) + hour) % 64) : 0;
    }

    public static int Hours(ulong bits) => BitOperations.PopCount(bits);

    private static int? Number(ReadOnlySpan<byte> digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
