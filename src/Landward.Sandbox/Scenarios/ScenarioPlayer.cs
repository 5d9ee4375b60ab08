using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Aws;
using Landward.Model;

namespace Landward.Sandbox.Scenarios;

/// <summary>The organization a scenario is played in.</summary>
/// <param name="Accounts">Account names to ids.</param>
/// <param name="Advance">Lets time pass on the sandbox's clock.</param>
public sealed record ScenarioStage(
    AwsConnection Connection,
    AwsSessions Sessions,
    string HomeRegion,
    IReadOnlyDictionary<string, AccountId> Accounts,
    Func<TimeSpan, CancellationToken, Task> Advance);

/// <summary>What became of a call.</summary>
/// <param name="Outcome">Taken from the answer alone.</param>
/// <param name="RequestId">Of a refused call: the id under which CloudTrail recorded it.</param>
public sealed record PlayedCall(CallStep Step, string Region, ExpectedOutcome Outcome, string? ErrorCode, string? Message, string? RequestId)
{
    public bool AsExpected => Outcome == Step.Expected;

    public string Action => $"{Step.Service}:{Step.Operation}";
}

/// <summary>A played scenario; calls that ended differently than expected are in the diagnostics too.</summary>
public sealed record ScenarioResult(ImmutableArray<PlayedCall> Calls, ImmutableArray<Diagnostic> Diagnostics);

/// <summary>Plays a scenario's steps in order, each call a signed HTTP request like anybody else's.</summary>
public sealed class ScenarioPlayer(ScenarioStage stage)
{
    private readonly Placeholders _placeholders = new();
    private readonly Dictionary<string, AwsCredentials> _accessKeys = new(StringComparer.Ordinal);

    public async Task<ScenarioResult> PlayAsync(Scenario scenario, IProgress<PlayedCall>? progress, CancellationToken cancellationToken)
    {
        _placeholders.Set("region.home", stage.HomeRegion);
        foreach (var (name, id) in stage.Accounts)
            _placeholders.Set("account." + name, id.Value);
        var diagnostics = UnknownAccounts(scenario).ToList();
        var calls = ImmutableArray.CreateBuilder<PlayedCall>();
        if (diagnostics.Count > 0)
            return new ScenarioResult([], [.. diagnostics]);
        foreach (var step in scenario.Steps)
        {
            if (step is WaitStep wait)
            {
                await stage.Advance(wait.Duration, cancellationToken);
                continue;
            }
            var played = await PlayAsync(scenario, (CallStep)step, cancellationToken);
            calls.Add(played);
            progress?.Report(played);
            if (!played.AsExpected)
                diagnostics.Add(ScenarioDiagnostics.Unexpected(played.Action, played.Step.Principal, Word(played.Step.Expected), Actual(played), step.Span));
        }
        return new ScenarioResult(calls.ToImmutable(), [.. diagnostics]);
    }

    private IEnumerable<Diagnostic> UnknownAccounts(Scenario scenario) => scenario.Principals.Values
        .Where(principal => !stage.Accounts.ContainsKey(principal.Account))
        .OrderBy(principal => principal.Name, StringComparer.Ordinal)
        .Select(principal => ScenarioDiagnostics.UnknownName("account", principal.Account, stage.Accounts.Keys, principal.Span));

    private async Task<PlayedCall> PlayAsync(Scenario scenario, CallStep step, CancellationToken cancellationToken)
    {
        var region = _placeholders.Fill(step.Region ?? stage.HomeRegion);
        try
        {
            var client = ClientOf(scenario.Principals[step.Principal], region);
            var answer = await client.CallAsync(step.Service, step.Operation, (JsonObject)_placeholders.Fill((JsonNode)step.Input)!, cancellationToken);
            Keep(step, answer);
            return new PlayedCall(step, region, ExpectedOutcome.Allowed, null, null, null);
        }
        catch (AwsApiException refused)
        {
            var outcome = refused.IsAccessDenied ? ExpectedOutcome.Denied : ExpectedOutcome.Failed;
            return new PlayedCall(step, region, outcome, refused.Code, refused.Message, refused.RequestId);
        }
        catch (ArgumentException malformed)
        {
            return new PlayedCall(step, region, ExpectedOutcome.Failed, "InvalidInput", malformed.Message, null);
        }
    }

    private AwsClient ClientOf(ScenarioPrincipal principal, string region)
    {
        if (_accessKeys.TryGetValue(principal.Name, out var key))
            return new AwsClient(stage.Connection, _ => ValueTask.FromResult(key), region);
        return principal.Role is { } role
            ? stage.Sessions.For(stage.Accounts[principal.Account], region, role)
            : throw new ArgumentException($"The principal `{principal.Name}` has no role, and no earlier step gave it an access key.");
    }

    /// <summary>Keeps an access key for its principal, and members of the answer for later steps.</summary>
    private void Keep(CallStep step, JsonObject answer)
    {
        if (step.Credentials is { } receiver)
        {
            var key = (answer["AccessKey"] ?? answer["Credentials"])?.AsObject()
                ?? throw new ArgumentException($"The answer to {step.Service}:{step.Operation} holds no access key.");
            _accessKeys[receiver] = new AwsCredentials((string)key["AccessKeyId"]!, (string)key["SecretAccessKey"]!, (string?)key["SessionToken"]);
        }
        foreach (var (name, path) in step.Save)
        {
            if (Placeholders.Read(answer, path) is { } value)
                _placeholders.Set(name, value);
        }
    }

    private static string Actual(PlayedCall played) => played.ErrorCode is null ? Word(played.Outcome) : $"{Word(played.Outcome)} ({played.ErrorCode}: {played.Message})";

    private static string Word(ExpectedOutcome outcome) => outcome switch
    {
        ExpectedOutcome.Allowed => "allowed",
        ExpectedOutcome.Denied => "denied",
        ExpectedOutcome.Failed => "refused by the service",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
    };
}
