using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Access;
using Landward.LandingZone.Desired;
using Landward.Model;
using Landward.Policy;
using Landward.Sandbox;

namespace Landward.Cli.Access;

/// <summary>The roles and users that a spec describes. AWS adds the role OrganizationAccountAccessRole to every account it makes.</summary>
internal sealed class SpecPrincipals(Organization organization, List<(AccountId Account, ResourceNode Node)> nodes)
{
    // Identity Center gives its roles a random suffix; before they exist any will do.
    private const string RoleSuffix = "0000000000000000";
    private const string Administrator = "arn:aws:iam::aws:policy/AdministratorAccess";

    public DocumentPool Pool { get; } = new();

    public List<UnreadSource> Unread { get; } = [];

    public ImmutableArray<AccessPrincipal> Of(AccountId account)
    {
        var found = new List<AccessPrincipal>();
        if (account != organization.ManagementAccount)
            found.Add(Role(account, "OrganizationAccountAccessRole", Trust("AWS", $"arn:aws:iam::{organization.ManagementAccount}:root", "sts:AssumeRole"), [Administrator], null));
        foreach (var node in nodes.Where(item => item.Account == account).Select(item => item.Node))
        {
            var name = SpecSnapshot.Text(node.Properties, "name") ?? string.Empty;
            var managed = SpecSnapshot.Texts(node.Properties["managedPolicies"]);
            if (node.Kind is ResourceKind.ExecutionRole or ResourceKind.ServiceRole)
                found.Add(Role(account, (SpecSnapshot.Text(node.Properties, "path") ?? "/").TrimStart('/') + name, node.Properties["trustPolicy"] as JsonObject, managed, null));
            else if (node.Kind is ResourceKind.BreakGlassUser)
                found.Add(Filled(new AccessPrincipal { Principal = Principal.FromArn($"arn:aws:iam::{account}:user/landward/{name}")! }, managed, null));
        }
        found.AddRange(IdentityCenter(account));
        return [.. found.OrderBy(principal => principal.Arn, StringComparer.Ordinal)];
    }

    private IEnumerable<AccessPrincipal> IdentityCenter(AccountId account)
    {
        var assignments = nodes
            .Where(item => item.Node.Kind is ResourceKind.AccountAssignment && SpecSnapshot.Text(item.Node.Properties, "account") == account.Value)
            .ToLookup(item => SpecSnapshot.Text(item.Node.Properties, "permissionSet")!, item => SpecSnapshot.Text(item.Node.Properties, "group")!, StringComparer.Ordinal);
        foreach (var group in assignments)
        {
            var set = nodes.Select(item => item.Node).FirstOrDefault(node => node.Kind is ResourceKind.PermissionSet && SpecSnapshot.Text(node.Properties, "name") == group.Key);
            if (set is null)
                continue;
            var trust = Trust("Federated", $"arn:aws:iam::{account}:saml-provider/AWSSSO_DO_NOT_DELETE", "sts:AssumeRoleWithSAML");
            var role = Role(account, $"aws-reserved/sso.amazonaws.com/AWSReservedSSO_{group.Key}_{RoleSuffix}", trust, SpecSnapshot.Texts(set.Properties["managedPolicies"]), set.Properties["inlinePolicy"] as JsonObject);
            yield return role with
            {
                PermissionsBoundary = Boundary(account, set.Properties["boundary"] as JsonObject),
                Assignments = [.. group.Order(StringComparer.Ordinal).Select(name => new IdentityCenterAssignment(group.Key, "GROUP", name, []))],
            };
        }
    }

    private ImmutableArray<AttachedPolicy> Boundary(AccountId account, JsonObject? boundary)
    {
        if (boundary is null)
            return [];
        if (SpecSnapshot.Text(boundary, "managedPolicyArn") is { } arn)
            return Managed(arn, PolicyKind.PermissionsBoundary) is { } policy ? [policy] : [];
        var name = SpecSnapshot.Text(boundary, "name")!;
        var node = nodes.FirstOrDefault(item => item.Account == account && item.Node.Kind is ResourceKind.PermissionsBoundaryPolicy && SpecSnapshot.Text(item.Node.Properties, "name") == name).Node;
        return node?.Properties["document"] is JsonObject document ? [Parse(document, name, PolicyKind.PermissionsBoundary)] : [];
    }

    private AccessPrincipal Role(AccountId account, string name, JsonObject? trust, IEnumerable<string> managed, JsonObject? inline)
    {
        var role = new AccessPrincipal { Principal = Principal.FromArn($"arn:aws:iam::{account}:role/{name}")! };
        return Filled(trust is null ? role : role with { Trust = Parse(trust, $"trust policy of {name}", PolicyKind.Trust) }, managed, inline);
    }

    private AccessPrincipal Filled(AccessPrincipal principal, IEnumerable<string> managed, JsonObject? inline)
    {
        var policies = managed.Select(arn => (Arn: arn, Policy: Managed(arn, PolicyKind.Identity))).ToList();
        var missing = policies.Where(item => item.Policy is null).Select(item => item.Arn).ToImmutableArray();
        Unread.AddRange(missing.Select(arn => new UnreadSource(principal.Account, string.Empty, "policy " + arn, "The text of this managed policy is not known before the spec is applied.", principal.Arn)));
        IEnumerable<AttachedPolicy> own = inline is null ? [] : [Parse(inline, "inline policy", PolicyKind.Identity)];
        return principal with { Identity = [.. policies.Select(item => item.Policy).OfType<AttachedPolicy>(), .. own], UnreadPolicies = missing };
    }

    private AttachedPolicy? Managed(string arn, PolicyKind kind) =>
        AwsManagedPolicyDocuments.Find(arn) is { } text && Pool.Parse(text, arn).Document is { } document
            ? new AttachedPolicy(document, arn[(arn.LastIndexOf('/') + 1)..], kind, arn)
            : null;

    private AttachedPolicy Parse(JsonObject document, string name, PolicyKind kind)
    {
        var parsed = Pool.Parse(document.ToJsonString(), name);
        return new AttachedPolicy(parsed.Document ?? throw new CommandLine.DiagnosticException(parsed.Diagnostics), name, kind);
    }

    private static JsonObject Trust(string type, string principal, string action) => new()
    {
        ["Version"] = "2012-10-17",
        ["Statement"] = new JsonArray(new JsonObject { ["Effect"] = "Allow", ["Principal"] = new JsonObject { [type] = principal }, ["Action"] = action }),
    };
}
