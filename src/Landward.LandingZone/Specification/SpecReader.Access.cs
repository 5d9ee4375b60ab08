using Landward.Rules.Yaml;

namespace Landward.LandingZone.Specification;

internal sealed partial class SpecReader
{
    private static readonly TimeSpan DefaultSession = TimeSpan.FromHours(1);

    private AccessSpec ReadAccess(YamlMapping? map)
    {
        var password = Map(map, "passwordPolicy");
        var breakGlass = Map(map, "breakGlass");
        return new AccessSpec
        {
            IdentityCenter = Map(map, "identityCenter") is { } center ? ReadIdentityCenter(center) : null,
            BreakGlass = breakGlass is null ? null : new BreakGlassSpec([.. Texts(breakGlass["users"])], Text(breakGlass, "account") ?? OrganizationSpec.ManagementKey),
            CentralRootManagement = Switch(Map(map, "root"), "centralManagement"),
            PasswordPolicy = password is null
                ? null
                : new PasswordPolicySpec(Number(password, "minimumLength"), Number(password, "reusePrevention"), Number(password, "maxAgeDays")),
        };
    }

    private IdentityCenterSpec ReadIdentityCenter(YamlMapping map)
    {
        var assignments = Items(map["assignments"]).OfType<YamlMapping>().Select(assignment => new AssignmentSpec(
            Text(assignment, "group") ?? string.Empty,
            Text(assignment, "permissionSet") ?? string.Empty,
            ReadSelector(assignment["accounts"]),
            assignment.Span));
        return new IdentityCenterSpec([.. Texts(map["groups"])], [.. ReadPermissionSets(Map(map, "permissionSets"))], [.. assignments]);
    }

    private IEnumerable<PermissionSetSpec> ReadPermissionSets(YamlMapping? map)
    {
        foreach (var entry in map?.Entries ?? [])
        {
            if (entry.Value is not YamlMapping set)
                continue;
            var path = $"access.identityCenter.permissionSets.{entry.Key}";
            var session = Text(set, "session") is { } text && Durations.TryParse(text, out var parsed) ? parsed : DefaultSession;
            if (session < TimeSpan.FromHours(1) || session > TimeSpan.FromHours(12))
                diagnostics.Add(SpecDiagnostics.InvalidText(path + ".session", Text(set, "session")!, "a session lasts 1h to 12h", set["session"]!.Span));
            yield return new PermissionSetSpec(
                entry.Key,
                Text(set, "description"),
                [.. Texts(set["managedPolicies"]).Select(ManagedPolicyArn)],
                set["policy"] is YamlScalar policy ? files.ReadPolicy(policy.Text, path + ".policy", policy.Span) : null,
                set["boundary"] is YamlScalar boundary ? ReadBoundary(boundary, path + ".boundary") : null,
                session,
                entry.KeySpan);
        }
    }

    private BoundarySpec ReadBoundary(YamlScalar value, string path) =>
        value.Text.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
            ? new BoundarySpec(null, files.ReadPolicy(value.Text, path, value.Span))
            : new BoundarySpec(ManagedPolicyArn(value.Text), null);

    // Names of AWS managed policies are unique without their path, but the ARN contains it.
    // Source: AWS Managed Policy Reference Guide.
    private static string ManagedPolicyArn(string name) => name switch
    {
        _ when name.StartsWith("arn:", StringComparison.Ordinal) => name,
        "ViewOnlyAccess" or "Billing" or "DatabaseAdministrator" or "DataScientist" or "NetworkAdministrator" or "SupportUser" or "SystemAdministrator"
            => "arn:aws:iam::aws:policy/job-function/" + name,
        _ => "arn:aws:iam::aws:policy/" + name,
    };
}
