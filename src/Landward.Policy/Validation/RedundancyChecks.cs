using System.Text;
using Landward.Policy.Language;
using Landward.Policy.Matching;

namespace Landward.Policy.Validation;

/// <summary>Values and statements that say nothing that others do not.</summary>
internal static class RedundancyChecks
{
    /// <summary>Comparisons of two values per element; past that the rest is not looked at.</summary>
    private const int Budget = 300_000;

    /// <summary>What a comparison costs when the covering pattern has a <c>?</c>: it then tries many texts.</summary>
    private const int QuestionMarkCost = 1_000;

    public static void Run(ValidationContext context)
    {
        foreach (var statement in context.Statements)
        {
            var actions = Redundant(statement.Actions, action => ActionSet.IsWellFormed(action) ? new SegmentPattern(action.ToLowerInvariant(), 1) : null);
            if (actions.Count > 0)
                context.Report("REDUNDANT_ACTION", $"{actions.Count} action(s) are covered by others of the list, such as `{actions[0].Text}`. Remove them.", [.. actions.Select(action => (PolicyPlace)action)]);
            var resources = Redundant(statement.Resources, resource => SegmentPattern.OfArn(resource));
            if (resources.Count > 0)
                context.Report("REDUNDANT_RESOURCE", $"{resources.Count} resource(s) are covered by others of the list. Remove them, or the wildcard that covers them.", [.. resources.Select(resource => (PolicyPlace)resource)]);
        }
        CheckStatements(context);
    }

    private static List<PolicyNode> Redundant(IReadOnlyList<PolicyNode> nodes, Func<string, SegmentPattern?> compile)
    {
        if (nodes.Count < 2)
            return [];
        var redundant = new List<PolicyNode>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var kept = new List<(PolicyNode Node, SegmentPattern Pattern)>();
        foreach (var node in nodes)
        {
            if (compile(node.Text) is not { } pattern)
                continue;
            if (seen.Add(pattern.Text))
                kept.Add((node, pattern));
            else
                redundant.Add(node);
        }
        var wide = kept.Where(item => item.Pattern.HasWildcard).ToList();
        var left = Budget;
        var cost = wide.Sum(item => item.Pattern.Text.Contains('?', StringComparison.Ordinal) ? QuestionMarkCost : 1);
        foreach (var (node, pattern) in kept)
        {
            left -= cost;
            if (left < 0)
                break;
            if (wide.Exists(other => other.Node != node && other.Pattern.Covers(pattern)))
                redundant.Add(node);
        }
        redundant.Sort((one, other) => one.Start.CompareTo(other.Start));
        return redundant;
    }

    private static void CheckStatements(ValidationContext context)
    {
        var seen = new Dictionary<string, StatementNode>(StringComparer.Ordinal);
        foreach (var statement in context.Statements)
        {
            var canonical = new StringBuilder();
            Write(canonical, statement.Node, isStatement: true);
            if (!seen.TryAdd(canonical.ToString(), statement))
                context.Report("REDUNDANT_STATEMENT", "Another statement says the same. Remove one of them.", seen[canonical.ToString()].Node, statement.Node);
        }
    }

    // Members and items in order of their text, a list of one as its item, without Sid: what is left is what the statement says.
    private static void Write(StringBuilder target, PolicyNode node, bool isStatement)
    {
        if (node.IsScalar || node.Kind == JsonTreeKind.Null)
        {
            target.Append('"').Append(node.Text.Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"');
            return;
        }
        if (node is { IsArray: true, Children.Count: 1 })
        {
            Write(target, node.Children[0], isStatement: false);
            return;
        }
        var parts = new List<string>();
        foreach (var child in node.Children.Where(child => !isStatement || child.Name != "Sid"))
        {
            var part = new StringBuilder(child.Name).Append('=');
            Write(part, child, isStatement: false);
            parts.Add(part.ToString());
        }
        parts.Sort(StringComparer.Ordinal);
        target.Append(node.IsObject ? '{' : '[').AppendJoin(',', parts).Append(node.IsObject ? '}' : ']');
    }

    /// <summary>A value split at colons, each part a pattern of its own.</summary>
    private sealed class SegmentPattern
    {
        private readonly Glob[] _segments;
        private readonly bool _everything;

        public SegmentPattern(string text, int colons)
        {
            Text = text;
            _everything = text.AsSpan().TrimStart('*').IsEmpty;
            HasWildcard = text.AsSpan().ContainsAny('*', '?');
            _segments = [.. text.Split(':', colons + 1).Select(Glob.Compile)];
        }

        public string Text { get; }

        public bool HasWildcard { get; }

        /// <summary>Null for values whose variables decide what they cover.</summary>
        public static SegmentPattern? OfArn(string text) =>
            text.Contains("${", StringComparison.Ordinal) ? null : new SegmentPattern(text, ArnText.SegmentCount - 1);

        public bool Covers(SegmentPattern other)
        {
            if (_everything || other._everything)
                return _everything;
            if (_segments.Length != other._segments.Length)
                return false;
            for (var i = 0; i < _segments.Length; i++)
            {
                if (!GlobRelations.Covers(_segments[i], other._segments[i]))
                    return false;
            }
            return true;
        }
    }
}
