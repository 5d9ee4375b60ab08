using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.LandingZone.Quotas;
using Landward.LandingZone.Specification;
using Landward.Model;

namespace Landward.LandingZone.Desired;

/// <summary>Spec and controls to resource nodes; one part per area of the landing zone.</summary>
internal sealed partial class DesiredStateBuilder(Spec spec, ImmutableArray<SelectedControl> controls)
{
    private const string Management = OrganizationSpec.ManagementKey;
    private const string OrganizationAddress = "organization";

    private readonly List<ResourceNode> _nodes = [];
    private readonly List<Diagnostic> _diagnostics = [];
    private readonly List<GuardrailPacking> _guardrails = [];

    private string HomeRegion => spec.Organization.HomeRegion;

    private IEnumerable<string> AccountKeys => spec.Accounts.Select(account => account.Key).Prepend(Management);

    public DesiredState Build()
    {
        AddOrganization();
        AddUnits();
        AddAccounts();
        AddLogArchive();
        AddDelegatedAdministrators();
        AddBaselines();
        AddSecurityServices();
        AddAlerting();
        AddAlarms();
        AddAccess();
        AddGuardrails();
        QuotaChecker.Check(spec, _nodes, _diagnostics);
        var ordered = _nodes.OrderBy(node => node.Wave).ToImmutableArray();
        var missing = ordered.SelectMany(node => node.DependsOn).Except(ordered.Select(node => node.Address)).FirstOrDefault();
        return missing is null
            ? new DesiredState(spec, ordered, [.. _diagnostics]) { Guardrails = [.. _guardrails] }
            : throw new InvalidOperationException($"A resource depends on `{missing}`, which was not built.");
    }

    private ResourceNode Add(
        Wave wave,
        ResourceKind kind,
        string address,
        string account,
        string? region,
        JsonObject properties,
        bool absent = false,
        params ReadOnlySpan<string?> dependsOn)
    {
        var node = new ResourceNode
        {
            Address = address,
            Kind = kind,
            Account = account,
            Region = region,
            Properties = properties,
            Wave = wave,
            Absent = absent,
            DependsOn = [.. dependsOn.ToArray().OfType<string>()],
        };
        _nodes.Add(node);
        return node;
    }

    private static string AccountAddress(string key) => "accounts/" + key;

    private static string In(string account, string? region, string what) => region is null ? $"accounts/{account}/{what}" : $"accounts/{account}/{region}/{what}";

    /// <summary>What everything in a member account waits for; nothing for the management account, which is there.</summary>
    private static string? Ready(string account) => account == Management ? null : In(account, null, "execution-role");

    private static JsonObject Tags(string key) => new() { [LandwardNames.KeyTag] = key };

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode?)text)]);
}
