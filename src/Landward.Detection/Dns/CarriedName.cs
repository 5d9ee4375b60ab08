namespace Landward.Detection.Dns;

/// <summary>A name that may carry data to the owner of a domain.</summary>
/// <param name="Length">Characters before the domain, dots left out.</param>
/// <param name="First">When it was first asked for.</param>
internal readonly record struct CarriedName(int Length, bool IsGenerated, DnsSighting First);
