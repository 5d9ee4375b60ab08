namespace Landward.Detection;

/// <summary>A list file a user names.</summary>
public sealed record ThreatListFile(ListPurpose Purpose, string Path);
