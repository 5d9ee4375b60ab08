using System.Collections.Immutable;
using Landward.Model;

namespace Landward.Policy.Language;

/// <summary>What one kind of policy forbids or requires beyond the language, and its size. Source: the table of policy types in the IAM and Organizations guides.</summary>
internal static class PolicyValidator
{
    private const string CurrentVersion = "2012-10-17";

    public static ImmutableArray<Diagnostic> Validate(PolicyDocument document, PolicyKind kind)
    {
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        var start = document.Statements.IsEmpty ? new SourceSpan("policy", 1, 1) : document.Statements[0].Span with { Line = 1, Column = 1 };
        if (kind is PolicyKind.ServiceControlPolicy or PolicyKind.ResourceControlPolicy && document.Version != CurrentVersion)
            diagnostics.Add(PolicyDiagnostics.RequiredHere($"`\"Version\": \"{CurrentVersion}\"`", kind, "AWS refuses the policy otherwise.", start));
        foreach (var statement in document.Statements)
            diagnostics.AddRange(ValidateStatement(statement, kind));
        if (PolicyQuota.MaxCharactersOf(kind) is { } limit && Size(document, kind) is var size && size > limit)
            diagnostics.Add(PolicyDiagnostics.TooLarge($"The {kind.DisplayName()} has {size} characters; AWS allows {limit}. Split it or merge its statements.", start));
        return diagnostics.ToImmutable();
    }

    private static IEnumerable<Diagnostic> ValidateStatement(PolicyStatement statement, PolicyKind kind)
    {
        var takesPrincipal = kind is PolicyKind.Resource or PolicyKind.Trust or PolicyKind.VpcEndpoint or PolicyKind.ResourceControlPolicy;
        if (!takesPrincipal && statement.Principals is not null)
            yield return PolicyDiagnostics.NotAllowedHere("Principal", kind, "It applies to whomever it is attached to.", statement.Span);
        if (takesPrincipal && statement.Principals is null)
            yield return PolicyDiagnostics.RequiredHere("`Principal`", kind, "A statement without it matches nobody.", statement.Span);
        var takesResource = kind is not (PolicyKind.Trust or PolicyKind.Resource);
        if (takesResource && statement.ResourceSet is null)
            yield return PolicyDiagnostics.RequiredHere("`Resource` or `NotResource`", kind, "Write `\"Resource\": \"*\"` to mean every resource.", statement.Span);
        if (kind == PolicyKind.Trust && statement.ResourceSet is not null)
            yield return PolicyDiagnostics.NotAllowedHere("Resource", kind, "The resource is the role itself.", statement.Span);
        if (kind == PolicyKind.Trust && statement.Principals is { IsNegated: true })
            yield return PolicyDiagnostics.NotAllowedHere("NotPrincipal", kind, "Name who may assume the role.", statement.Span);
        if (kind != PolicyKind.ResourceControlPolicy)
            yield break;
        if (statement.Effect == Effect.Allow)
            yield return PolicyDiagnostics.NotAllowedHere("Allow", kind, "Only AWS's own RCPFullAWSAccess allows; write Deny statements.", statement.Span);
        if (!statement.NotActions.IsDefault)
            yield return PolicyDiagnostics.NotAllowedHere("NotAction", kind, "List the actions.", statement.Span);
        if (!statement.Actions.IsDefault && statement.Actions.Any(action => action.AsSpan().TrimStart('*').IsEmpty))
            yield return PolicyDiagnostics.NotAllowedHere("Action: *", kind, "Name a service, as in `s3:*`.", statement.Span);
        if (statement.Principals is { IsEveryone: false })
            yield return PolicyDiagnostics.RequiredHere("`\"Principal\": \"*\"`", kind, "Restrict callers with conditions instead.", statement.Span);
    }

    // Service and resource control policies count every character; the size limits of IAM leave white space out.
    private static int Size(PolicyDocument document, PolicyKind kind) => kind is PolicyKind.ServiceControlPolicy or PolicyKind.ResourceControlPolicy
        ? document.Text.Length
        : document.Text.Count(character => !char.IsWhiteSpace(character));
}
