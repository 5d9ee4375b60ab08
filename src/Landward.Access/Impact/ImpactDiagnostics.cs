using Landward.Model;

namespace Landward.Access.Impact;

/// <summary>What is wrong with a change of policies.</summary>
internal static class ImpactDiagnostics
{
    public static Diagnostic UnknownTarget(string target, IEnumerable<string> known) => Diagnostic.Error(
        "LW2561",
        "a target of organization policies does not exist",
        $"`{target}` is no root, unit path, unit id, account id or account name of the organization.{Suggestion.DidYouMean(target, known)}");

    public static Diagnostic UnknownPolicy(string name, string where, IEnumerable<string> known) => Diagnostic.Error(
        "LW2562", "a policy to change does not exist", $"No policy `{name}` is {where}.{Suggestion.DidYouMean(name, known)}");

    public static Diagnostic NoOrganization(string target) => Diagnostic.Error(
        "LW2563", "there is no organization to change", $"A policy cannot be attached to `{target}`: the data describes no organization, only accounts.");
}
