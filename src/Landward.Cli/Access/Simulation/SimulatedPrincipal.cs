using Landward.Cli.CommandLine;
using Landward.Model;
using Landward.Policy;

namespace Landward.Cli.Access.Simulation;

/// <summary>The text that names a caller: an ARN, a service, <c>anonymous</c>.</summary>
internal static class SimulatedPrincipal
{
    public static Principal Parse(string text)
    {
        if (text == "anonymous")
            return Principal.Anonymous;
        if (text.EndsWith(".amazonaws.com", StringComparison.Ordinal) && !text.Contains(':', StringComparison.Ordinal))
            return Principal.Service(text);
        return Principal.FromArn(text) ?? throw new DiagnosticException(Diagnostic.Error(
            "LW9004",
            "a principal is not well-formed",
            $"`{text}` names no principal. Write an ARN such as `arn:aws:iam::111122223333:user/bob`, a service such as `cloudtrail.amazonaws.com`, or `anonymous`."));
    }
}
