namespace Landward.LandingZone.Planning;

public sealed record PlanOptions
{
    /// <summary>Reads under way at once, over all accounts and Regions. The default is 16.</summary>
    public int Concurrency { get; init; } = 16;

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
