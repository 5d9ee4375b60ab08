using System.Text.Json.Nodes;

namespace Landward.Sandbox.Calls;

/// <summary>An EventBridge event on its way to a bus of an account and Region.</summary>
internal sealed record BusEvent(string Account, string Region, string Source, string DetailType, IReadOnlyList<string> Resources, JsonObject Detail)
{
    public string EventBusName { get; init; } = "default";

    /// <summary>When it happened; null: when the call was made.</summary>
    public DateTimeOffset? Time { get; init; }
}
