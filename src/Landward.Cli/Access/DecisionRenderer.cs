using System.Text.Json.Nodes;
using Landward.Cli.Output;
using Landward.Policy;

namespace Landward.Cli.Access;

/// <summary>A decision, gate by gate, for people and for machines.</summary>
internal static class DecisionRenderer
{
    public static JsonObject Json(AuthorizationRequest request, Decision decision)
    {
        var json = new JsonObject
        {
            ["schemaVersion"] = 1,
            ["principal"] = request.Principal.ToString(),
            ["action"] = request.Action,
            ["resource"] = request.Resource,
            ["decision"] = Word(decision),
            ["decidedBy"] = Decider(decision) is { } statement ? Statement(statement) : null,
            ["blockedBy"] = new JsonArray([.. decision.Blocking.Select(gate => (JsonNode)GateName(gate.Gate))]),
            ["gates"] = new JsonArray([.. decision.Gates.Select(Gate)]),
        };
        if (!decision.IsAllowed)
            json["message"] = DenialText.For(request, decision);
        return json;
    }

    public static void Show(Terminal terminal, AuthorizationRequest request, Decision decision)
    {
        terminal.Line(terminal.Paint(Word(decision), decision.IsAllowed ? Paint.Green : Paint.Red) + $"  {request.Action} on {request.Resource}");
        terminal.Line($"  principal  {request.Principal}");
        if (Decider(decision) is { } statement)
            terminal.Line($"  decided by {statement}  ({statement.Statement.Span})");
        foreach (var gate in decision.Gates)
        {
            var state = gate.Outcome switch
            {
                GateOutcome.Allow => "allows",
                GateOutcome.ExplicitDeny => "DENIES",
                _ when gate.Blocks => "does not allow",
                _ => "has no say",
            };
            var by = gate.Statement is { } decider ? $": {decider}  ({decider.Statement.Span})" : gate.Target is { } target ? $" at {target}" : string.Empty;
            terminal.Line($"  {(gate.Blocks ? "x" : "-")} {GateName(gate.Gate),-22} {state}{by}");
        }
        if (!decision.IsAllowed)
            terminal.Line("  " + DenialText.For(request, decision));
    }

    private static string Word(Decision decision) => decision switch
    {
        Decision.Allowed => "allowed",
        Decision.ExplicitDeny => "explicitDeny",
        Decision.ImplicitDeny => "implicitDeny",
        _ => throw new ArgumentOutOfRangeException(nameof(decision)),
    };

    private static DecidingStatement? Decider(Decision decision) => decision switch
    {
        Decision.Allowed allowed => allowed.By,
        Decision.ExplicitDeny denied => denied.Statement,
        _ => null,
    };

    public static string GateName(PolicyGate gate) => gate switch
    {
        PolicyGate.ServiceControlPolicy => "serviceControlPolicy",
        PolicyGate.ResourceControlPolicy => "resourceControlPolicy",
        PolicyGate.VpcEndpoint => "vpcEndpointPolicy",
        PolicyGate.Resource => "resourcePolicy",
        PolicyGate.Identity => "identityPolicy",
        PolicyGate.PermissionsBoundary => "permissionsBoundary",
        PolicyGate.Session => "sessionPolicy",
        PolicyGate.ServiceRule => "serviceRule",
        _ => throw new ArgumentOutOfRangeException(nameof(gate), gate, null),
    };

    private static JsonNode Gate(GateResult gate) => new JsonObject
    {
        ["gate"] = GateName(gate.Gate),
        ["outcome"] = gate.Outcome switch { GateOutcome.Allow => "allow", GateOutcome.ExplicitDeny => "explicitDeny", _ => "implicitDeny" },
        ["blocks"] = gate.Blocks,
        ["statement"] = gate.Statement is { } statement ? Statement(statement) : null,
        ["level"] = gate.Target,
    };

    public static JsonObject Statement(DecidingStatement statement) => new()
    {
        ["policy"] = statement.Policy.Name,
        ["policyId"] = statement.Policy.Id,
        ["kind"] = statement.Policy.Kind.DisplayName(),
        ["level"] = statement.Target,
        ["sid"] = statement.Statement.Sid,
        ["index"] = statement.Statement.Index,
        ["file"] = statement.Statement.Span.File,
        ["line"] = statement.Statement.Span.Line,
        ["column"] = statement.Statement.Span.Column,
    };
}
