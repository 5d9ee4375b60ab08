using System.Text.Json.Nodes;

namespace Landward.Aws;

public enum JournalState
{
    /// <summary>Written before the call; whether AWS did it is not known.</summary>
    Pending,
    Completed,
    Failed,
}

/// <summary>A change that is about to be made.</summary>
/// <param name="Key">What the change is, the same in every run: a plan's address, a playbook run's step.</param>
/// <param name="Intent">One sentence for people.</param>
/// <param name="Account">The account whose resource changes.</param>
/// <param name="Input">The call's input; secrets in it are masked.</param>
public sealed record JournalIntent(string Key, string Intent, string Service, string Operation, string Account, string Region, JsonObject Input);

/// <summary>A change, what became of it, and what a later read saw.</summary>
/// <param name="Id">Position in the journal, from 1.</param>
/// <param name="Time">When it was about to be made.</param>
public sealed record JournalEntry(long Id, DateTimeOffset Time, JournalIntent Intent)
{
    public JournalState State { get; init; } = JournalState.Pending;

    /// <summary>The call's output, secrets masked.</summary>
    public JsonObject? Result { get; init; }

    public string? ErrorCode { get; init; }
    public string? ErrorMessage { get; init; }
    public string? RequestId { get; init; }

    /// <summary>What reading the resource afterwards gave, or null.</summary>
    public JsonNode? ReadBack { get; init; }
}
