using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Landward.Aws.Descriptions;
using Landward.Model;
using Landward.Rules.Yaml;

namespace Landward.Sandbox.Scenarios;

/// <summary>Scenario text to <see cref="Scenario"/>. Every problem is reported with its place; nothing stops at the first.</summary>
public static class ScenarioParser
{
    private const int MaxSteps = 10_000;
    private static readonly string[] RootKeys = ["scenario", "title", "description", "principals", "steps"];
    private static readonly string[] PrincipalKeys = ["account", "role"];
    private static readonly string[] CallKeys = ["as", "call", "region", "input", "expect", "credentials", "save"];

    /// <summary>The scenario, or null when the diagnostics hold an error.</summary>
    public static (Scenario? Scenario, ImmutableArray<Diagnostic> Diagnostics) Parse(string text, string file)
    {
        var diagnostics = new List<Diagnostic>();
        var root = YamlReader.Read(text, file, diagnostics);
        if (root is not YamlMapping mapping)
        {
            if (diagnostics.Count == 0)
                diagnostics.Add(ScenarioDiagnostics.Malformed("A scenario is a mapping with `scenario`, `title`, `principals` and `steps`.", new SourceSpan(file, 1, 1)));
            return (null, [.. diagnostics]);
        }
        var scenario = new Reader(diagnostics).ReadScenario(mapping);
        return (diagnostics.Exists(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) ? null : scenario, [.. diagnostics]);
    }

    private sealed class Reader(List<Diagnostic> diagnostics)
    {
        private ImmutableDictionary<string, ScenarioPrincipal> _principals = ImmutableDictionary<string, ScenarioPrincipal>.Empty;

        public Scenario ReadScenario(YamlMapping root)
        {
            CheckKeys(root, RootKeys);
            _principals = ReadPrincipals(root);
            return new Scenario(Text(root, "scenario"), Text(root, "title"), OptionalText(root, "description") ?? string.Empty, _principals, ReadSteps(root));
        }

        private ImmutableDictionary<string, ScenarioPrincipal> ReadPrincipals(YamlMapping root)
        {
            if (root["principals"] is not YamlMapping mapping)
            {
                diagnostics.Add(ScenarioDiagnostics.Malformed("`principals` must map names to `{ account, role }`.", root.Span));
                return ImmutableDictionary<string, ScenarioPrincipal>.Empty;
            }
            var principals = ImmutableDictionary.CreateBuilder<string, ScenarioPrincipal>();
            foreach (var entry in mapping.Entries)
            {
                if (entry.Value is not YamlMapping fields)
                {
                    diagnostics.Add(ScenarioDiagnostics.Malformed($"The principal `{entry.Key}` must be a mapping with `account`.", entry.KeySpan));
                    continue;
                }
                CheckKeys(fields, PrincipalKeys);
                principals[entry.Key] = new ScenarioPrincipal(entry.Key, Text(fields, "account"), OptionalText(fields, "role"), entry.KeySpan);
            }
            return principals.ToImmutable();
        }

        private ImmutableArray<ScenarioStep> ReadSteps(YamlMapping root)
        {
            if (root["steps"] is not YamlSequence sequence)
            {
                diagnostics.Add(ScenarioDiagnostics.Malformed("`steps` must be a list of calls and waits.", root.Span));
                return [];
            }
            if (sequence.Items.Length > MaxSteps)
            {
                diagnostics.Add(ScenarioDiagnostics.Malformed($"A scenario has at most {MaxSteps} steps; this one has {sequence.Items.Length}.", sequence.Span));
                return [];
            }
            return [.. sequence.Items.Select(ReadStep).OfType<ScenarioStep>()];
        }

        private ScenarioStep? ReadStep(YamlValue value)
        {
            if (value is YamlMapping { Entries: [{ Key: "wait", Value: YamlScalar wait }] })
                return ReadWait(wait);
            if (value is not YamlMapping step)
            {
                diagnostics.Add(ScenarioDiagnostics.Malformed("A step is `{ wait: 5m }` or a mapping with `as` and `call`.", value.Span));
                return null;
            }
            CheckKeys(step, CallKeys);
            var principal = Text(step, "as");
            if (principal.Length > 0)
                CheckPrincipal(principal, step.Span);
            if (OptionalText(step, "credentials") is { } receiver)
                CheckPrincipal(receiver, step.Span);
            var (service, operation) = ReadCall(step);
            return new CallStep(
                principal, service, operation, OptionalText(step, "region"), ReadInput(step), ReadExpectation(step),
                OptionalText(step, "credentials"), ReadSave(step), step.Span);
        }

        private WaitStep? ReadWait(YamlScalar scalar)
        {
            var seconds = scalar.Text.Length < 2 ? 0 : scalar.Text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => 0 };
            if (seconds > 0 && int.TryParse(scalar.Text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 100_000)
                return new WaitStep(TimeSpan.FromSeconds((long)number * seconds), scalar.Span);
            diagnostics.Add(ScenarioDiagnostics.Malformed($"`{scalar.Text}` is no duration; write `30s`, `5m` or `2h`.", scalar.Span));
            return null;
        }

        private (string Service, string Operation) ReadCall(YamlMapping step)
        {
            var call = Text(step, "call");
            var parts = call.Split(':');
            if (parts.Length != 2)
            {
                if (call.Length > 0)
                    diagnostics.Add(ScenarioDiagnostics.Malformed($"`call: {call}` must be `service:Operation`, such as `iam:ListUsers`.", step.Span));
                return (string.Empty, string.Empty);
            }
            if (ServiceCatalog.Default.Find(parts[0]) is not { } service)
                diagnostics.Add(ScenarioDiagnostics.UnknownName("AWS service", parts[0], ServiceCatalog.Default.Names, step.Span));
            else if (service.FindOperation(parts[1]) is null)
                diagnostics.Add(ScenarioDiagnostics.UnknownName($"operation in {parts[0]}", parts[1], service.Operations.Select(operation => operation.Name), step.Span));
            return (parts[0], parts[1]);
        }

        private JsonObject ReadInput(YamlMapping step)
        {
            switch (step["input"])
            {
                case null:
                    return [];
                case YamlMapping input:
                    return (JsonObject)YamlJson.ToJson(input)!;
                case var other:
                    diagnostics.Add(ScenarioDiagnostics.Malformed("`input` must be a mapping of the operation's members.", other.Span));
                    return [];
            }
        }

        private ExpectedOutcome ReadExpectation(YamlMapping step)
        {
            switch (OptionalText(step, "expect"))
            {
                case null or "allowed":
                    return ExpectedOutcome.Allowed;
                case "denied":
                    return ExpectedOutcome.Denied;
                case "failed":
                    return ExpectedOutcome.Failed;
                case var other:
                    diagnostics.Add(ScenarioDiagnostics.UnknownName("outcome", other, ["allowed", "denied", "failed"], step.Span));
                    return ExpectedOutcome.Allowed;
            }
        }

        private ImmutableSortedDictionary<string, string> ReadSave(YamlMapping step)
        {
            if (step["save"] is not YamlMapping save)
                return ImmutableSortedDictionary<string, string>.Empty;
            return save.Entries.Where(entry => entry.Value is YamlScalar).ToImmutableSortedDictionary(entry => entry.Key, entry => ((YamlScalar)entry.Value).Text);
        }

        private void CheckPrincipal(string name, SourceSpan span)
        {
            if (!_principals.ContainsKey(name))
                diagnostics.Add(ScenarioDiagnostics.UnknownName("principal", name, _principals.Keys, span));
        }

        private void CheckKeys(YamlMapping mapping, string[] known)
        {
            foreach (var entry in mapping.Entries)
            {
                if (!known.Contains(entry.Key, StringComparer.Ordinal))
                    diagnostics.Add(ScenarioDiagnostics.UnknownName("key", entry.Key, known, entry.KeySpan));
            }
        }

        private string Text(YamlMapping mapping, string key)
        {
            if (OptionalText(mapping, key) is { Length: > 0 } text)
                return text;
            diagnostics.Add(ScenarioDiagnostics.Malformed($"`{key}` is missing here.", mapping.Span));
            return string.Empty;
        }

        private static string? OptionalText(YamlMapping mapping, string key) => (mapping[key] as YamlScalar)?.Text;
    }
}
