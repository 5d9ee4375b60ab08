using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Landward.Model;

public enum ControlBehavior
{
    Preventive,
    Detective,
    Proactive,
}

public enum ControlGuidance
{
    Mandatory,
    StronglyRecommended,
    Elective,
}

/// <summary>Where a control is attached when the spec names no units.</summary>
public enum ControlScope
{
    /// <summary>The root: every member account.</summary>
    Organization,

    /// <summary>Units of kind core (security, infrastructure ...).</summary>
    CoreUnits,

    /// <summary>Units of kind custom (workloads, workspaces ...).</summary>
    CustomUnits,

    /// <summary>Every top-level unit, core or custom: accounts that stand directly under the root are left out.</summary>
    AllUnits,
}

/// <summary>
/// A control (guardrail) of the catalogue. Preventive ones carry policy statements with parameters still in place
/// (<c>{protectedName}</c>); detective and proactive ones carry rule text in a later form.
/// </summary>
/// <param name="Id">Control Tower's (<c>AWS-GR_...</c>), Security Hub's (<c>S3.5</c>) or Landward's own (<c>LW.ORG.1</c>) id.</param>
/// <param name="Statements">JSON of one policy statement each, for preventive controls.</param>
public sealed record ControlDefinition(
    string Id,
    string Name,
    string Description,
    ControlBehavior Behavior,
    ControlGuidance Guidance,
    ControlScope Scope,
    PolicyType PolicyType,
    ImmutableArray<string> Statements,
    FrozenDictionary<string, ImmutableArray<string>> Parameters,
    string Source);

/// <summary>
/// A line of the spec that selects controls: by guidance, by id, by standard, or from a directory; for the named units
/// (paths, <c>**</c> allowed) or, when none is named, wherever each control's scope says.
/// </summary>
public sealed record GuardrailSelection(
    ControlGuidance? Guidance,
    string? Id,
    string? Standard,
    ControlBehavior? Behavior,
    string? Directory,
    ImmutableArray<string> Units,
    SourceSpan? Span);

/// <summary>A control chosen for this organization: its statements with parameters filled in, and the units it is attached to.</summary>
/// <param name="Statements">JSON of one complete policy statement each; the <c>Sid</c> leads back to the control.</param>
/// <param name="UnitPaths">Paths of the targets; the empty path is the root.</param>
public sealed record SelectedControl(ControlDefinition Definition, ImmutableArray<string> Statements, ImmutableArray<string> UnitPaths);
