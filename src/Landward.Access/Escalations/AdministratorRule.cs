using System.Collections.Immutable;
using Landward.Policy;

namespace Landward.Access.Escalations;

/// <summary>
/// Who counts as an administrator of an account: its own policies (identity-based and boundary) allow every IAM change of the list
/// on users, roles and policies whatever their name, and the organization's policies leave it at least one of them. The second half
/// keeps apart an organization that forbids IAM users (its administrators stay administrators) and one that forbids all IAM changes.
/// </summary>
internal static class AdministratorRule
{
    /// <summary>A name that no policy spells out: what holds for it holds for any.</summary>
    private const string AnyName = "q7x0-unnamed-9z";

    private static readonly ImmutableArray<(string Action, string Type)> Changes =
    [
        ("iam:AttachRolePolicy", "role"),
        ("iam:PutRolePolicy", "role"),
        ("iam:UpdateAssumeRolePolicy", "role"),
        ("iam:CreateRole", "role"),
        ("iam:CreatePolicyVersion", "policy"),
        ("iam:AttachUserPolicy", "user"),
        ("iam:PutUserPolicy", "user"),
        ("iam:CreateAccessKey", "user"),
    ];

    private static readonly RequestContext Facts = new RequestContext.Builder()
        .Add("iam:PolicyARN", CallFacts.AdministratorAccess("aws"))
        .Add("iam:PermissionsBoundary", CallFacts.Absent)
        .Build();

    public static IEnumerable<string> Actions => Changes.Select(change => change.Action);

    public static StepVerdict Judge(CallJudge judge, EscalationNode node)
    {
        var own = StepVerdict.Yes;
        foreach (var (action, type) in Changes)
        {
            own = StepVerdicts.Min(own, judge.OwnPolicies(node, Call(node, action, type)));
            if (own == StepVerdict.No)
                return StepVerdict.No;
        }
        var left = StepVerdict.No;
        foreach (var (action, type) in Changes)
        {
            left = StepVerdicts.Max(left, judge.Decide(node, Call(node, action, type)));
            if (left == StepVerdict.Yes)
                break;
        }
        return StepVerdicts.Min(own, left);
    }

    /// <summary>The changes as the evaluator decides them, for the conditions that they depend on.</summary>
    public static IEnumerable<CallWitness> Witnesses(CallJudge judge, EscalationNode node) =>
        Changes.Select(change => judge.Explain(node, Call(node, change.Action, change.Type))).Where(witness => witness.Verdict != StepVerdict.No);

    private static EscalationCall Call(EscalationNode node, string action, string type) =>
        new(action, $"arn:{CallFacts.PartitionOf(node)}:iam::{node.Account}:{type}/{AnyName}", node.Account, Facts);
}
