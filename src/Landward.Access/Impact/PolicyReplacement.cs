using System.Collections.Immutable;
using Landward.Model;
using Landward.Policy;

namespace Landward.Access.Impact;

/// <summary>Replaces a policy's document wherever a snapshot has the policy.</summary>
internal sealed class PolicyReplacement
{
    /// <summary>The name under which Identity Center puts a permission set's inline policy on its roles.</summary>
    private const string PermissionSetInlinePolicy = "AwsSSOInlinePolicy";

    private readonly string _name;
    private readonly string _text;
    private readonly PolicyDocument _document;
    private bool _found;

    private PolicyReplacement(string name, string text, PolicyDocument document) => (_name, _text, _document) = (name, text, document);

    public static AccessSnapshot? Apply(AccessSnapshot snapshot, PolicyChange.Replace change, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        if (!IsDocument(change.Document, change.Name, null, diagnostics))
            return null;
        var replacement = new PolicyReplacement(change.Name, change.Document, PolicyDocument.Parse(change.Document, change.Name).Document!);
        var changed = replacement.Edit(snapshot);
        if (replacement._found)
            return changed;
        diagnostics.Add(ImpactDiagnostics.UnknownPolicy(change.Name, "in the organization", Known(snapshot)));
        return null;
    }

    /// <summary>Reports what is wrong with a document; elements that its kind forbids are only warned about, because AWS would refuse them.</summary>
    public static bool IsDocument(string text, string name, PolicyKind? kind, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        var parsed = PolicyDocument.Parse(text, name);
        diagnostics.AddRange(parsed.Diagnostics);
        if (parsed.Document is not { } document)
            return false;
        if (kind is { } known)
            diagnostics.AddRange(document.Validate(known));
        return !diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
    }

    private AccessSnapshot Edit(AccessSnapshot snapshot)
    {
        var organization = snapshot.Organization is null ? null : Edit(snapshot.Organization);
        if (_found)
            return snapshot with { Organization = organization };
        ImmutableArray<AccessAccount> accounts = [.. snapshot.Accounts.Select(Edit)];
        ImmutableArray<AccessResource> resources = [.. snapshot.Resources.Select(resource => resource.Arn == _name ? Edit(resource) : resource)];
        return snapshot with { Accounts = accounts, Resources = resources };
    }

    private Organization Edit(Organization organization) => organization with
    {
        Units = [.. organization.Units.Select(unit => unit with { Policies = Edit(unit.Policies) })],
        Accounts = [.. organization.Accounts.Select(account => account with { Policies = Edit(account.Policies) })],
    };

    private ImmutableArray<OrganizationPolicy> Edit(ImmutableArray<OrganizationPolicy> policies)
    {
        if (!policies.Any(policy => policy.Name == _name || policy.Id == _name))
            return policies;
        _found = true;
        return [.. policies.Select(policy => policy.Name == _name || policy.Id == _name ? policy with { Document = _text } : policy)];
    }

    private AccessAccount Edit(AccessAccount account)
    {
        ImmutableArray<AccessPrincipal> principals = [.. account.Principals.Select(Edit)];
        return principals.AsSpan().SequenceEqual(account.Principals.AsSpan(), ReferenceEqualityComparer.Instance) ? account : account with { Principals = principals };
    }

    private AccessPrincipal Edit(AccessPrincipal principal)
    {
        if (principal.Arn == _name && principal.Trust is { } trust)
        {
            _found = true;
            return principal with { Trust = trust with { Document = _document } };
        }
        var set = principal.Assignments.Any(assignment => assignment.PermissionSet == _name);
        bool IsMeant(AttachedPolicy policy) => policy.Name == _name || policy.Id == _name || (set && policy.Name == PermissionSetInlinePolicy);
        if (!principal.Identity.Any(IsMeant) && !principal.PermissionsBoundary.Any(IsMeant))
            return principal;
        _found = true;
        AttachedPolicy New(AttachedPolicy policy) => IsMeant(policy) ? policy with { Document = _document } : policy;
        return principal with { Identity = [.. principal.Identity.Select(New)], PermissionsBoundary = [.. principal.PermissionsBoundary.Select(New)] };
    }

    private AccessResource Edit(AccessResource resource)
    {
        _found = true;
        return resource with { Policy = new AttachedPolicy(_document, resource.Policy?.Name ?? $"policy of {resource.Arn}", PolicyKind.Resource) };
    }

    private static IEnumerable<string> Known(AccessSnapshot snapshot) =>
        (snapshot.Organization is { } organization ? OrganizationChanges.Names(organization) : [])
            .Concat(snapshot.Principals.SelectMany(principal => principal.Identity).Select(policy => policy.Name)).Distinct(StringComparer.Ordinal).Take(10_000);
}
