using System.Text.Json.Nodes;
using Landward.Policy;

namespace Landward.Tests.Policy.Proofs;

/// <summary>
/// Random documents over a vocabulary of few patterns, and the questions about them. The vocabulary is drawn anew for each
/// instance, so that documents of one instance overlap and what they can tell apart stays small enough to list.
/// </summary>
internal sealed class SmallPolicies
{
    private static readonly string[] Heads = ["arn:aws:s3:::", "arn:aws:s3:::", "arn:aws:s3:::", "arn:*:s3:::"];
    private static readonly string[] NumericOperators = ["Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"];
    private static readonly string[] TextOperators = ["StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"];

    private readonly Random _random;
    private readonly string[] _actions;
    private readonly string[] _resources;
    private readonly string[] _keys;
    private readonly string[] _literals;
    private readonly string[] _patterns;

    public SmallPolicies(Random random)
    {
        _random = random;
        _actions = ["*", .. Enumerable.Range(0, 3).Select(_ => "s3:" + Pattern(2))];
        _resources = ["*", .. Enumerable.Range(0, 4).Select(_ => Pick(Heads) + Pattern(4))];
        string[] keys = ["k:s", "k:n", "k:b", "k:m"];
        random.Shuffle(keys);
        _keys = keys[..random.Next(1, 3)];
        _literals = [.. Enumerable.Range(0, 2).Select(_ => Text("abA", 1))];
        _patterns = [.. Enumerable.Range(0, 2).Select(_ => Pattern(2))];
    }

    public JsonArray Statements() => new([.. Enumerable.Range(0, _random.Next(1, 5)).Select(_ => (JsonNode)Statement())]);

    /// <summary>The statements with one left out, added, freed of its conditions, moved or replaced.</summary>
    public JsonArray Variant(JsonArray statements)
    {
        var changed = statements.DeepClone().AsArray();
        var place = _random.Next(changed.Count);
        switch (_random.Next(4))
        {
            case 0 when changed.Count > 1:
                changed.RemoveAt(place);
                break;
            case 1 when changed.Count < 4:
                changed.Insert(place, Statement());
                break;
            case 2:
                changed[place]!.AsObject().Remove("Condition");
                break;
            default:
                var other = Statement();
                var element = Pick(["Action", "Resource", "Condition", "Effect"]);
                foreach (var name in (string[])[element, "Not" + element])
                {
                    changed[place]!.AsObject().Remove(name);
                    if (other[name] is { } value)
                        changed[place]![name] = value.DeepClone();
                }
                break;
        }
        return changed;
    }

    public AccessQuestion Question() => new()
    {
        Actions = [.. _random.Next(3) == 0 ? [] : Some(_actions)],
        Resources = [.. _random.Next(3) == 0 ? [] : Some(_resources)],
        Conditions = [.. _random.Next(2) == 0 ? [] : new[] { Condition() }.Select(item => new AccessCondition(item.Operator, item.Key, [.. item.Values]))],
        Except = [.. _random.Next(3) == 0 ? new[] { new AccessQuestion { Actions = [.. Some(_actions)], Resources = [.. Some(_resources)] } } : []],
    };

    public static PolicyDocument Parse(JsonArray statements) =>
        PolicyDocument.Parse($$"""{"Version":"2012-10-17","Statement":{{statements.ToJsonString()}}}""").Document!;

    private JsonObject Statement()
    {
        var statement = new JsonObject
        {
            ["Effect"] = _random.Next(3) == 0 ? "Deny" : "Allow",
            [_random.Next(4) == 0 ? "NotAction" : "Action"] = Array(Some(_actions)),
            [_random.Next(4) == 0 ? "NotResource" : "Resource"] = Array(Some(_resources)),
        };
        var conditions = new JsonObject();
        for (var i = _random.Next(3); i > 0; i--)
        {
            var (op, key, values) = Condition();
            if (conditions[op] is not JsonObject keys)
                conditions[op] = keys = [];
            keys[key] = Array(values);
        }
        if (conditions.Count > 0)
            statement["Condition"] = conditions;
        return statement;
    }

    private (string Operator, string Key, string[] Values) Condition()
    {
        var key = Pick(_keys);
        if (_random.Next(6) == 0)
            return ("Null", key, [Pick(["true", "false"])]);
        var exists = _random.Next(4) == 0 ? "IfExists" : string.Empty;
        if (key == "k:n")
            return ("Numeric" + Pick(NumericOperators) + exists, key, Some(["1", "2", "2.0"]));
        if (key == "k:b")
            return ("Bool" + exists, key, Some(["true", "false", "TRUE"]));
        var op = Pick(TextOperators);
        var quantifier = key == "k:m" && _random.Next(8) > 0 ? Pick(["ForAnyValue:", "ForAllValues:"]) : string.Empty;
        return (quantifier + op + exists, key, Some(op.EndsWith("Like", StringComparison.Ordinal) ? _patterns : _literals));
    }

    private string Pattern(int longest) => Text("aabb**??", longest);

    private string Text(string symbols, int longest) =>
        string.Concat(Enumerable.Range(0, _random.Next(1, longest + 1)).Select(_ => symbols[_random.Next(symbols.Length)]));

    private string[] Some(string[] values) => [.. Enumerable.Range(0, _random.Next(1, 3)).Select(_ => Pick(values)).Distinct(StringComparer.Ordinal)];

    private T Pick<T>(T[] values) => values[_random.Next(values.Length)];

    private static JsonArray Array(string[] values) => new([.. values.Select(value => (JsonNode)value)]);
}
