using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Landward.Response.Actions;

/// <summary>What an action is to act on.</summary>
/// <param name="Parameters">Values by the action's parameter names.</param>
/// <param name="Incident">The run, as marked on what the action makes.</param>
/// <param name="Now">When the run began; the same when it is resumed.</param>
internal sealed record ActionTarget(ImmutableSortedDictionary<string, string> Parameters, string Incident, DateTimeOffset Now)
{
    public string this[string parameter] => Parameters[parameter];
}

/// <summary>One API call an action makes.</summary>
public sealed record ActionCall(string Service, string Operation, JsonObject Input);
