using System.Collections.Immutable;
using Landward.Model;
using Landward.Response.Actions;
using Landward.Rules.EventPatterns;
using Landward.Rules.Yaml;

namespace Landward.Response.Playbooks;

/// <summary>Reads a playbook's file.</summary>
public sealed class PlaybookParser
{
    private const int LargestSteps = 50;
    private const int LongestText = 2000;
    private static readonly string[] Keys = ["id", "title", "description", "trigger", "approval", "inputs", "steps"];
    private static readonly string[] StepKeys = ["id", "action", "with", "optional"];
    private static readonly string[] Approvals = ["manual", "approve", "automatic"];

    private readonly string _file;
    private readonly List<Diagnostic> _diagnostics = [];

    private PlaybookParser(string file) => _file = file;

    /// <summary>The playbook, or null and what is wrong with it.</summary>
    public static (Playbook? Playbook, ImmutableArray<Diagnostic> Diagnostics) Parse(string text, string file)
    {
        var parser = new PlaybookParser(file);
        var playbook = YamlReader.Read(text, file, parser._diagnostics) switch
        {
            YamlMapping root => parser.Read(root),
            var other => parser.NotAMapping(other),
        };
        return (parser._diagnostics.Count == 0 ? playbook : null, [.. parser._diagnostics]);
    }

    private Playbook? NotAMapping(YamlValue? value)
    {
        if (_diagnostics.Count == 0)
            Invalid("A playbook is a mapping with `id`, `title`, `description`, `trigger`, `inputs` and `steps`.", value?.Span ?? new SourceSpan(_file, 1, 1));
        return null;
    }

    private Playbook? Read(YamlMapping root)
    {
        Unknown(root, Keys, "a playbook");
        var id = Identifier(root, "a playbook");
        var inputs = ReadInputs(root["inputs"]);
        var steps = ImmutableArray.CreateBuilder<PlaybookStep>();
        if (root["steps"] is YamlSequence { Items: [_, ..] } sequence && sequence.Items.Length <= LargestSteps)
        {
            foreach (var item in sequence.Items)
            {
                if (ReadStep(item, inputs) is { } step)
                    steps.Add(step);
            }
            foreach (var twice in steps.GroupBy(step => step.Id, StringComparer.Ordinal).Where(group => group.Count() > 1))
                Invalid($"Two steps have the id `{twice.Key}`.", sequence.Span);
        }
        else
        {
            Invalid($"A playbook needs 1 to {LargestSteps} `steps`.", root.Span);
        }
        var trigger = ReadTrigger(root);
        var title = Text(root, "title");
        var description = Text(root, "description");
        var approval = ReadApproval(root["approval"]);
        return id is null || trigger is null || title is null || description is null
            ? null
            : new Playbook(id, title, description, trigger, approval, inputs, steps.ToImmutable(), _file);
    }

    private EventPattern? ReadTrigger(YamlMapping root)
    {
        if (root["trigger"] is not YamlMapping trigger)
        {
            Invalid("A playbook needs a `trigger`, an event pattern over findings.", root.Span);
            return null;
        }
        var (pattern, error) = EventPattern.Parse(YamlJson.ToJson(trigger)?.ToJsonString() ?? "null");
        if (error is not null)
            _diagnostics.Add(ResponseDiagnostics.InvalidPattern("the playbook's trigger", error.Reason, trigger.Span));
        return pattern;
    }

    private PlaybookApproval ReadApproval(YamlValue? value)
    {
        switch ((value as YamlScalar)?.Text)
        {
            case null when value is null:
            case "approve":
                return PlaybookApproval.Approve;
            case "manual":
                return PlaybookApproval.Manual;
            case "automatic":
                return PlaybookApproval.Automatic;
            case var other:
                Invalid($"`{other}` is not a kind of approval; it is one of `manual`, `approve` and `automatic`.{Suggestion.DidYouMean(other ?? string.Empty, Approvals)}", value!.Span);
                return PlaybookApproval.Manual;
        }
    }

    private ImmutableSortedDictionary<string, string> ReadInputs(YamlValue? value)
    {
        var inputs = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var entry in value is YamlMapping mapping ? mapping.Entries : [])
            inputs[entry.Key] = (entry.Value as YamlScalar)?.Text ?? string.Empty;
        return inputs.ToImmutable();
    }

    private PlaybookStep? ReadStep(YamlValue item, ImmutableSortedDictionary<string, string> inputs)
    {
        if (item is not YamlMapping step)
        {
            Invalid("A step is a mapping with `id`, `action` and `with`.", item.Span);
            return null;
        }
        Unknown(step, StepKeys, "a step");
        var id = Identifier(step, "a step");
        var name = (step["action"] as YamlScalar)?.Text ?? string.Empty;
        if (ResponseActions.Find(name) is not { } action)
        {
            _diagnostics.Add(ResponseDiagnostics.UnknownAction(name, Suggestion.DidYouMean(name, ResponseActions.Ids), (step["action"] ?? step).Span));
            return null;
        }
        var facts = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var entry in step["with"] is YamlMapping with ? with.Entries : [])
        {
            var fact = (entry.Value as YamlScalar)?.Text ?? string.Empty;
            if (!action.Parameters.Contains(entry.Key))
                Invalid($"The action `{name}` has no parameter `{entry.Key}`.{Suggestion.DidYouMean(entry.Key, action.Parameters)}", entry.KeySpan);
            else if (!inputs.ContainsKey(fact))
                Invalid($"`{fact}` is not declared under `inputs`.{Suggestion.DidYouMean(fact, inputs.Keys)}", entry.Value.Span);
            else
                facts[entry.Key] = fact;
        }
        foreach (var missing in action.Parameters.Where(parameter => step["with"] is not YamlMapping given || given[parameter] is null))
            Invalid($"The action `{name}` needs the parameter `{missing}` under `with`.", step.Span);
        var optional = step["optional"] is YamlScalar { Text: "true" };
        return id is null ? null : new PlaybookStep(id, name, facts.ToImmutable(), optional);
    }

    private string? Identifier(YamlMapping mapping, string what)
    {
        if (mapping["id"] is YamlScalar { Text: { Length: > 0 and <= 100 } id } && id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            return id;
        Invalid($"The `id` of {what} is 1 to 100 lower-case letters, digits and hyphens.", (mapping["id"] ?? mapping).Span);
        return null;
    }

    private string? Text(YamlMapping mapping, string key)
    {
        if (mapping[key] is YamlScalar { Text: { Length: > 0 and <= LongestText } text })
            return text.TrimEnd();
        Invalid($"`{key}` must be a text of 1 to {LongestText} characters.", (mapping[key] ?? mapping).Span);
        return null;
    }

    private void Unknown(YamlMapping mapping, string[] known, string what)
    {
        foreach (var entry in mapping.Entries.Where(entry => !known.Contains(entry.Key, StringComparer.Ordinal)))
            Invalid($"`{entry.Key}` is not a setting of {what}.{Suggestion.DidYouMean(entry.Key, known)}", entry.KeySpan);
    }

    private void Invalid(string detail, SourceSpan span) => _diagnostics.Add(ResponseDiagnostics.InvalidPlaybook(detail, span));
}
