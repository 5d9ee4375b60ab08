using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Landward.Model;

namespace Landward.Access.Escalations;

/// <summary>Paths as findings: one for each starting principal and reach, with the same id in every run.</summary>
public static class EscalationFindings
{
    private const string Generator = "landward-escalations";
    private const string Region = "us-east-1";

    /// <param name="report">What the analysis found.</param>
    /// <param name="time">When the snapshot was read.</param>
    public static ImmutableArray<Finding> Of(EscalationReport report, DateTimeOffset time) => [.. report.Paths.Concat(report.OrganizationPaths.Where(path => !Repeats(report, path))).Select(path => Of(path, time))];

    /// <summary>
    /// By reach: the organization before an account, certain before conditional; a way in from outside counts one step more.
    /// </summary>
    public static Severity SeverityOf(EscalationPath path) => (path.Reach, path.IsConditional, IsOutside(path.Kind)) switch
    {
        (_, false, true) or (EscalationReach.Organization, false, _) => Severity.Critical,
        (EscalationReach.Account, false, _) or (EscalationReach.Organization, true, _) => Severity.High,
        (EscalationReach.Account, true, _) or (EscalationReach.Goal, false, _) => Severity.Medium,
        _ => Severity.Low,
    };

    private static bool Repeats(EscalationReport report, EscalationPath path) => report.Paths.Any(other => other.From == path.From && other.Kind == path.Kind && other.Reach == EscalationReach.Organization);

    private static bool IsOutside(EscalationNodeKind kind) => kind is EscalationNodeKind.Outsider or EscalationNodeKind.Everyone or EscalationNodeKind.IdentityProvider;

    private static Finding Of(EscalationPath path, DateTimeOffset time)
    {
        var type = $"PrivilegeEscalation:{Subject(path)}/{(path.Reach == EscalationReach.Organization ? "OrganizationAdministratorPath" : "AdministratorPath")}";
        var techniques = path.Steps.SelectMany(step => step.Mitre).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return new Finding
        {
            Id = $"{Generator}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{type}\n{path.Kind}\n{path.From}\n{path.Goal}")))[..32]}",
            Type = type,
            Title = $"{path.From} can become {path.Goal} in {path.Steps.Length} {(path.Steps.Length == 1 ? "step" : "steps")}{(path.IsConditional ? ", under conditions" : string.Empty)}",
            Description = string.Join(" Then ", path.Steps.Select(step => $"{step.From} can {step.Title} ({step.To}).")),
            Severity = SeverityOf(path),
            Generator = Generator,
            Techniques = [.. techniques],
            Tactics = ["privilege-escalation"],
            Account = path.Account,
            Region = Region,
            Principal = path.From,
            Resources = [.. path.Steps.Select(step => step.To).Distinct(StringComparer.Ordinal).Select(arn => new FindingResource(arn.Contains(":user/", StringComparison.Ordinal) ? "AWS::IAM::User" : "AWS::IAM::Role", arn))],
            FirstSeen = time,
            LastSeen = time,
            Facts = Facts(path),
        };
    }

    private static ImmutableSortedDictionary<string, string> Facts(EscalationPath path)
    {
        var facts = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        facts["goal"] = path.Goal;
        facts["path"] = string.Join(" > ", path.Steps.Select(step => step.Technique));
        if (path.IsConditional)
            facts["conditions"] = string.Join("; ", path.Steps.SelectMany(step => step.Conditions).Concat(path.GoalConditions).Distinct(StringComparer.Ordinal));
        return facts.ToImmutable();
    }

    private static string Subject(EscalationPath path) => path.Kind switch
    {
        EscalationNodeKind.Principal => path.From.Contains(":user/", StringComparison.Ordinal) ? "IAMUser" : "IAMRole",
        EscalationNodeKind.IdentityCenterUser => "IdentityCenterUser",
        EscalationNodeKind.IdentityCenterGroup => "IdentityCenterGroup",
        EscalationNodeKind.Compute => "Compute",
        EscalationNodeKind.IdentityProvider => "IdentityProvider",
        _ => "ExternalPrincipal",
    };
}
