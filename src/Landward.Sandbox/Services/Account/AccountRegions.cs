using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.Account;

/// <summary>Which Regions an account may use. Enabling and disabling take until the clock moves on.</summary>
internal static class AccountRegions
{
    private const string Type = "region";
    private const int PageSize = 50;
    private static readonly (ImmutableArray<string> Default, ImmutableArray<string> OptIn) Regions = Load();

    public static JsonObject ListRegions(CallContext call, JsonObject input)
    {
        var account = AddressedAccount.Of(call, input);
        var wanted = input.Texts("RegionOptStatusContains");
        var regions = Regions.Default.Concat(Regions.OptIn).Order(StringComparer.Ordinal)
            .Select(region => Describe(call, account, region))
            .Where(region => wanted.Count == 0 || wanted.Contains(region.Text("RegionOptStatus")!))
            .ToList();
        var page = call.Page(regions, input.Text("NextToken"), input.Number("MaxResults"), PageSize, "ValidationException");
        return page.Answer(new JsonObject { ["Regions"] = page.Items.ToJsonArray() });
    }

    public static JsonObject GetRegionOptStatus(CallContext call, JsonObject input) =>
        Describe(call, AddressedAccount.Of(call, input), Known(input));

    public static JsonObject EnableRegion(CallContext call, JsonObject input) => Change(call, input, enable: true);

    public static JsonObject DisableRegion(CallContext call, JsonObject input) => Change(call, input, enable: false);

    private static JsonObject Change(CallContext call, JsonObject input, bool enable)
    {
        var account = AddressedAccount.Of(call, input);
        var region = Known(input);
        if (Regions.Default.Contains(region))
            throw new AwsErrorException("ValidationException", $"{region} is enabled by default and cannot be changed.", 400);
        if (Status(call, account, region) is "ENABLING" or "DISABLING")
            throw new AwsErrorException("ConflictException", $"The status of {region} is changing already.", 409);
        AddressedAccount.Table(call, account, Type).Put(region, new JsonObject { ["Enabled"] = enable, ["ChangedAt"] = SandboxTime.Format(call.Now) });
        return [];
    }

    private static JsonObject Describe(CallContext call, string account, string region) =>
        new() { ["RegionName"] = region, ["RegionOptStatus"] = Status(call, account, region) };

    private static string Status(CallContext call, string account, string region)
    {
        if (Regions.Default.Contains(region))
            return "ENABLED_BY_DEFAULT";
        if (AddressedAccount.Table(call, account, Type).Find(region) is not { } change)
            return "DISABLED";
        var done = SandboxTime.Truncate(call.Now) > SandboxTime.Parse(change.Text("ChangedAt")!);
        return (change.Flag("Enabled"), done) switch
        {
            (true, true) => "ENABLED",
            (true, false) => "ENABLING",
            (_, true) => "DISABLED",
            _ => "DISABLING",
        };
    }

    private static string Known(JsonObject input) =>
        input.RequiredText("RegionName") is var region && (Regions.Default.Contains(region) || Regions.OptIn.Contains(region))
            ? region
            : throw new AwsErrorException("ValidationException", $"{region} is not a Region.", 400);

    private static (ImmutableArray<string> Default, ImmutableArray<string> OptIn) Load()
    {
        using var stream = typeof(AccountRegions).Assembly.GetManifestResourceStream("account-regions.json")
            ?? throw new InvalidOperationException("account-regions.json is not embedded.");
        using var document = JsonDocument.Parse(stream);
        return (Names("enabledByDefault"), Names("optIn"));

        ImmutableArray<string> Names(string member) => [.. document.RootElement.GetProperty(member).EnumerateArray().Select(name => name.GetString()!)];
    }
}
