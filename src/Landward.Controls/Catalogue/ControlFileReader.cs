using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Landward.Model;
using Landward.Policy;
using Landward.Rules.Yaml;

namespace Landward.Controls.Catalogue;

/// <summary>Reads one control file: a mapping with the list <c>controls</c> and, for all of them, default <c>parameters</c>.</summary>
internal sealed class ControlFileReader(string? directory, ICollection<Diagnostic> diagnostics)
{
    private static readonly string[] ControlKeys =
        ["id", "name", "guidance", "behavior", "scope", "policyType", "description", "source", "parameters", "statements", "tests", "testParameters"];

    private static readonly string[] TestKeys = ["principal", "action", "resource", "context", "expect"];

    public IEnumerable<CatalogueControl> Read(string text, string file)
    {
        if (YamlReader.Read(text, file, diagnostics) is not { } document)
            yield break;
        if (document is not YamlMapping root || root["controls"] is not YamlSequence list)
        {
            diagnostics.Add(ControlDiagnostics.WrongValue("controls", "a list of controls", document.Span));
            yield break;
        }
        CheckKeys(root, ["controls", "parameters"]);
        var shared = Parameters(root, "parameters");
        foreach (var item in list.Items)
        {
            if (item is not YamlMapping map)
                diagnostics.Add(ControlDiagnostics.WrongValue("controls", "a list of mappings", item.Span));
            else if (ReadControl(map, shared) is { } control)
                yield return control;
        }
    }

    private CatalogueControl? ReadControl(YamlMapping map, FrozenDictionary<string, ImmutableArray<string>> shared)
    {
        var before = diagnostics.Count;
        CheckKeys(map, ControlKeys);
        var id = Text(map, "id");
        var definition = new ControlDefinition(
            id,
            Text(map, "name"),
            Text(map, "description"),
            Choice<ControlBehavior>(map, "behavior"),
            Choice<ControlGuidance>(map, "guidance"),
            Scope(map),
            map["policyType"] is null ? PolicyType.ServiceControlPolicy : Choice<PolicyType>(map, "policyType"),
            Statements(map),
            Merge(shared, Parameters(map, "parameters")),
            Text(map, "source"));
        var control = new CatalogueControl(definition, [.. Tests(map)], Parameters(map, "testParameters"), directory, map.Span);
        if (diagnostics.Count == before)
            CheckStatements(control);
        return diagnostics.Count == before ? control : null;
    }

    // Statements are checked as the policy they will be: with the defaults, and stand-ins where there is none.
    private void CheckStatements(CatalogueControl control)
    {
        var kind = control.Definition.PolicyType == PolicyType.ServiceControlPolicy ? PolicyKind.ServiceControlPolicy : PolicyKind.ResourceControlPolicy;
        // A placeholder without default is given by the organization, and testParameters says what it looks like; any other is a slip.
        var known = control.Definition.Parameters.Keys.Concat(control.TestParameters.Keys).ToHashSet(StringComparer.Ordinal);
        foreach (var name in control.Definition.Statements.SelectMany(statement => StatementTemplate.Placeholders(statement)).Where(name => !known.Contains(name)))
            diagnostics.Add(ControlDiagnostics.MissingParameter(control.Id, name, control.Span));
        foreach (var statement in control.Definition.Statements)
        {
            var filled = StatementTemplate.Fill(statement, "Check", name => control.Definition.Parameters.GetValueOrDefault(name, control.TestParameters.GetValueOrDefault(name, ["x"])));
            var parsed = PolicyDocument.Parse($$"""{"Version":"2012-10-17","Statement":[{{filled}}]}""");
            foreach (var problem in parsed.Diagnostics.Concat(parsed.Document?.Validate(kind) ?? []))
                diagnostics.Add(ControlDiagnostics.InvalidStatement(control.Id, problem.Detail, control.Span));
        }
    }

    private IEnumerable<ControlTest> Tests(YamlMapping map)
    {
        foreach (var item in Items(map, "tests"))
        {
            if (item is not YamlMapping test)
            {
                diagnostics.Add(ControlDiagnostics.WrongValue("tests", "a list of mappings", item.Span));
                continue;
            }
            CheckKeys(test, TestKeys);
            var context = test["context"] is YamlMapping keys
                ? keys.Entries.Select(entry => KeyValuePair.Create(entry.Key, entry.Value is YamlScalar scalar ? scalar.Text : string.Empty))
                : [];
            var expect = Text(test, "expect");
            if (expect is not ("denied" or "allowed"))
                diagnostics.Add(ControlDiagnostics.WrongValue("expect", "`denied` or `allowed`", test.Span));
            yield return new ControlTest(
                Text(test, "principal"),
                Text(test, "action"),
                test["resource"] is null ? "*" : Text(test, "resource"),
                context.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase),
                expect == "denied",
                test.Span);
        }
    }

    private ImmutableArray<string> Statements(YamlMapping map)
    {
        var statements = ImmutableArray.CreateBuilder<string>();
        foreach (var item in Items(map, "statements"))
        {
            if (item is YamlMapping)
                statements.Add(YamlJson.ToJson(item)!.ToJsonString(JsonSerializerOptions.Default));
            else
                diagnostics.Add(ControlDiagnostics.WrongValue("statements", "a list of policy statements", item.Span));
        }
        if (statements.Count == 0)
            diagnostics.Add(ControlDiagnostics.WrongValue("statements", "a list with at least one policy statement", map.Span));
        return statements.ToImmutable();
    }

    private FrozenDictionary<string, ImmutableArray<string>> Parameters(YamlMapping map, string key)
    {
        if (map[key] is not { } value)
            return FrozenDictionary<string, ImmutableArray<string>>.Empty;
        if (value is not YamlMapping parameters)
        {
            diagnostics.Add(ControlDiagnostics.WrongValue(key, "a mapping of names to a text or a list of texts", value.Span));
            return FrozenDictionary<string, ImmutableArray<string>>.Empty;
        }
        return parameters.Entries.ToFrozenDictionary(entry => entry.Key, entry => Texts(entry), StringComparer.Ordinal);
    }

    private static FrozenDictionary<string, ImmutableArray<string>> Merge(FrozenDictionary<string, ImmutableArray<string>> shared, FrozenDictionary<string, ImmutableArray<string>> own) =>
        shared.Where(pair => !own.ContainsKey(pair.Key)).Concat(own).ToFrozenDictionary(StringComparer.Ordinal);

    private ImmutableArray<string> Texts(YamlEntry entry)
    {
        var items = entry.Value is YamlSequence sequence ? sequence.Items : [entry.Value];
        if (items.Any(item => item is not YamlScalar))
            diagnostics.Add(ControlDiagnostics.WrongValue(entry.Key, "a text or a list of texts", entry.Value.Span));
        return [.. items.OfType<YamlScalar>().Select(item => item.Text)];
    }

    private ControlScope Scope(YamlMapping map)
    {
        switch (Text(map, "scope"))
        {
            case "organization": return ControlScope.Organization;
            case "core": return ControlScope.CoreUnits;
            case "custom": return ControlScope.CustomUnits;
            case "units": return ControlScope.AllUnits;
            default:
                diagnostics.Add(ControlDiagnostics.WrongValue("scope", "`organization`, `core`, `custom` or `units`", map.Span));
                return default;
        }
    }

    private T Choice<T>(YamlMapping map, string key)
        where T : struct, Enum
    {
        if (Enum.GetNames<T>().FirstOrDefault(name => JsonNamingPolicy.CamelCase.ConvertName(name) == Text(map, key)) is { } known)
            return Enum.Parse<T>(known);
        diagnostics.Add(ControlDiagnostics.WrongValue(key, "one of " + string.Join(", ", Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName)), map.Span));
        return default;
    }

    private string Text(YamlMapping map, string key)
    {
        if (map[key] is YamlScalar { Text.Length: > 0 } scalar)
            return scalar.Text.Trim();
        diagnostics.Add(ControlDiagnostics.WrongValue(key, "a text", map[key]?.Span ?? map.Span));
        return string.Empty;
    }

    private ImmutableArray<YamlValue> Items(YamlMapping map, string key)
    {
        if (map[key] is null)
            return [];
        if (map[key] is YamlSequence sequence)
            return sequence.Items;
        diagnostics.Add(ControlDiagnostics.WrongValue(key, "a list", map[key]!.Span));
        return [];
    }

    private void CheckKeys(YamlMapping map, string[] known)
    {
        foreach (var entry in map.Entries.Where(entry => !known.Contains(entry.Key, StringComparer.Ordinal)))
            diagnostics.Add(ControlDiagnostics.UnknownKey(entry.Key, known, entry.KeySpan));
    }
}
