using System.Text.Json.Nodes;

namespace Landward.Sandbox.Calls;

/// <summary>An EventBridge event on its way to the default bus of an account and Region.</summary>
public sealed record BusEvent(string Account, string Region, string Source, string DetailType, IReadOnlyList<string> Resources, JsonObject Detail);
