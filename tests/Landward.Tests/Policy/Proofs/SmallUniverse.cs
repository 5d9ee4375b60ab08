using Landward.Policy;
using Landward.Policy.Conditions;

namespace Landward.Tests.Policy.Proofs;

/// <summary>
/// A request for every way in which documents of <see cref="SmallPolicies"/> can tell requests apart: the product of the classes
/// of actions, of resources and of each key's values. If some request is answered in a certain way, one of these is.
/// </summary>
internal sealed class SmallUniverse
{
    private readonly List<string> _actions;
    private readonly List<string> _resources;
    private readonly List<RequestContext> _contexts;

    public SmallUniverse(params IEnumerable<PolicyDocument> documents)
    {
        PolicyStatement[] statements = [.. documents.SelectMany(document => document.Statements)];
        // Every pattern of an action is "*" or within s3: one action elsewhere stands for all of them.
        var actions = PatternsOf(statements.SelectMany(statement => statement.Actions.IsDefault ? statement.NotActions : statement.Actions), "s3:");
        _actions = [.. SmallTexts.Of(actions).Select(name => "s3:" + name), "ec2:a"];
        // Heads differ in the partition or not at all: a partition that is named, one that only a star takes, and another service.
        // The resource "*" is what an action without resource types asks for.
        var resources = PatternsOf(statements.SelectMany(statement => statement.Resources.IsDefault ? statement.NotResources : statement.Resources), ":::");
        var names = SmallTexts.Of(resources, both: true);
        _resources = ["*", "arn:aws:sqs:::a", .. names.Select(name => "arn:aws:s3:::" + name), .. names.Select(name => "arn:aws-cn:s3:::" + name)];
        // Keys that no statement speaks of change nothing.
        IEnumerable<(string Key, ContextValue? Value)[]> contexts = [[]];
        foreach (var key in statements.SelectMany(statement => statement.Conditions.Conditions).Select(condition => condition.Source).GroupBy(source => source.Key, StringComparer.Ordinal))
        {
            ContextValue?[] values = [null, .. ValuesOf(key.Key, [.. key])];
            contexts = [.. contexts.SelectMany(context => values.Select(value => ((string, ContextValue?)[])[.. context, (key.Key, value)]))];
        }
        _contexts = [.. contexts.Select(Context)];
    }

    public int Count => _actions.Count * _resources.Count * _contexts.Count;

    public IEnumerable<AuthorizationRequest> Requests()
    {
        var caller = Given.Caller(Given.User);
        foreach (var context in _contexts)
        {
            foreach (var resource in _resources)
            {
                foreach (var action in _actions)
                    yield return new AuthorizationRequest(caller, action, resource, null, context);
            }
        }
    }

    private static List<SmallPattern> PatternsOf(IEnumerable<string> written, string end) =>
        [.. written.Where(text => text.Contains(end, StringComparison.Ordinal)).Select(text => new SmallPattern(text[(text.IndexOf(end, StringComparison.Ordinal) + end.Length)..])).Distinct()];

    private static IEnumerable<ContextValue> ValuesOf(string key, ConditionSource[] conditions)
    {
        string[] single = key switch
        {
            // Below, between and above the operands 1 and 2, on them, and no number.
            "k:n" => ["0", "1", "1.5", "2", "3", "x"],
            "k:b" => ["true", "false", "x"],
            _ => [.. SmallTexts.Of(Texts(conditions), SmallTexts.BothCases)],
        };
        foreach (var value in single)
            yield return ContextValue.Single(value);
        var sets = conditions.Count(condition => condition.Operator.StartsWith("For", StringComparison.Ordinal));
        if (sets == 0)
            yield break;
        // A set operator asks for some value or about every value. Of a list that meets some of them and fails others, one value
        // for each operator is enough; a list of one empty text counts as no value, of two as values.
        foreach (var list in Subsets(single, sets))
            yield return ContextValue.Multiple([.. list]);
        yield return ContextValue.Multiple(["", ""]);
    }

    private static List<SmallPattern> Texts(ConditionSource[] conditions) =>
        [.. conditions.Where(condition => condition.Operator != "Null").SelectMany(condition => condition.Values.Select(value => new SmallPattern(value, condition.Operator.Contains("IgnoreCase", StringComparison.Ordinal)))).Distinct()];

    private static IEnumerable<IEnumerable<string>> Subsets(string[] values, int largest)
    {
        IEnumerable<string[]> sets = [[]];
        foreach (var value in values)
            sets = [.. sets, .. sets.Where(set => set.Length < largest).Select(set => (string[])[.. set, value])];
        return sets;
    }

    private static RequestContext Context((string Key, ContextValue? Value)[] values)
    {
        var context = new RequestContext.Builder();
        foreach (var (key, value) in values)
        {
            if (value is not null)
                context.Add(key, value);
        }
        return context.Build();
    }
}
