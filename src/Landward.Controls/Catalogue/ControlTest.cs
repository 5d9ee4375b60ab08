using System.Collections.Frozen;
using Landward.Model;

namespace Landward.Controls;

/// <summary>One inline test of a control: a request by somebody with AdministratorAccess, and whether the control denies it.</summary>
/// <param name="Principal">An ARN of a user, role, session or root; <c>exempt</c> is the role that the control spares.</param>
/// <param name="Context">Condition keys beyond those that follow from principal and resource.</param>
public sealed record ControlTest(
    string Principal,
    string Action,
    string Resource,
    FrozenDictionary<string, string> Context,
    bool ExpectDenied,
    SourceSpan Span);
