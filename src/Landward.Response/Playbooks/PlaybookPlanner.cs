using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Landward.Aws;
using Landward.Model;
using Landward.Response.Actions;
using Landward.Response.Resources;

namespace Landward.Response.Playbooks;

/// <summary>Turns a playbook and the findings it answers into a run: which action on which resource, with which calls.</summary>
/// <param name="isTaken">Whether a run has this id already.</param>
internal sealed class PlaybookPlanner(ResourceReaders readers, Func<string, bool> isTaken, TimeProvider clock)
{
    public async Task<PlaybookOutcome> PlanAsync(Playbook playbook, IReadOnlyList<Finding> findings, CancellationToken cancellationToken)
    {
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        var now = clock.GetUtcNow();
        var id = RunId(playbook, findings, now);
        var steps = ImmutableArray.CreateBuilder<PlaybookRunStep>();
        var complete = true;
        foreach (var step in playbook.Steps)
        {
            var bindings = StepBinding.Of(step, findings);
            if (bindings.Count == 0 && !step.Optional)
            {
                diagnostics.Add(ResponseDiagnostics.MissingFacts(step.Id, string.Join(" and ", step.Facts.Values.Select(fact => $"`{fact}`"))));
                complete = false;
            }
            var planned = 0;
            foreach (var binding in bindings)
            {
                if (await PlanStepAsync(binding, id, now, diagnostics, cancellationToken) is { } ready)
                {
                    steps.Add(ready);
                    planned++;
                }
            }
            complete &= planned > 0 || step.Optional;
        }
        if (!complete || steps.Count == 0)
            return new PlaybookOutcome(null, diagnostics.ToImmutable());
        var run = new PlaybookRun
        {
            Id = id,
            Playbook = playbook.Id,
            Title = playbook.Title,
            Approval = playbook.Approval,
            State = PlaybookRunState.Planned,
            Findings = [.. findings.Select(finding => finding.Id).Distinct(StringComparer.Ordinal)],
            Steps = steps.ToImmutable(),
            CreatedAt = now,
            UpdatedAt = now,
        };
        return new PlaybookOutcome(run, diagnostics.ToImmutable());
    }

    private async Task<PlaybookRunStep?> PlanStepAsync(StepBinding binding, string runId, DateTimeOffset now, ImmutableArray<Diagnostic>.Builder diagnostics, CancellationToken cancellationToken)
    {
        var target = new ActionTarget(binding.Parameters, runId, now);
        try
        {
            var resource = await readers.LocateAsync(binding.Resource, cancellationToken);
            var document = await readers.ReadAsync(resource, cancellationToken);
            var refusal = document is null ? $"`{resource.Name}` does not exist in account `{resource.Account}`." : binding.Action.Refuse(document, target);
            if (document is null || refusal is not null)
            {
                diagnostics.Add(ResponseDiagnostics.Refused(binding.Step.Id, refusal!));
                return null;
            }
            return new PlaybookRunStep(
                binding.Step.Id,
                binding.Action.Id,
                resource,
                binding.Parameters,
                [.. binding.Action.Changes(document, target)],
                await binding.Action.BlastRadiusAsync(readers.CallerFor(resource), document, target, cancellationToken),
                PlaybookStepState.Pending,
                Error: null);
        }
        catch (AwsApiException error)
        {
            diagnostics.Add(ResponseDiagnostics.Refused(binding.Step.Id, $"the resource cannot be read: {error.Describe()}."));
            return null;
        }
    }

    private string RunId(Playbook playbook, IReadOnlyList<Finding> findings, DateTimeOffset now)
    {
        var facts = $"{playbook.Id}\n{string.Join('\n', findings.Select(finding => finding.Id))}\n{now.UtcTicks}";
        for (var attempt = 0; ; attempt++)
        {
            // A clock that stands still, as a sandbox's may, gives the same facts twice.
            var id = "run-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{facts}\n{attempt}")).AsSpan(0, 8));
            if (!isTaken(id))
                return id;
        }
    }
}
