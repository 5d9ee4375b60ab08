using Landward.LandingZone.Desired;
using Landward.Model;
using Landward.Rules.Yaml;

namespace Landward.LandingZone.Specification;

/// <summary>What a shape cannot say: references, uniqueness, depth, and settings that need each other.</summary>
internal sealed class SpecValidator
{
    /// <summary>AWS Organizations, "Quotas and service limits": organizational units nest at most five levels below the root; 2026.</summary>
    internal const int MaxUnitDepth = 5;

    private readonly Spec _spec;
    private readonly YamlMapping _document;
    private readonly ICollection<Diagnostic> _diagnostics;

    private SpecValidator(Spec spec, YamlMapping document, ICollection<Diagnostic> diagnostics) =>
        (_spec, _document, _diagnostics) = (spec, document, diagnostics);

    public static void Validate(Spec spec, YamlMapping document, ICollection<Diagnostic> diagnostics)
    {
        var validator = new SpecValidator(spec, document, diagnostics);
        validator.CheckRegions();
        validator.CheckUnits();
        validator.CheckAccounts();
        validator.CheckRoles();
        validator.CheckIdentityCenter();
        validator.CheckGuardrails();
        validator.CheckMonitoring();
    }

    private void CheckRegions()
    {
        var organization = _spec.Organization;
        if (organization.HomeRegion.Length > 0 && organization.Regions.Length > 0 && !organization.Regions.Contains(organization.HomeRegion))
            _diagnostics.Add(SpecDiagnostics.Conflict("organization.regions", $"the home Region `{organization.HomeRegion}` must be one of the governed Regions", Span("organization", "regions")));
        if (_spec.Security.SecurityHub.Value is { } hub && organization.Regions.Length > 0 && !organization.Regions.Contains(hub.HomeRegion))
            _diagnostics.Add(SpecDiagnostics.Conflict("security.securityHub.homeRegion", $"`{hub.HomeRegion}` must be one of the governed Regions", Span("security", "securityHub", "homeRegion")));
    }

    private void CheckUnits()
    {
        foreach (var unit in _spec.Units.Where(unit => unit.Depth > MaxUnitDepth))
            _diagnostics.Add(SpecDiagnostics.UnitTooDeep(unit.Path, MaxUnitDepth, unit.Span));
        foreach (var siblings in _spec.Units.GroupBy(unit => (unit.ParentPath, Name: unit.Name.ToUpperInvariant())).Where(group => group.Count() > 1))
        {
            var pair = siblings.ToArray();
            _diagnostics.Add(SpecDiagnostics.DuplicateName(pair[1].Name, "units/" + pair[0].Path, "units/" + pair[1].Path, pair[1].Span));
        }
        foreach (var unit in _spec.Units.Where(unit => unit.Moved is not null && _spec.Units.Any(other => other.Path == unit.Moved)))
            _diagnostics.Add(SpecDiagnostics.Conflict($"units/{unit.Path}", $"`moved: {unit.Moved}` names a unit that still is in the spec", unit.Span));
    }

    private void CheckAccounts()
    {
        var paths = _spec.Units.Select(unit => unit.Path).ToArray();
        var emails = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { [_spec.Organization.ManagementEmail] = "organization.management" };
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { [_spec.Organization.ManagementName] = "organization.management" };
        foreach (var account in _spec.Accounts)
        {
            var address = "accounts/" + account.Key;
            if (account.Key == OrganizationSpec.ManagementKey)
                _diagnostics.Add(SpecDiagnostics.DuplicateName(account.Key, "organization.management", address, account.Span));
            if (account.Email.Length > 0 && !emails.TryAdd(account.Email, address))
                _diagnostics.Add(SpecDiagnostics.DuplicateEmail(account.Email, emails[account.Email], address, account.Span));
            if (!names.TryAdd(account.Name, address))
                _diagnostics.Add(SpecDiagnostics.DuplicateName(account.Name, names[account.Name], address, account.Span));
            if (account.UnitPath.Length > 0 && !paths.Contains(account.UnitPath))
                _diagnostics.Add(SpecDiagnostics.UnknownReference($"accounts.{account.Key}.unit", "unit", account.UnitPath, paths, Span("accounts", account.Key, "unit")));
        }
    }

    private void CheckRoles()
    {
        var security = _spec.Security;
        var logArchiveFor = security.CloudTrail.State is SettingState.Managed ? "the organization trail's bucket stands there"
            : security.Config.State is SettingState.Managed ? "AWS Config delivers into its bucket" : null;
        var auditFor = security.GuardDuty.State is SettingState.Managed ? "GuardDuty is administered there"
            : security.SecurityHub.State is SettingState.Managed ? "Security Hub is administered there"
            : security.AccessAnalyzer.State is SettingState.Managed ? "Access Analyzer is administered there"
            : security.Config.Value is { Aggregator: true } ? "AWS Config is aggregated there"
            : _spec.Monitoring.Alarms.State is SettingState.Managed ? "alarms notify a topic there" : null;
        CheckRole(AccountRole.LogArchive, "logArchive", logArchiveFor);
        CheckRole(AccountRole.Audit, "audit", auditFor);
        if (_spec.Security.Config.Value is { Aggregator: true } && Text("security", "config", "aggregator") is { } aggregator
            && _spec.AccountWithRole(AccountRole.Audit) is { } audit && audit.Key != aggregator.Text)
            _diagnostics.Add(SpecDiagnostics.Conflict("security.config.aggregator", $"it must be the account with role audit, `{audit.Key}`", aggregator.Span));
    }

    private void CheckRole(AccountRole role, string name, string? neededFor)
    {
        var holders = _spec.Accounts.Where(account => account.Role == role).ToArray();
        if (holders.Length > 1)
            _diagnostics.Add(SpecDiagnostics.RoleNeeded(name, $"`{holders[0].Key}` and `{holders[1].Key}` both have it", holders[1].Span));
        else if (holders.Length == 0 && neededFor is not null)
            _diagnostics.Add(SpecDiagnostics.RoleNeeded(name, neededFor, Span("accounts")));
    }

    private void CheckMonitoring()
    {
        if (_spec.Monitoring.Alarms.Value is not { } alarms)
            return;
        var span = Span("monitoring", "alarms");
        if (_spec.Security.CloudTrail.Value is not { Organization: true })
            _diagnostics.Add(SpecDiagnostics.Conflict("monitoring.alarms", "alarms watch the organization trail, which `security.cloudTrail` does not ask for", span));
        foreach (var name in alarms.Names.Where(name => !AlarmCatalogue.Names.Contains(name)))
            _diagnostics.Add(SpecDiagnostics.UnknownAlarm("monitoring.alarms", name, AlarmCatalogue.Names, span));
    }

    private void CheckIdentityCenter()
    {
        var accounts = _spec.Accounts.Select(account => account.Key).Append(OrganizationSpec.ManagementKey).ToArray();
        if (_spec.Access.BreakGlass is { } breakGlass && !accounts.Contains(breakGlass.AccountKey))
            _diagnostics.Add(SpecDiagnostics.UnknownReference("access.breakGlass.account", "account", breakGlass.AccountKey, accounts, Span("access", "breakGlass", "account")));
        if (_spec.Access.IdentityCenter is not { } center)
            return;
        foreach (var duplicate in center.Groups.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
            _diagnostics.Add(SpecDiagnostics.DuplicateName(duplicate.Key, "access.identityCenter.groups", "access.identityCenter.groups", Span("access", "identityCenter", "groups")));
        foreach (var set in center.PermissionSets.Where(set => set.Name.Length > 32))
            _diagnostics.Add(SpecDiagnostics.InvalidText($"access.identityCenter.permissionSets.{set.Name}", set.Name, "a permission set's name has at most 32 characters", set.Span));
        var sets = center.PermissionSets.Select(set => set.Name).ToArray();
        for (var i = 0; i < center.Assignments.Length; i++)
        {
            var assignment = center.Assignments[i];
            var path = $"access.identityCenter.assignments[{i}]";
            if (assignment.Group.Length > 0 && !center.Groups.Contains(assignment.Group))
                _diagnostics.Add(SpecDiagnostics.UnknownReference(path + ".group", "group", assignment.Group, center.Groups, assignment.Span));
            if (assignment.PermissionSet.Length > 0 && !sets.Contains(assignment.PermissionSet))
                _diagnostics.Add(SpecDiagnostics.UnknownReference(path + ".permissionSet", "permission set", assignment.PermissionSet, sets, assignment.Span));
            CheckSelector(assignment.Accounts, path + ".accounts", accounts, assignment.Span);
        }
    }

    private void CheckSelector(Selector selector, string path, string[] accounts, SourceSpan span)
    {
        foreach (var account in selector.Accounts.Where(account => !accounts.Contains(account)))
            _diagnostics.Add(SpecDiagnostics.UnknownReference(path + ".account", "account", account, accounts, span));
        CheckUnitPatterns(selector.Units, path + ".unit", span);
        if (selector.Except is { } except)
            CheckSelector(except, path + ".except", accounts, span);
        if (selector.Resolve(_spec).Length == 0)
            _diagnostics.Add(SpecDiagnostics.EmptySelector(path, selector.ToString(), span));
    }

    private void CheckUnitPatterns(IEnumerable<string> patterns, string path, SourceSpan? span)
    {
        var paths = _spec.Units.Select(unit => unit.Path).ToArray();
        foreach (var pattern in patterns.Where(pattern => !paths.Any(unit => Selector.UnitMatches(pattern, unit))))
            _diagnostics.Add(SpecDiagnostics.UnknownReference(path, "unit", pattern, paths, span));
    }

    private void CheckGuardrails()
    {
        for (var i = 0; i < _spec.Guardrails.Length; i++)
            CheckUnitPatterns(_spec.Guardrails[i].Units, $"guardrails[{i}].units", _spec.Guardrails[i].Span);
    }

    private YamlScalar? Text(params ReadOnlySpan<string> keys) => Find(keys) as YamlScalar;

    private SourceSpan? Span(params ReadOnlySpan<string> keys) => Find(keys)?.Span;

    private YamlValue? Find(ReadOnlySpan<string> keys)
    {
        YamlValue? value = _document;
        foreach (var key in keys)
            value = (value as YamlMapping)?[key];
        return value;
    }
}
