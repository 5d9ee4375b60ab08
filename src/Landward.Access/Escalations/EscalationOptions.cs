namespace Landward.Access.Escalations;

/// <summary>What to look for.</summary>
public sealed record EscalationOptions
{
    public EscalationGoal Goal { get; init; } = new EscalationGoal.Administrator();

    /// <summary>Only the path of this principal: ARN of a user, role or compute, name of a user of Identity Center, id of an outside account. Null for all.</summary>
    public string? From { get; init; }

    /// <summary>Longer paths are not looked for. The default is 12.</summary>
    public int MaxSteps { get; init; } = 12;

    /// <summary>Single changes that are tried out; 0 for none. The default is 8.</summary>
    public int MaxCuts { get; init; } = 8;
}
