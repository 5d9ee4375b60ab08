namespace Landward.Policy;

/// <summary>One value of a Principal or NotPrincipal element as written.</summary>
/// <param name="Type"><c>AWS</c>, <c>Service</c>, <c>Federated</c> or <c>CanonicalUser</c>; <c>"*"</c> alone is of type <c>AWS</c>.</param>
public readonly record struct StatementPrincipal(string Type, string Value);
