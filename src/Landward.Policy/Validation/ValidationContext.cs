using System.Collections.Immutable;
using Landward.Model;

namespace Landward.Policy.Validation;

/// <summary>One policy under validation and what the checks have found so far.</summary>
internal sealed class ValidationContext
{
    private const string CurrentVersion = "2012-10-17";

    /// <summary>A document this wrong needs no longer list.</summary>
    private const int MaxFindings = 5_000;

    /// <summary>Looking for a similar name costs much more than the rest of a check.</summary>
    private const int MaxSuggestions = 50;

    /// <summary>Comparisons with names of the catalogue; hundreds of times what a policy within its quota needs.</summary>
    private const int MaxComparisons = 2_000_000;

    private readonly LineIndex _lines;
    private readonly List<ValidationFinding> _findings = [];
    private int _suggestions;
    private int _comparisons;

    public ValidationContext(string text, PolicyNode root, ValidationPolicyType type, ValidationResourceType? resourceType)
    {
        Text = text;
        Root = root;
        Type = type;
        ResourceType = resourceType;
        _lines = new LineIndex(text);
        if (root.Find("Statement") is { } statement)
            Statements = [.. statement.Items.Where(item => item.IsObject).Select(item => new StatementNode(item))];
        HasVariables = root.Find("Version") is { IsString: true, Text: CurrentVersion };
    }

    public string Text { get; }

    public PolicyNode Root { get; }

    public ValidationPolicyType Type { get; }

    public ValidationResourceType? ResourceType { get; }

    public ImmutableArray<StatementNode> Statements { get; } = [];

    public IamFacts Facts => IamFacts.Current;

    /// <summary>Version 2012-10-17 is the one with policy variables.</summary>
    public bool HasVariables { get; }

    public bool IsIdentity => Type == ValidationPolicyType.IdentityPolicy;

    public bool IsResource => Type == ValidationPolicyType.ResourcePolicy;

    public ImmutableArray<ValidationFinding> Findings =>
        [.. _findings.OrderBy(finding => finding.FindingType).ThenBy(finding => finding.Locations.IsEmpty ? 0 : finding.Locations[0].Span.Start.Offset)];

    /// <summary>Without a resource type AWS recognizes a trust policy by its statements, and so does Landward.</summary>
    public bool IsTrust(StatementNode statement) =>
        IsResource && (ResourceType == ValidationResourceType.AssumeRolePolicyDocument || (ResourceType is null && statement.LooksLikeTrust));

    /// <summary>A sentence to append, empty when nothing is near or too many were asked for.</summary>
    public string DidYouMean(string word, IEnumerable<string> candidates) => _suggestions++ < MaxSuggestions ? Suggestion.DidYouMean(word, candidates) : string.Empty;

    /// <summary>False when the document made too many comparisons already; then the answer is left open, without finding.</summary>
    public bool TakeComparisons(int count) => (_comparisons += count) <= MaxComparisons;

    /// <summary>Likewise for looking up an action pattern.</summary>
    public bool TakeComparisons(string action)
    {
        var colon = action.IndexOf(':', StringComparison.Ordinal);
        var service = colon < 0 ? null : Facts.FindService(action.AsSpan(0, colon));
        return !action.AsSpan().ContainsAny('*', '?') || TakeComparisons(service?.ActionCount ?? Facts.ActionCount);
    }

    public void Report(string issueCode, string details, params ReadOnlySpan<PolicyPlace> places)
    {
        if (_findings.Count >= MaxFindings)
            return;
        var locations = ImmutableArray.CreateBuilder<ValidationLocation>(places.Length);
        foreach (var place in places)
            locations.Add(Locate(place));
        Add(issueCode, details, locations.MoveToImmutable());
    }

    private void Add(string issueCode, string details, ImmutableArray<ValidationLocation> locations)
    {
        var check = ValidationCheck.Of(issueCode);
        _findings.Add(new ValidationFinding(check.FindingType, issueCode, details, check.LearnMoreLink, locations));
    }

    private ValidationLocation Locate(PolicyPlace place)
    {
        var path = new List<ValidationPathElement>();
        for (var node = place.Node; node.Parent is not null; node = node.Parent)
        {
            path.Add(node.Name is null
                ? new ValidationPathElement.Index(node.Index)
                : place.IsName && node == place.Node ? new ValidationPathElement.Key(node.Name) : new ValidationPathElement.Value(node.Name));
        }
        path.Reverse();
        if (place.IsName)
            return new ValidationLocation([.. path], _lines.Span(place.Node.NameStart, place.Node.NameEnd));
        if (place.SubstringLength == 0)
            return new ValidationLocation([.. path], _lines.Span(place.Node.Start, place.Node.End));
        path.Add(new ValidationPathElement.Substring(place.SubstringStart, place.SubstringLength));
        // With escapes in between, characters of the value have no fixed place in the text: the whole string is shown.
        var start = place.Node.Start + 1 + place.SubstringStart;
        return new ValidationLocation([.. path], place.Node.IsVerbatim ? _lines.Span(start, start + place.SubstringLength) : _lines.Span(place.Node.Start, place.Node.End));
    }
}
