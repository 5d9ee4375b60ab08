using System.CommandLine;
using Landward.Access;
using Landward.Cli.CommandLine;
using Landward.Model;

namespace Landward.Cli.Access;

/// <summary>The options that say which policies change.</summary>
internal static class ChangeOptions
{
    private static readonly Option<string[]> ServiceControl = new("--scp") { Description = "Attach a new service control policy; TARGET is `root`, a unit's path or id, an account's id or name. May be repeated.", HelpName = "TARGET=FILE" };
    private static readonly Option<string[]> ResourceControl = new("--rcp") { Description = "Attach a new resource control policy, likewise.", HelpName = "TARGET=FILE" };
    private static readonly Option<string[]> Detach = new("--detach") { Description = "Detach an organization policy.", HelpName = "TARGET=NAME" };
    private static readonly Option<string[]> Replace = new("--replace-policy") { Description = "Replace a policy's document. NAME is a policy's name, id or ARN; a role's ARN for its trust policy; a resource's ARN for its own; a permission set's name for its inline policy. May be repeated.", HelpName = "NAME=FILE" };

    public static void AddTo(Command command)
    {
        command.Add(ServiceControl);
        command.Add(ResourceControl);
        command.Add(Detach);
        command.Add(Replace);
    }

    /// <summary>Whether any was given.</summary>
    public static bool Any(Invocation invocation) => Changes(invocation, readFiles: false).Any();

    /// <summary>The snapshot with the changes made, in the order attach, detach, replace.</summary>
    /// <exception cref="DiagnosticException">A change cannot be made.</exception>
    public static AccessSnapshot Apply(Invocation invocation, AccessSnapshot snapshot)
    {
        var (changed, diagnostics) = PolicyChange.Apply(snapshot, Changes(invocation, readFiles: true));
        invocation.Accept(diagnostics);
        return changed!;
    }

    private static IEnumerable<PolicyChange> Changes(Invocation invocation, bool readFiles)
    {
        string Read(string path) => readFiles ? File.ReadAllText(path) : string.Empty;
        foreach (var (target, file) in Pairs(invocation, ServiceControl))
            yield return new PolicyChange.Attach(target, PolicyType.ServiceControlPolicy, Path.GetFileNameWithoutExtension(file), Read(file));
        foreach (var (target, file) in Pairs(invocation, ResourceControl))
            yield return new PolicyChange.Attach(target, PolicyType.ResourceControlPolicy, Path.GetFileNameWithoutExtension(file), Read(file));
        foreach (var (target, name) in Pairs(invocation, Detach))
            yield return new PolicyChange.Detach(target, name);
        foreach (var (name, file) in Pairs(invocation, Replace))
            yield return new PolicyChange.Replace(name, Read(file));
    }

    private static IEnumerable<(string Name, string Value)> Pairs(Invocation invocation, Option<string[]> option)
    {
        foreach (var text in invocation.Get(option) ?? [])
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || equals == text.Length - 1)
            {
                throw new DiagnosticException(Diagnostic.Error(
                    "LW2564", "a change of policies is not well-formed", $"`{option.Name} {text}` must be `{option.HelpName}`."));
            }
            yield return (text[..equals], text[(equals + 1)..]);
        }
    }
}
