using System.Collections.Immutable;
using Landward.Cli.CommandLine;
using Landward.Model;
using Landward.Policy;

namespace Landward.Cli.Access;

/// <summary>Policy documents named on the command line.</summary>
internal static class PolicyFiles
{
    private const string AllowEverything = """{"Version":"2012-10-17","Statement":{"Sid":"FullAWSAccess","Effect":"Allow","Action":"*","Resource":"*"}}""";

    public static ImmutableArray<AttachedPolicy> Read(IEnumerable<FileInfo>? files, PolicyKind kind) =>
        [.. (files ?? []).Select(file => Read(file, kind))];

    /// <summary>
    /// Levels from <c>LEVEL=FILE</c> texts, in the order in which the levels are first named. As in AWS, where an organization
    /// starts, every level also has FullAWSAccess, unless a policy of the level already allows something.
    /// </summary>
    public static ImmutableArray<PolicyLevel> ReadLevels(IEnumerable<string>? texts, PolicyKind kind)
    {
        var levels = new List<(string Target, List<AttachedPolicy> Policies)>();
        foreach (var text in texts ?? [])
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            var target = equals > 0 ? text[..equals] : "organization";
            var policy = Read(new FileInfo(text[(equals + 1)..]), kind);
            var level = levels.Find(existing => existing.Target == target);
            if (level.Policies is null)
                levels.Add((target, [policy]));
            else
                level.Policies.Add(policy);
        }
        return [.. levels.Select(level => new PolicyLevel(level.Target, [.. WithFullAccess(level.Policies, kind)]))];
    }

    private static IEnumerable<AttachedPolicy> WithFullAccess(List<AttachedPolicy> policies, PolicyKind kind) =>
        policies.Exists(policy => policy.Document.Statements.Any(statement => statement.Effect == Effect.Allow))
            ? policies
            : policies.Prepend(Parse(AllowEverything, kind == PolicyKind.ServiceControlPolicy ? "FullAWSAccess" : "RCPFullAWSAccess", kind));

    private static AttachedPolicy Read(FileInfo file, PolicyKind kind) => Parse(File.ReadAllText(file.FullName), file.Name, kind, file.ToString());

    public static AttachedPolicy Parse(string text, string name, PolicyKind kind, string? path = null)
    {
        var parsed = PolicyDocument.Parse(text, path ?? name);
        if (parsed.Document is null || parsed.Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
            throw new DiagnosticException(parsed.Diagnostics);
        return new AttachedPolicy(parsed.Document, name, kind);
    }
}
