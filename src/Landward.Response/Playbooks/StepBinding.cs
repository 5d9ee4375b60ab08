using System.Collections.Immutable;
using Landward.Model;
using Landward.Response.Actions;
using Landward.Response.Resources;

namespace Landward.Response.Playbooks;

/// <summary>A step's action on one resource, with parameters taken from one finding.</summary>
internal sealed record StepBinding(PlaybookStep Step, ResponseAction Action, ResourceAddress Resource, ImmutableSortedDictionary<string, string> Parameters)
{
    /// <summary>Every different way the findings fill the step; a step is done once for each.</summary>
    public static List<StepBinding> Of(PlaybookStep step, IEnumerable<Finding> findings)
    {
        var action = ResponseActions.Get(step.Action);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var bindings = new List<StepBinding>();
        foreach (var finding in findings)
        {
            var facts = FindingFacts.Of(finding);
            if (step.Facts.Values.Any(fact => !facts.ContainsKey(fact)))
                continue;
            var account = action.ActsOnPrincipal ? FindingFacts.AccountOfPrincipal(finding) : finding.Account;
            if (!AccountId.TryParse(account, out _))
                continue;
            var parameters = step.Facts.ToImmutableSortedDictionary(pair => pair.Key, pair => facts[pair.Value], StringComparer.Ordinal);
            var resource = new ResourceAddress(account, finding.Region, action.ResourceType, parameters[action.ResourceParameter]);
            if (seen.Add($"{account}\n{string.Join('\n', parameters.Values)}"))
                bindings.Add(new StepBinding(step, action, resource, parameters));
        }
        return bindings;
    }
}
