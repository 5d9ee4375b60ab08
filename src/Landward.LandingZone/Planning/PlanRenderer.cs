using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Landward.LandingZone.Desired;
using Landward.LandingZone.Specification;

namespace Landward.LandingZone.Planning;

/// <summary>A plan as text for people.</summary>
public static class PlanRenderer
{
    private const int AddressWidth = 68;
    private const int KindWidth = 26;
    private const int MaxValueLength = 120;

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// One line per change under its wave, the differing members of updates below, then the risks and, last, the line
    /// <c>Plan: a to add, b to change, c to destroy.</c> or <c>No changes.</c>
    /// </summary>
    public static string Text(Plan plan)
    {
        var text = new StringBuilder();
        text.Append("Target: ").AppendLine(plan.Spec.Target is SpecTarget.Aws ? "aws" : "sandbox");
        if (plan.Changes.Length > 0)
            text.AppendLine("Actions: + create, ~ update in place, - destroy");
        foreach (var group in plan.Changes.GroupBy(change => change.Action is ChangeAction.Delete ? "Removals" : Heading(change.Node.Wave)))
        {
            text.AppendLine().AppendLine(group.Key);
            foreach (var change in group)
                Append(text, change);
        }
        AppendRisks(text, plan);
        if (plan.Changes.Any(change => change.Node.Kind is ResourceKind.ServiceControlPolicy or ResourceKind.PolicyAttachment))
            AppendGuardrails(text, plan);
        if (plan.Partial)
            text.AppendLine().AppendLine("This plan is partial: part of the actual state could not be read.");
        text.AppendLine().Append(Summary(plan));
        return text.ToString();
    }

    /// <summary>The last line of a plan.</summary>
    public static string Summary(Plan plan) => plan.Changes.Length == 0 && !plan.Partial
        ? "No changes."
        : $"Plan: {plan.Count(ChangeAction.Create)} to add, {plan.Count(ChangeAction.Update)} to change, {plan.Count(ChangeAction.Delete)} to destroy.";

    internal static string Label(Risk risk) => risk switch
    {
        Risk.Destroy => "DESTROY",
        Risk.Lockout => "LOCKOUT",
        Risk.CoverageLoss => "COVERAGE-LOSS",
        Risk.Cost => "COST",
        _ => throw new ArgumentOutOfRangeException(nameof(risk)),
    };

    private static void AppendGuardrails(StringBuilder text, Plan plan)
    {
        if (plan.Guardrails.IsEmpty)
            return;
        text.AppendLine().AppendLine("Guardrails");
        foreach (var packing in plan.Guardrails)
            text.Append("  ").AppendLine(packing.ToString());
    }

    private static void Append(StringBuilder text, PlannedChange change)
    {
        var symbol = change.Action switch { ChangeAction.Create => '+', ChangeAction.Update => '~', _ => '-' };
        var risks = string.Join(", ", change.Risks.Select(Label));
        var line = $"  {symbol} {change.Address.PadRight(AddressWidth)} {change.Node.Kind.ToString().PadRight(KindWidth)} {risks}";
        text.AppendLine(line.TrimEnd());
        foreach (var member in change.ChangedMembers)
            text.AppendLine($"      {member}: {Value(change.Before![member])} -> {Value(change.After![member])}");
    }

    private static void AppendRisks(StringBuilder text, Plan plan)
    {
        foreach (var risk in plan.Changes.SelectMany(change => change.Risks.Select(risk => (risk, change))).GroupBy(pair => pair.risk).OrderBy(group => group.Key))
        {
            var accounts = risk.Select(pair => pair.change.Node.Account).Distinct().Count();
            text.AppendLine().Append($"{Label(risk.Key)}: {risk.Count()} {(risk.Count() == 1 ? "change" : "changes")} in {accounts} {(accounts == 1 ? "account" : "accounts")}");
        }
        if (plan.Changes.Any(change => change.Risks.Length > 0))
            text.AppendLine();
    }

    private static string Value(JsonNode? node)
    {
        var text = node?.ToJsonString(Relaxed) ?? "(none)";
        return text.Length <= MaxValueLength ? text : text[..MaxValueLength] + "...";
    }

    private static string Heading(Wave wave) => wave switch
    {
        Wave.Organization => "Organization",
        Wave.Units => "Organizational units",
        Wave.Accounts => "Accounts",
        Wave.LogArchive => "Log archive",
        Wave.OrganizationTrail => "Organization trail",
        Wave.DelegatedAdministrators => "Delegated administrators",
        Wave.Baseline => "Account baselines",
        Wave.Security => "Security services",
        Wave.Alerting => "Alerting",
        Wave.Access => "Access",
        Wave.CanaryGuardrails => "Guardrails, canary",
        Wave.Guardrails => "Guardrails",
        _ => throw new ArgumentOutOfRangeException(nameof(wave)),
    };
}
