using System.Collections.Immutable;
using Landward.Cli.Workspaces;
using Landward.LandingZone.Specification;
using Landward.Model;
using Landward.Sandbox.Http;
using Landward.Sandbox.Scenarios;

namespace Landward.Cli.Demo;

/// <summary>
/// Which guardrail denied which call: from the statement that decided, as the sandbox's policy engine recorded it, and from the
/// delivered trail. The scenario's expectations play no part.
/// </summary>
internal sealed class DenialReport(TrailArchive archive, Workspace workspace, Spec spec)
{
    public ImmutableArray<DeniedCall> Build(ImmutableArray<PlayedCall> calls, IReadOnlyList<ControlEvent> events, List<Diagnostic> diagnostics)
    {
        var controls = SpecLoader.LoadControls(spec).Catalogue;
        var byRequest = events.Where(item => item.Record["requestID"] is not null)
            .GroupBy(item => (string)item.Record["requestID"]!, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        var denied = ImmutableArray.CreateBuilder<DeniedCall>();
        foreach (var call in calls.Where(call => call.Outcome == ExpectedOutcome.Denied))
        {
            var recorded = call.RequestId is { } request ? byRequest.GetValueOrDefault(request) : null;
            if (recorded is null || archive.FindEvent(call.RequestId!) is not { } eventId)
            {
                diagnostics.Add(Diagnostic.Error("LW9012", "a denied call is missing from the delivered trail", $"`{call.Action}` (request {call.RequestId}) was denied, but no delivered file of `{archive.Bucket}` records it. The home is {workspace.Home}."));
                continue;
            }
            var sid = (string?)recorded.Outcome?["sid"];
            var principal = (string?)recorded.Record["userIdentity"]?["arn"] ?? call.Step.Principal;
            denied.Add(new DeniedCall(call.Action, principal, controls.ControlOf(sid), call.Region, eventId));
        }
        return denied.ToImmutable();
    }
}
