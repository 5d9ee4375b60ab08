using Landward.Policy;

namespace Landward.Cli.Access.Simulation;

/// <summary>One question as it was asked.</summary>
/// <param name="Id">The asker's own name for it; only in batches.</param>
/// <param name="ResourceAccount">The owner, where the ARN does not say; null when not given.</param>
/// <param name="AnyResource">A <c>*</c> in the resource stands for many resources.</param>
/// <param name="UnknownContext">Condition keys that are not given are unknown, not absent.</param>
internal sealed record SimulatedRequest(
    string? Id,
    Principal Principal,
    string Action,
    string Resource,
    string? ResourceAccount,
    IReadOnlyDictionary<string, ContextValue> Context,
    bool AnyResource,
    bool UnknownContext);
