using System.Text.Json;
using System.Text.Json.Nodes;
using Landward.Rules.Sigma;

namespace Landward.Detection.Linting;

/// <summary>Asks items what they would say of events made for the purpose.</summary>
internal sealed class ItemProbe(SigmaCompiler compiler)
{
    private static readonly JsonElement Empty = JsonDocument.Parse("{}").RootElement;
    private readonly Dictionary<SigmaItem, CompiledSigmaRule?> _compiled = new(ReferenceEqualityComparer.Instance);

    /// <summary>Whether the item holds for an event in which its field is absent.</summary>
    public bool HoldsWhenAbsent(SigmaItem item) => Holds(item, Empty);

    /// <summary>Whether the item holds for an event in which the field has this value and nothing else is there.</summary>
    public bool Holds(SigmaItem item, string field, string value)
    {
        JsonNode node = value;
        foreach (var segment in field.Split('.').Reverse())
            node = new JsonObject { [segment] = node };
        using var document = JsonDocument.Parse(node.ToJsonString());
        return Holds(item, document.RootElement);
    }

    private bool Holds(SigmaItem item, JsonElement @event)
    {
        if (!_compiled.TryGetValue(item, out var compiled))
        {
            var search = new SigmaSearch("s", [new SigmaAlternative([item])]);
            compiled = compiler.Compile(new SigmaRule(Header, new SigmaLogSource("aws", null, DetectionRules.CloudTrail), [search], new SigmaCondition.Search("s"))).Rule;
            _compiled.Add(item, compiled);
        }
        // What does not compile alone is not judged.
        return compiled is null || compiled.Matches(@event);
    }

    private static readonly SigmaHeader Header = new(
        "probe", null, "probe", string.Empty, Model.Severity.Low, null, [], [], [], null, new Model.SourceSpan("probe", 1, 1));
}
