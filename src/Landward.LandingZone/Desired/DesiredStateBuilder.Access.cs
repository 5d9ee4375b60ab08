using System.Globalization;
using System.Text.Json.Nodes;
using Landward.LandingZone.Specification;

namespace Landward.LandingZone.Desired;

internal sealed partial class DesiredStateBuilder
{
    private static string GroupAddress(string name) => "access/groups/" + name;

    private static string PermissionSetAddress(string name) => "access/permission-sets/" + name;

    private void AddAccess()
    {
        if (spec.Access.IdentityCenter is { } center)
            AddIdentityCenter(center);
        if (spec.Access.BreakGlass is not { } breakGlass)
            return;
        foreach (var user in breakGlass.Users)
        {
            Add(Wave.Access, ResourceKind.BreakGlassUser, In(breakGlass.AccountKey, null, "users/" + user), breakGlass.AccountKey, null,
                new JsonObject { ["name"] = user, ["managedPolicies"] = Texts(["arn:aws:iam::aws:policy/AdministratorAccess"]), ["tags"] = Tags("break-glass/" + user) },
                dependsOn: Ready(breakGlass.AccountKey));
        }
    }

    private void AddIdentityCenter(IdentityCenterSpec center)
    {
        var trusted = TrustedAccessAddress("sso.amazonaws.com");
        foreach (var group in center.Groups)
        {
            Add(Wave.Access, ResourceKind.IdentityCenterGroup, GroupAddress(group), Management, HomeRegion,
                new JsonObject { ["displayName"] = group }, dependsOn: trusted);
        }
        foreach (var set in center.PermissionSets)
            Add(Wave.Access, ResourceKind.PermissionSet, PermissionSetAddress(set.Name), Management, HomeRegion, PermissionSet(set), dependsOn: trusted);
        foreach (var assignment in center.Assignments)
        {
            var set = center.PermissionSets.FirstOrDefault(candidate => candidate.Name == assignment.PermissionSet);
            foreach (var account in assignment.Accounts.Resolve(spec))
            {
                var boundary = set?.Boundary?.Document is { } document ? AddBoundary(account, set.Name, document) : null;
                AddAssignment(assignment, account, boundary);
            }
        }
    }

    private void AddAssignment(AssignmentSpec assignment, string account, string? boundary)
    {
        var address = $"access/assignments/{account}/{assignment.PermissionSet}/{assignment.Group}";
        if (_nodes.Any(node => node.Address == address))
            return;
        Add(Wave.Access, ResourceKind.AccountAssignment, address, Management, HomeRegion,
            new JsonObject
            {
                ["account"] = Reference.To(Reference.Account(account)),
                ["permissionSet"] = assignment.PermissionSet,
                ["group"] = assignment.Group,
            },
            dependsOn: [PermissionSetAddress(assignment.PermissionSet), GroupAddress(assignment.Group), account == Management ? null : AccountAddress(account), boundary]);
    }

    private string AddBoundary(string account, string set, JsonObject document)
    {
        var address = In(account, null, "policies/" + LandwardNames.BoundaryPolicy(set));
        if (_nodes.All(node => node.Address != address))
        {
            Add(Wave.Access, ResourceKind.PermissionsBoundaryPolicy, address, account, null,
                new JsonObject { ["name"] = LandwardNames.BoundaryPolicy(set), ["path"] = LandwardNames.RolePath, ["document"] = document.DeepClone() },
                dependsOn: Ready(account));
        }
        return address;
    }

    private static JsonObject PermissionSet(PermissionSetSpec set)
    {
        var properties = new JsonObject
        {
            ["name"] = set.Name,
            ["sessionDuration"] = string.Create(CultureInfo.InvariantCulture, $"PT{(int)set.Session.TotalHours}H") + (set.Session.Minutes > 0 ? $"{set.Session.Minutes}M" : string.Empty),
            ["managedPolicies"] = Texts(set.ManagedPolicies.Order(StringComparer.Ordinal)),
            ["inlinePolicy"] = set.InlinePolicy?.DeepClone(),
            ["boundary"] = set.Boundary switch
            {
                null => null,
                { ManagedPolicyArn: { } arn } => new JsonObject { ["managedPolicyArn"] = arn },
                _ => new JsonObject { ["name"] = LandwardNames.BoundaryPolicy(set.Name), ["path"] = LandwardNames.RolePath },
            },
            ["tags"] = Tags("permission-sets/" + set.Name),
        };
        if (set.Description is { } description)
            properties["description"] = description;
        return properties;
    }
}
