using Landward.Model;

namespace Landward.Response;

/// <summary>Codes of this assembly's diagnostics, explained in docs/diagnostics.md.</summary>
internal static class ResponseDiagnostics
{
    public static Diagnostic InvalidPattern(string where, string reason, SourceSpan? span) =>
        Diagnostic.Error("LW6020", "an event pattern is not valid", $"The pattern of {where} cannot be used: {reason}.", span);

    public static Diagnostic InvalidAlerts(string detail, SourceSpan? span) =>
        Diagnostic.Error("LW6021", "the alert configuration is not valid", detail, span);

    public static Diagnostic UnknownChannel(string channel, string suggestion, SourceSpan? span) =>
        Diagnostic.Error("LW6022", "an alert route names an unknown channel", $"The channel `{channel}` is not defined under `channels`.{suggestion}", span);

    public static Diagnostic NotDelivered(string channel, string alert, string error) =>
        Diagnostic.Warning("LW6023", "an alert was not delivered", $"The alert `{alert}` did not reach the channel `{channel}`: {error}. It is kept with its error, other channels were not affected.");

    public static Diagnostic MissingSecret(string reference, SourceSpan? span) =>
        Diagnostic.Error("LW6024", "a secret is not available", $"`{reference}` names an environment variable that is not set or is empty. Set it before the command is run.", span);

    public static Diagnostic InvalidPlaybook(string detail, SourceSpan? span) =>
        Diagnostic.Error("LW6030", "a playbook is not valid", detail, span);

    public static Diagnostic UnknownAction(string action, string suggestion, SourceSpan? span) =>
        Diagnostic.Error("LW6031", "a playbook names an unknown action", $"There is no response action `{action}`.{suggestion}", span);

    public static Diagnostic DuplicatePlaybook(string id, string firstPlace, SourceSpan? span) =>
        Diagnostic.Error("LW6032", "two playbooks have the same id", $"`{id}` is already the id of the playbook in `{firstPlace}`, which stays in force. Give this one another id.", span);

    public static Diagnostic MissingFacts(string step, string facts) =>
        Diagnostic.Error("LW6033", "the findings lack what a playbook step needs", $"The step `{step}` needs {facts}, and no finding handed to the playbook carries all of it together.");

    public static Diagnostic Refused(string step, string why) =>
        Diagnostic.Error("LW6034", "a response action refuses to act", $"The step `{step}` was not planned: {why}");

    public static Diagnostic WrongState(string run, string state, string wanted) =>
        Diagnostic.Error("LW6035", "a playbook run is in another state", $"The run `{run}` is {state}. {wanted}");

    public static Diagnostic UnknownRun(string run) =>
        Diagnostic.Error("LW6036", "there is no such playbook run", $"No run has the id `{run}`. List the runs with:\n  landward respond list");

    public static Diagnostic StepFailed(string step, string error) =>
        Diagnostic.Error("LW6037", "a playbook step failed", $"The step `{step}` failed: {error}. What was done before is recorded: run again to go on from here, or undo.");

    public static Diagnostic ChangedSince(string step, string resource) =>
        Diagnostic.Warning("LW6038", "a resource was changed after the playbook ran", $"The step `{step}` was not undone: what it had set on `{resource}` was changed by somebody else since. Compare the resource with the state recorded in the run and restore it by hand.");

    public static Diagnostic NotReversible(string step, string why) =>
        Diagnostic.Warning("LW6039", "a playbook step is not undone", $"The step `{step}` stays as it is: {why}");

    public static Diagnostic StateDiffers(string run, string resources) =>
        Diagnostic.Warning("LW6040", "the state after undo differs from the state before", $"After undoing the run `{run}`, these resources are not as they were before it: {resources}. Somebody changed them meanwhile, or a step has no way back; compare them with the run's recorded state.");

    public static Diagnostic Unreadable(string run, string error) =>
        Diagnostic.Error("LW6041", "the state of a playbook's resources cannot be read", $"The resources of the run `{run}` could not be read back as a whole: {error}. The run is kept as it stands; remove the cause and do the same again.");
}
