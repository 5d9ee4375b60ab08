using System.Collections.Immutable;

namespace Landward.Access;

/// <summary>The recorded calls under the new policies. Only classes whose decision can change are listed.</summary>
public sealed record ReplayResult
{
    public required CallHistory History { get; init; }

    /// <summary>By verdict, then by count, most first.</summary>
    public required ImmutableArray<ReplayedCall> Calls { get; init; }

    /// <summary>Classes that are decided as before.</summary>
    public required int UnchangedClasses { get; init; }

    public required long UnchangedCalls { get; init; }

    /// <summary>Calls, among the unchanged, in which neither the caller's nor the resource's account belongs to the snapshot: no policy in question binds them.</summary>
    public required long OutsideCalls { get; init; }

    /// <summary>The accounts of those callers, ordered.</summary>
    public required ImmutableArray<string> OutsideAccounts { get; init; }

    /// <summary>Recorded as authorized, yet the current policies deny them, with the change and without: the change is not what breaks them.</summary>
    public required ImmutableArray<RecordedCall> DeniedAlready { get; init; }

    /// <summary>Recorded as denied, yet the current policies, as far as they are known, allow them: nothing is claimed about them.</summary>
    public required ImmutableArray<RecordedCall> UnexplainedDenials { get; init; }

    /// <summary>No recorded call that could be read is denied, or may be denied, by the new policies.</summary>
    public bool BreaksNothing => !Calls.Any(call => call.Verdict is ReplayVerdict.Broken or ReplayVerdict.MayBreak);
}
