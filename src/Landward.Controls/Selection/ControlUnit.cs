namespace Landward.Controls;

/// <summary>An organizational unit that controls can be attached to.</summary>
/// <param name="Path">The names from below the root, joined by slashes.</param>
/// <param name="IsCore">Of kind core (security, infrastructure ...); otherwise custom.</param>
public sealed record ControlUnit(string Path, bool IsCore);
