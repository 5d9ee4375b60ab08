using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Landward.Policy;

namespace Landward.Access.External;

/// <summary>Actions that every statement treats alike.</summary>
/// <param name="Targets">The resource itself, or things inside it, to which the actions apply; may hold policy variables.</param>
internal sealed partial record ActionGroup(ImmutableArray<string> Targets, ImmutableArray<string> Actions)
{
    /// <summary>The targets as this caller would name them: a variable is what follows from the caller, else an arbitrary name.</summary>
    public IEnumerable<string> TargetsFor(Caller caller, Instances instances) => Targets.Select(target => !target.Contains("${", StringComparison.Ordinal)
        ? target
        : Variable().Replace(target, match => match.Groups["key"].Value switch
        {
            "*" or "?" or "$" => match.Groups["key"].Value,
            var key when caller.Facts.TryGetValue(key.Trim(), out var value) && value is { Multivalued: false, Values: [var text] } => text,
            _ => instances.Fresh,
        }));

    [GeneratedRegex(@"\$\{(?<key>[^,}]*)(,[^}]*)?\}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Variable();
}

/// <summary>The actions that statements can grant on a resource, by how the statements tell them apart.</summary>
internal static class ActionGroups
{
    private static readonly Dictionary<string, string> Services = new(StringComparer.Ordinal)
    {
        ["AWS::IAM::Role"] = "sts",
        ["AWS::EFS::FileSystem"] = "elasticfilesystem",
        ["AWS::S3Express::DirectoryBucket"] = "s3express",
    };

    // They go along with taking on the role and give nothing without it ("Pass session tags in AWS STS").
    private static readonly ImmutableArray<string> Accompanying = ["sts:TagSession", "sts:SetSourceIdentity"];

    /// <summary>The IAM prefix of the resource's service.</summary>
    public static string ServiceOf(AccessResource resource) => Services.TryGetValue(resource.Type, out var service) ? service : resource.Arn.Split(':')[2];

    /// <param name="grant">What grants; the other statements only tell actions apart.</param>
    public static IEnumerable<ActionGroup> Of(AccessResource resource, PolicyDocument grant, IReadOnlyList<PolicyStatement> statements, Instances instances)
    {
        var service = ServiceOf(resource);
        var allows = grant.Statements.Where(statement => statement.Effect == Effect.Allow).ToList();
        var names = IamFacts.Current.FindService(service)?.Actions.Select(action => action.FullName) ?? [];
        // What the facts do not know yet counts when a policy names it.
        var named = allows.SelectMany(statement => statement.Actions.IsDefault ? [] : statement.Actions)
            .Where(action => !Instances.IsPattern(action) && action.StartsWith(service + ":", StringComparison.OrdinalIgnoreCase));
        var candidates = names.Concat(named).Distinct(StringComparer.OrdinalIgnoreCase)
            .Where(action => !Accompanying.Contains(action, StringComparer.OrdinalIgnoreCase) && allows.Exists(statement => statement.NamesAction(action)));
        var targets = Targets(resource, statements, instances).Select(target => (Arn: target, Types: IamFacts.Current.MatchArn(target.Replace("${", string.Empty, StringComparison.Ordinal)))).ToList();
        return candidates
            .Select(action => (Action: action, Targets: targets.Where(target => Applies(action, target.Types)).Select(target => target.Arn).ToImmutableArray()))
            .Where(candidate => !candidate.Targets.IsEmpty)
            .GroupBy(candidate => string.Concat(statements.Select(statement => statement.NamesAction(candidate.Action) ? '1' : '0')) + string.Join('\n', candidate.Targets), StringComparer.Ordinal)
            .Select(group => new ActionGroup(group.First().Targets, [.. group.Select(candidate => candidate.Action)]));
    }

    // The resource itself, something inside it that no policy mentions, and one thing for each pattern that reaches inside.
    private static IEnumerable<string> Targets(AccessResource resource, IReadOnlyList<PolicyStatement> statements, Instances instances)
    {
        string[] own = resource.Type switch
        {
            "AWS::S3::Bucket" => [resource.Arn, $"{resource.Arn}/{instances.Fresh}"],
            "AWS::DynamoDB::Table" => [resource.Arn, $"{resource.Arn}/index/{instances.Fresh}"],
            "AWS::Lambda::Function" when resource.Arn.Split(':').Length == 7 => [resource.Arn, $"{resource.Arn}:{instances.Fresh}"],
            _ => [resource.Arn],
        };
        var mentioned = statements.SelectMany(statement => statement.Resources.IsDefault ? statement.NotResources.IsDefault ? [] : statement.NotResources : statement.Resources)
            .Select(pattern => Inside(resource, pattern, instances))
            .OfType<string>();
        return own.Concat(mentioned).Distinct(StringComparer.Ordinal);
    }

    private static string? Inside(AccessResource resource, string pattern, Instances instances)
    {
        var text = Instance(pattern, instances);
        if (text.StartsWith(resource.Arn, StringComparison.Ordinal) && text.Length > resource.Arn.Length && text[resource.Arn.Length] is '/' or ':')
            return text;
        // arn:aws:s3:::*/shared/*: the part after the first slash, in this bucket.
        return resource.Type == "AWS::S3::Bucket" && pattern.Split('/', 2) is [var bucket, var key] && Globs.Matches(bucket, resource.Arn) ? $"{resource.Arn}/{Instance(key, instances)}" : null;
    }

    // Escapes of literal wildcards, ${*}, are no patterns.
    private static string Instance(string pattern, Instances instances) => !pattern.Contains("${", StringComparison.Ordinal)
        ? instances.Of(pattern)
        : instances.Of(pattern.Replace("${*}", "\uE000", StringComparison.Ordinal).Replace("${?}", "\uE001", StringComparison.Ordinal))
            .Replace("\uE000", "${*}", StringComparison.Ordinal).Replace("\uE001", "${?}", StringComparison.Ordinal);

    // What the facts cannot place (a new action, a form of ARN they do not have) may apply.
    private static bool Applies(string action, ImmutableArray<IamResourceType> targetTypes) =>
        targetTypes.IsEmpty || IamFacts.Current.FindAction(action) is not { } known
        || known.ResourceTypes.Any(type => targetTypes.Any(target => target.Name == type.ResourceType.Name && target.Service == type.ResourceType.Service));
}
