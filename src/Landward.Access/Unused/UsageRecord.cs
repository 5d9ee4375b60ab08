using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Landward.Access;

/// <summary>What logs tell about who used what.</summary>
/// <param name="History">Calls by class; sessions count as their role.</param>
/// <param name="KeyLastUsed">By access key id: the last event signed with it.</param>
/// <param name="PasswordLastUsed">By user ARN: the last successful sign-in to the console.</param>
public sealed record UsageRecord(CallHistory History, FrozenDictionary<string, DateTimeOffset> KeyLastUsed, FrozenDictionary<string, DateTimeOffset> PasswordLastUsed)
{
    private readonly ILookup<string, RecordedCall> _calls = History.Calls.ToLookup(call => call.Principal.Arn, StringComparer.Ordinal);

    /// <summary>The calls of a user or role within a period.</summary>
    public IEnumerable<RecordedCall> CallsOf(string principalArn, DateTimeOffset start, DateTimeOffset end) =>
        _calls[principalArn].Where(call => call.LastSeen >= start && call.FirstSeen <= end);

    /// <summary>Calls that policies let pass.</summary>
    public ImmutableArray<RecordedCall> AuthorizedCallsOf(string principalArn, DateTimeOffset start, DateTimeOffset end) =>
        [.. CallsOf(principalArn, start, end).Where(call => call.Outcome == CallOutcome.Authorized)];
}
