using System.Buffers;
using Landward.Logs;
using Landward.Model;

namespace Landward.Detection;

/// <summary>What evidence from the same file about the same operation has in common.</summary>
/// <param name="EventId">The id of the one event whose it is, when that is no UUID as CloudTrail writes it.</param>
internal sealed record EvidenceContext(string EventSource, string EventName, string? ErrorCode, string? Origin, string? EventId = null)
{
    private const int UsualLength = 128;

    /// <summary>How much longer the texts are than those of AWS's operations: such texts may be others in every event.</summary>
    public int Excess { get; } = Math.Max(0, EventSource.Length + EventName.Length + (ErrorCode?.Length ?? 0) - UsualLength);
}

/// <summary>
/// An event as evidence cites it, small and without texts of its own: of a finding with a million events twenty are cited, and nobody
/// knows which before the last one.
/// </summary>
/// <param name="Ticks">The event's time.</param>
/// <param name="Id">Its id, when it is a UUID as CloudTrail writes it.</param>
internal readonly record struct EvidenceRow(long Ticks, Guid Id, EvidenceContext Context)
{
    private const int UuidLength = 36;
    private const int UuidDigits = 32;

    /// <summary>The event's id, when it is no UUID as CloudTrail writes it.</summary>
    public string? OtherId => Context.EventId;

    public DateTimeOffset Time => new(Ticks, TimeSpan.Zero);

    public static EvidenceRow Of(Evidence evidence) => new(
        evidence.Time.UtcTicks, default, new EvidenceContext(evidence.EventSource, evidence.EventName, evidence.ErrorCode, evidence.Origin, evidence.EventId));

    /// <summary>Whether the id is a UUID that is written the way it would be written again.</summary>
    public static bool TryParseId(CloudTrailEvent @event, out Guid id)
    {
        var text = @event.Span(CloudTrailField.EventId);
        id = default;
        if (text.Length != UuidLength || text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-')
            return false;
        Span<byte> digits = stackalloc byte[UuidDigits];
        text[..8].CopyTo(digits);
        text[9..13].CopyTo(digits[8..]);
        text[14..18].CopyTo(digits[12..]);
        text[19..23].CopyTo(digits[16..]);
        text[24..].CopyTo(digits[20..]);
        Span<byte> bytes = stackalloc byte[UuidDigits / 2];
        if (digits.ContainsAnyInRange((byte)'A', (byte)'F') || Convert.FromHexString(digits, bytes, out _, out _) != OperationStatus.Done)
            return false;
        id = new Guid(bytes, bigEndian: true);
        return true;
    }

    /// <summary>By time, then by id: zero for the same event, whatever the origin.</summary>
    public int CompareEvent(in EvidenceRow other)
    {
        var byTime = Ticks.CompareTo(other.Ticks);
        if (byTime != 0)
            return byTime;
        return OtherId is null && other.OtherId is null ? Id.CompareTo(other.Id) : string.CompareOrdinal(EventId, other.EventId);
    }

    /// <summary>By event, then by origin.</summary>
    public int CompareWhole(in EvidenceRow other)
    {
        var byEvent = CompareEvent(other);
        return byEvent != 0 ? byEvent : string.CompareOrdinal(Context.Origin, other.Context.Origin);
    }

    public Evidence ToEvidence() => new(EventId, Time, Context.EventSource, Context.EventName, Context.ErrorCode, Context.Origin);

    private string EventId => OtherId ?? Id.ToString();
}
