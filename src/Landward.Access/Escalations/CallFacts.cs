using Landward.Model;
using Landward.Policy;

namespace Landward.Access.Escalations;

/// <summary>
/// Condition keys that follow from what an attacker's call does.
/// Source: "Actions, resources, and condition keys for AWS Identity and Access Management", Service Authorization Reference.
/// </summary>
internal static class CallFacts
{
    /// <summary>The request does not carry the key. A key without values counts as absent.</summary>
    public static readonly ContextValue Absent = new([], Multivalued: false);

    private static readonly ContextValue False = ContextValue.Single("false");

    public static string AdministratorAccess(string partition) => $"arn:{partition}:iam::aws:policy/AdministratorAccess";

    public static string PartitionOf(EscalationNode node) => Arn.TryParse(node.Actor?.Arn ?? node.Name, out var arn) ? arn.Partition : "aws";

    /// <summary>A call that the attacker makes, not a service on the attacker's behalf.</summary>
    public static RequestContext.Builder Direct() => new RequestContext.Builder()
        .Add("aws:ViaAWSService", False)
        .Add("aws:CalledVia", Absent)
        .Add("aws:CalledViaFirst", Absent)
        .Add("aws:CalledViaLast", Absent);

    /// <summary>An IAM edit of a user or role: which policy is attached, and which boundary the edited one has.</summary>
    public static RequestContext Edit(string action, AccessPrincipal victim, string partition)
    {
        var facts = Direct().Add("iam:PolicyARN", action.StartsWith("iam:Attach", StringComparison.Ordinal) ? ContextValue.Single(AdministratorAccess(partition)) : Absent);
        if (action.EndsWith("PermissionsBoundary", StringComparison.Ordinal) && action.StartsWith("iam:Put", StringComparison.Ordinal))
            return facts.Add("iam:PermissionsBoundary", AdministratorAccess(partition)).Build();
        // The boundary that the edited user or role has; a boundary without a known ARN leaves the key open.
        var boundary = victim.PermissionsBoundary switch
        {
            [] => Absent,
            [{ Id: { } arn }, ..] => ContextValue.Single(arn),
            _ => ContextValue.Unknown(ContextKnowledge.PresentValueUnknown),
        };
        return facts.Add("iam:PermissionsBoundary", boundary).Build();
    }

    public static RequestContext PassRole(string service, string? associated)
    {
        var facts = Direct().Add("iam:PassedToService", service);
        return (associated is null ? facts.Add("iam:AssociatedResourceArn", Absent) : facts.Add("iam:AssociatedResourceArn", associated)).Build();
    }

    /// <summary>A service that takes a role for a resource of the account (aws:SourceAccount, aws:SourceArn).</summary>
    public static RequestContext ServiceFor(string account, string? resource)
    {
        var facts = new RequestContext.Builder().Add("aws:SourceAccount", account);
        return (resource is null ? facts : facts.Add("aws:SourceArn", resource)).Build();
    }
}
