using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Model;

namespace Landward.Sandbox.Scenarios;

/// <summary>
/// A file of API calls to play against the sandbox. What happens to a call is decided by the policies in force;
/// <see cref="CallStep.Expected"/> is only compared with it afterwards.
/// </summary>
public sealed record Scenario(
    string Id,
    string Title,
    string Description,
    ImmutableDictionary<string, ScenarioPrincipal> Principals,
    ImmutableArray<ScenarioStep> Steps);

/// <summary>Somebody who makes calls.</summary>
/// <param name="Account">Name of the account in the organization.</param>
/// <param name="Role">Role (with path) assumed in that account; null when a step's answer provides the access key.</param>
public sealed record ScenarioPrincipal(string Name, string Account, string? Role, SourceSpan Span);

public abstract record ScenarioStep(SourceSpan Span);

/// <summary>Time passes on the sandbox's clock.</summary>
public sealed record WaitStep(TimeSpan Duration, SourceSpan Span) : ScenarioStep(Span);

/// <summary>One API call.</summary>
/// <param name="Region">Null: the home Region.</param>
/// <param name="Input">The operation's input; text may hold placeholders such as <c>{account.dev}</c>.</param>
/// <param name="Credentials">The principal that gets the access key in the answer.</param>
/// <param name="Save">Name of a placeholder to the path of the member of the answer that fills it.</param>
public sealed record CallStep(
    string Principal,
    string Service,
    string Operation,
    string? Region,
    JsonObject Input,
    ExpectedOutcome Expected,
    string? Credentials,
    ImmutableSortedDictionary<string, string> Save,
    SourceSpan Span) : ScenarioStep(Span);

public enum ExpectedOutcome
{
    /// <summary>The call is part of the setting; anything but success is reported.</summary>
    Allowed,

    Denied,

    /// <summary>Authorized, but refused by the service for another reason.</summary>
    Failed,
}
