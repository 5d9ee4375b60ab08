namespace Landward.Access.Escalations;

/// <summary>What an attacker is after. Exactly one of the nested records.</summary>
public abstract record EscalationGoal
{
    private EscalationGoal()
    {
    }

    /// <summary>Administrator of any account.</summary>
    public sealed record Administrator : EscalationGoal;

    /// <summary>Administrator of the management account, and so of the organization.</summary>
    public sealed record OrganizationAdministrator : EscalationGoal;

    /// <summary>The credentials of one user or role.</summary>
    /// <param name="Arn">Of a user or role of the snapshot.</param>
    public sealed record Credentials(string Arn) : EscalationGoal;

    /// <summary>Being allowed an action on a resource.</summary>
    public sealed record Access(string Action, string Resource) : EscalationGoal;
}
