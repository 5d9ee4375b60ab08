using System.Collections.Immutable;

namespace Landward.LandingZone.Specification.Shapes;

/// <summary>The spec's language: every key, its form, its meaning, and whether plan and apply of this version act on it.</summary>
internal static partial class SpecLanguage
{
    private static readonly TextShape Text = new(TextKind.Text, []);
    private static readonly TextShape Switch = new(TextKind.Switch, []);
    private static readonly TextShape Off = new(TextKind.Text, ["off", "false"]);
    private static readonly TextShape Key = new(TextKind.Key, []);
    private static readonly TextShape Email = new(TextKind.Email, []);
    private static readonly TextShape Region = new(TextKind.Region, []);
    private static readonly TextShape Duration = new(TextKind.Duration, []);
    private static readonly TextShape File = new(TextKind.File, []);
    private static readonly TextShape UnitPath = new(TextKind.UnitPath, []);
    private static readonly TextShape UnitPattern = new(TextKind.UnitPattern, []);

    /// <summary>Also the keys that every included file may have.</summary>
    public static ObjectShape Root { get; } = new("spec", RootMembers);

    private static ImmutableArray<Member> RootMembers() =>
    [
        Required("landward", OneOf("1"), "Version of the spec language: 1."),
        Optional("target", OneOf("sandbox", "aws"), "Where plan and apply work. Default: sandbox."),
        Optional("include", List(File), "Files whose keys are added to this one; paths are relative and stay below the spec's directory."),
        Required("organization", Organization, "The organization as a whole."),
        Optional("units", new MapShape(Unit), "Organizational units by key; keys are identities."),
        Optional("accounts", new MapShape(Account), "Member accounts by key; keys and e-mail addresses are identities."),
        Optional("access", Access, "Who may enter which account."),
        Optional("guardrails", List(Guardrail), "Which controls stand where."),
        Optional("security", Security, "Security services and account baselines."),
        Optional("monitoring", Monitoring, "Alarms, observability and logs of the network."),
        Later("detections", new MapShape(new AnyShape()), "Detection rules; used by `landward detect`."),
        Later("alerts", new MapShape(new AnyShape()), "Alert channels and routes."),
        Later("response", List(new AnyShape()), "Which playbook answers which finding."),
    ];

    private static readonly ObjectShape Organization = new("organization", OrganizationMembers);

    private static ImmutableArray<Member> OrganizationMembers() =>
    [
        Required("homeRegion", Region, "Where single-Region things stand: trail, log bucket, aggregators, Identity Center."),
        Required("regions", List(Region), "The governed Regions. Everything regional stands in each of them."),
        Optional("denyOtherRegions", Switch, "Whether the region-deny guardrail is selected for other Regions."),
        Required("management", Management, "The management account."),
        LaterUnlessOff("controlTower", Either(Off, new ObjectShape("controlTower", () => [Optional("version", Text, "`latest` or a version.")])), "Let AWS Control Tower set up the landing zone."),
        Optional("unmanagedAccounts", OneOf("allow", "warn", "deny"), "What to say about accounts of the organization that the spec does not name. Default: warn."),
    ];

    private static readonly ObjectShape Management = new("management", ManagementMembers);

    private static ImmutableArray<Member> ManagementMembers() =>
    [
        Optional("name", Text, "The account's name."),
        Required("email", Email, "The account's e-mail address."),
    ];

    private static readonly ObjectShape Unit = new("unit", UnitMembers);

    private static ImmutableArray<Member> UnitMembers() =>
    [
        Optional("kind", OneOf("core", "custom"), "Which guardrail scope the unit belongs to; children inherit it. Default: custom."),
        Optional("name", Text, "The unit's name in AWS. Default: its key."),
        Optional("moved", UnitPath, "The key path the unit had before it was renamed."),
        Optional("units", new MapShape(Unit), "Units below this one."),
    ];

    private static readonly ObjectShape Account = new("account", AccountMembers);

    private static ImmutableArray<Member> AccountMembers() =>
    [
        Required("unit", UnitPath, "Key path of the organizational unit."),
        Required("email", Email, "The account's e-mail address: its identity in AWS."),
        Optional("name", Text, "The account's name in AWS. Default: its key."),
        Optional("role", OneOf("logArchive", "audit", "sharedServices"), "What Landward uses the account for."),
        Optional("tags", new MapShape(Text), "Tags of the account in AWS Organizations."),
        Optional("preventDestroy", Switch, "Refuse every plan that would close the account."),
    ];

    private static readonly ObjectShape Selector = new("selector", SelectorMembers);

    private static ImmutableArray<Member> SelectorMembers() =>
    [
        Optional("unit", OneOrMany(UnitPattern), "Accounts in these units; `**` stands for every unit below."),
        Optional("account", OneOrMany(Key), "These accounts, or `management`."),
        Optional("tag", new MapShape(OneOrMany(Text)), "Accounts with one of the values for every tag named."),
        Optional("except", Selector, "Accounts to leave out."),
    ];

    private static readonly Shape Accounts = Either(OneOf("all"), Selector);

    private static Member Required(string name, Shape shape, string description) => new(name, shape, description) { Required = true };

    private static Member Optional(string name, Shape shape, string description) => new(name, shape, description);

    private static Member Later(string name, Shape shape, string description) => new(name, shape, description) { Support = Support.NotApplied };

    private static Member LaterUnlessOff(string name, Shape shape, string description) => new(name, shape, description) { Support = Support.NotAppliedUnlessOff };

    private static TextShape OneOf(params ImmutableArray<string> words) => new(TextKind.Text, words);

    private static TextShape Integer(int minimum, int maximum) => new(TextKind.Integer, []) { Minimum = minimum, Maximum = maximum };

    private static ListShape List(Shape item) => new(item);

    private static ChoiceShape Either(params ImmutableArray<Shape> options) => new(options);

    private static ChoiceShape OneOrMany(Shape shape) => Either(shape, List(shape));
}
