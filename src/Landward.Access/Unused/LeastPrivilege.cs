using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Policy;

namespace Landward.Access;

/// <summary>The policy that a recorded history justifies.</summary>
/// <param name="Document">Identity-based, version 2012-10-17.</param>
/// <param name="Calls">Classes of recorded calls that it is made from.</param>
/// <param name="NotShown">Actions the principal's present policies grant whose use the logs cannot show: add those that are needed.</param>
public sealed record LeastPrivilegePolicy(JsonObject Document, int Calls, ImmutableArray<string> NotShown);

/// <summary>Writes the policy: the actions that were used, on the resources they were used on, generalised where there are many.</summary>
public static class LeastPrivilege
{
    private const int NamedResources = 10;

    /// <param name="start">Calls from then on count; only those that policies let pass.</param>
    public static LeastPrivilegePolicy Of(AccessPrincipal principal, UsageRecord usage, DateTimeOffset start, DateTimeOffset end)
    {
        var calls = usage.AuthorizedCallsOf(principal.Arn, start, end);
        var byResources = calls
            .GroupBy(call => call.Action, StringComparer.Ordinal)
            .Select(group => (Action: group.Key, Resources: Generalise([.. group.Select(call => call.Resource).Distinct(StringComparer.Ordinal)])))
            .GroupBy(item => (Service: item.Action.Split(':')[0], Resources: string.Join('\n', item.Resources)), item => item)
            .OrderBy(group => group.Key.Service, StringComparer.Ordinal).ThenBy(group => group.Key.Resources, StringComparer.Ordinal);
        var statements = new JsonArray();
        foreach (var group in byResources)
        {
            statements.Add(new JsonObject
            {
                ["Sid"] = Sid(group.Key.Service, statements.Count + 1),
                ["Effect"] = "Allow",
                ["Action"] = Texts(group.Select(item => item.Action).Order(StringComparer.Ordinal)),
                ["Resource"] = Texts(group.First().Resources),
            });
        }
        var used = calls.Select(call => call.Action).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var universe = IamFacts.Current.Universe;
        var notShown = new List<string>();
        foreach (var atom in new GrantedActions().Of(principal))
        {
            if (!universe.IsOther(atom) && universe.NameOf(atom) is var action && UnloggedActions.Contains(action) && !used.Contains(action))
                notShown.Add(action);
        }
        return new LeastPrivilegePolicy(
            new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = statements }, calls.Length, [.. notShown.Order(StringComparer.Ordinal)]);
    }

    /// <summary>Objects become their bucket's objects; past a number of resources their last part becomes a wildcard, then everything of their type.</summary>
    private static string[] Generalise(string[] resources)
    {
        if (resources.Contains("*", StringComparer.Ordinal))
            return ["*"];
        var named = resources.Select(OfObject).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        if (named.Length <= NamedResources)
            return named;
        var parents = named.Select(Parent).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        if (parents.Length <= NamedResources)
            return parents;
        return [.. named.Select(TypeOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    private static string OfObject(string arn)
    {
        if (!arn.StartsWith("arn:aws:s3:::", StringComparison.Ordinal))
            return arn;
        var slash = arn.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? arn : arn[..(slash + 1)] + "*";
    }

    private static string Parent(string arn)
    {
        var head = Head(arn);
        var end = arn.TrimEnd('*').TrimEnd('/', ':').LastIndexOfAny(['/', ':']);
        return end <= head ? arn[..head] + "*" : arn[..(end + 1)] + "*";
    }

    private static string TypeOf(string arn)
    {
        var head = Head(arn);
        var end = arn.AsSpan(head).IndexOfAny('/', ':');
        return end < 0 ? arn[..head] + "*" : arn[..(head + end + 1)] + "*";
    }

    // Where the resource part of an ARN begins.
    private static int Head(string arn)
    {
        var at = -1;
        for (var colon = 0; colon < 5; colon++)
        {
            at = arn.IndexOf(':', at + 1);
            if (at < 0)
                return 0;
        }
        return at + 1;
    }

    private static string Sid(string service, int number) => string.Concat(service.Where(char.IsAsciiLetterOrDigit)) + number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);
}
