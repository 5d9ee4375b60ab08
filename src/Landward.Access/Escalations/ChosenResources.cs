using System.Collections.Immutable;
using Landward.Policy;

namespace Landward.Access.Escalations;

/// <summary>
/// Concrete ARNs for resources that an attacker creates or picks: first any name, then names that the attacker's own policies speak
/// of (<c>function:dev-*</c>), in each of the Regions in question.
/// </summary>
internal sealed class ChosenResources(ImmutableArray<string> regions, string organization, string management)
{
    private const string Name = "landward-escalation";
    private const int Limit = 24;

    public IEnumerable<string> For(EscalationNode who, IEnumerable<string> actions, string template)
    {
        var partition = CallFacts.PartitionOf(who);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var patterns = Patterns(who.Actor!, actions.ToList()).ToList();
        foreach (var region in template.Contains("{region}", StringComparison.Ordinal) ? regions : [regions[0]])
        {
            var text = Fill(template, partition, region, who.Account);
            if (seen.Add(text.Replace("{name}", Name, StringComparison.Ordinal)))
                yield return text.Replace("{name}", Name, StringComparison.Ordinal);
            foreach (var pattern in patterns)
            {
                if (seen.Count < Limit && Concrete(pattern, text) is { } arn && seen.Add(arn))
                    yield return arn;
            }
        }
    }

    public string Fill(string template, string partition, string region, string account) => template
        .Replace("{partition}", partition, StringComparison.Ordinal)
        .Replace("{region}", region, StringComparison.Ordinal)
        .Replace("{account}", account, StringComparison.Ordinal)
        .Replace("{organization}", organization, StringComparison.Ordinal)
        .Replace("{management}", management, StringComparison.Ordinal);

    /// <summary>Resources that the caller's policies name for one of the actions, and those that a PassRole condition names.</summary>
    private static IEnumerable<string> Patterns(AccessPrincipal who, List<string> actions)
    {
        var allows = who.Identity.SelectMany(policy => policy.Document.Statements).Where(statement => statement.Effect == Effect.Allow).ToList();
        foreach (var statement in allows.Where(statement => statement.NamesAction("iam:PassRole")))
        {
            foreach (var condition in statement.ConditionsOf().Where(condition => condition.Key.Equals("iam:AssociatedResourceArn", StringComparison.OrdinalIgnoreCase)))
            {
                foreach (var value in condition.Values)
                    yield return value;
            }
        }
        foreach (var statement in allows.Where(statement => !statement.Resources.IsDefault && actions.Exists(statement.NamesAction)))
        {
            foreach (var resource in statement.Resources)
                yield return resource.Replace("${aws:username}", who.Principal.Name, StringComparison.OrdinalIgnoreCase);
        }
    }

    /// <summary>A name that the pattern matches and that has the shape of the template; null when there is none.</summary>
    private static string? Concrete(string pattern, string template)
    {
        var parts = pattern.Split(':', 6);
        var shape = template.Split(':', 6);
        if (parts.Length != 6 || pattern.Contains("${", StringComparison.Ordinal))
            return null;
        var type = shape[5][..Math.Max(0, shape[5].IndexOf("{name}", StringComparison.Ordinal))];
        if (parts[2] != shape[2] || !parts[5].StartsWith(type, StringComparison.Ordinal) || parts[5].Length == type.Length)
            return null;
        var region = parts[3].AsSpan().IndexOfAny('*', '?') < 0 ? parts[3] : shape[3];
        var name = parts[5][type.Length..].Replace("*", Name, StringComparison.Ordinal).Replace('?', 'x');
        // What follows the name in the template (a version, a child) goes on unless the pattern ran over it.
        var tail = shape[5][(type.Length + "{name}".Length)..].Replace("{name}", Name, StringComparison.Ordinal);
        if (tail.Length > 0 && !name.EndsWith(tail, StringComparison.Ordinal) && !name.Contains(tail[0], StringComparison.Ordinal))
            name += tail;
        return $"{shape[0]}:{shape[1]}:{shape[2]}:{region}:{shape[4]}:{type}{name}";
    }
}
