using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Policy;

namespace Landward.Access.External;

/// <summary>An Allow statement taken apart: whom and what it speaks of, and its conditions one by one.</summary>
internal sealed class GrantStatement
{
    private readonly AttachedPolicy _bare;
    private readonly Dictionary<(Caller, string), bool> _speaks = [];

    public GrantStatement(PolicyStatement statement, JsonObject text, string? version)
    {
        Statement = statement;
        Conditions = statement.ConditionsOf();
        var bare = new JsonObject { ["Effect"] = "Allow", ["Action"] = "*" };
        foreach (var element in (string[])["Principal", "NotPrincipal", "Resource", "NotResource"])
        {
            // Which resources a variable reaches only the whole request tells.
            if (text[element] is { } value && !(element.EndsWith("Resource", StringComparison.Ordinal) && value.ToJsonString().Contains("${", StringComparison.Ordinal)))
                bare[element] = value.DeepClone();
        }
        var document = new JsonObject();
        if (version is not null)
            document["Version"] = version;
        document["Statement"] = new JsonArray(bare);
        _bare = PolicyTexts.Attached(document.ToJsonString(), "statement", PolicyKind.Resource);
    }

    public PolicyStatement Statement { get; }

    public ImmutableArray<StatementCondition> Conditions { get; }

    /// <summary>Principal and resource match; variables of the resource take the caller's facts.</summary>
    public bool Speaks(Caller caller, string resource, RequestContext context)
    {
        if (_speaks.TryGetValue((caller, resource), out var known))
            return known;
        return _speaks[(caller, resource)] = ConditionProbe.Speaks(_bare, caller, resource, context);
    }

    /// <summary>The Allow statements of a document.</summary>
    public static ImmutableArray<GrantStatement> Of(PolicyDocument document)
    {
        var texts = PolicyTexts.Statements(document.Text).ToList();
        return [.. document.Statements.Where(statement => statement.Effect == Effect.Allow).Select(statement => new GrantStatement(statement, texts[statement.Index], document.Version))];
    }
}
