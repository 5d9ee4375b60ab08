using System.Text;
using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.SecurityHub;

/// <summary>Findings in the AWS Security Finding Format: importing, updating, reading.</summary>
internal static class SecurityFindings
{
    /// <summary>Id: product ARN, U+0000, finding id. The finding as answered, and <see cref="FindingMerge.CustomerSet"/>.</summary>
    public const string Type = "finding";

    private const int MaximumBatch = 100;
    private const int MaximumFindingBytes = 240 * 1024;
    private const int MaximumBatchBytes = 6 * 1024 * 1024;

    public static void AddTo(ServiceRegistry registry)
    {
        registry.AddSecurityHub("BatchImportFindings", BatchImportFindings);
        registry.AddSecurityHub("BatchUpdateFindings", BatchUpdateFindings);
        registry.AddSecurityHub("GetFindings", GetFindings);
    }

    private static ResourceTable Table(CallContext call, string account, string region) => call.TableOf(Hubs.Service, account, region, Type);

    private static string Id(JsonObject finding) => finding.Text("ProductArn") + "\0" + finding.Text("Id");

    private static JsonObject BatchImportFindings(CallContext call, JsonObject input)
    {
        var findings = input.Structures("Findings").ToList();
        if (findings.Count is 0 or > MaximumBatch)
            throw Hubs.InvalidInput($"Invalid parameter 'Findings'. data should contain between 1 and {MaximumBatch} items.");
        Hubs.Require(call);
        var failed = new JsonArray();
        var imported = new List<JsonObject>();
        var bytes = 0L;
        foreach (var finding in findings)
        {
            var size = Encoding.UTF8.GetByteCount(finding.ToJsonString());
            bytes += size;
            if (bytes > MaximumBatchBytes)
                throw Hubs.InvalidInput("The batch is larger than 6 MB.");
            if ((size > MaximumFindingBytes ? ("InvalidInput", "The finding is larger than 240 KB.") : FindingValidation.Problem(call, finding)) is var (code, message))
            {
                failed.Add(new JsonObject { ["Id"] = finding.Text("Id") ?? string.Empty, ["ErrorCode"] = code, ["ErrorMessage"] = message });
                continue;
            }
            var table = Table(call, call.Account, call.Region);
            var stored = table.Find(Id(finding));
            if (FindingMerge.Import(call, stored, finding) is not { } merged)
                continue;
            table.Put(Id(finding), merged);
            imported.Add(merged);
        }
        Publish(call, call.Account, imported);
        return new JsonObject { ["FailedCount"] = failed.Count, ["SuccessCount"] = findings.Count - failed.Count, ["FailedFindings"] = failed };
    }

    // One event a finding, as Security Hub sends them: in the account, and in its administrator's.
    private static void Publish(CallContext call, string account, IEnumerable<JsonObject> findings)
    {
        var administrator = HubMembers.AdministratorOf(call, account);
        foreach (var finding in findings)
        {
            var detail = new JsonObject { ["findings"] = new JsonArray(FindingMerge.Shown(finding)) };
            string[] resources = [$"{finding.Text("ProductArn")}/{finding.Text("Id")}"];
            call.Publish(new BusEvent(account, call.Region, "aws.securityhub", "Security Hub Findings - Imported", resources, detail));
            if (administrator is not null)
                call.Publish(new BusEvent(administrator, call.Region, "aws.securityhub", "Security Hub Findings - Imported", resources, (JsonObject)detail.DeepClone()));
        }
    }

    private static JsonObject BatchUpdateFindings(CallContext call, JsonObject input)
    {
        Hubs.Require(call);
        var identifiers = input.Structures("FindingIdentifiers").ToList();
        if (identifiers.Count is 0 or > MaximumBatch)
            throw Hubs.InvalidInput($"FindingIdentifiers must have between 1 and {MaximumBatch} entries.");
        FindingMerge.CheckUpdate(input);
        var visible = Places(call).ToList();
        var (processed, unprocessed) = (new JsonArray(), new JsonArray());
        foreach (var identifier in identifiers)
        {
            var place = visible.Find(place => Table(call, place.Account, place.Region).Contains(Id(identifier)));
            if (place == default)
            {
                unprocessed.Add(new JsonObject { ["FindingIdentifier"] = identifier.DeepClone(), ["ErrorCode"] = "FindingNotFound", ["ErrorMessage"] = "Finding Not Found" });
                continue;
            }
            var updated = Table(call, place.Account, place.Region).Update(Id(identifier), finding => FindingMerge.Update(call, finding, input));
            Publish(call, place.Account, [updated]);
            processed.Add(identifier.CopyMembers(new JsonObject(), "Id", "ProductArn"));
        }
        return new JsonObject { ["ProcessedFindings"] = processed, ["UnprocessedFindings"] = unprocessed };
    }

    private static JsonObject GetFindings(CallContext call, JsonObject input)
    {
        Hubs.Require(call);
        var filters = FindingFilters.Parse(input.Structure("Filters") ?? [], call.Now);
        var matching = Places(call).SelectMany(place => Table(call, place.Account, place.Region).List()).Select(entry => entry.Value).Where(filters.Accepts);
        var criteria = input.Structures("SortCriteria").ToList();
        if (criteria.Count > 10)
            throw Hubs.InvalidInput("SortCriteria can have 10 entries at most.");
        var sorted = matching.ToList();
        // The last criterion first: a stable sort makes the first one win.
        foreach (var criterion in Enumerable.Reverse(criteria))
        {
            var field = criterion.Text("Field") ?? string.Empty;
            sorted = criterion.Text("SortOrder") == "desc"
                ? [.. sorted.OrderByDescending(finding => FindingFields.SortKey(finding, field), StringComparer.Ordinal)]
                : [.. sorted.OrderBy(finding => FindingFields.SortKey(finding, field), StringComparer.Ordinal)];
        }
        var page = call.Page(sorted, input.Text("NextToken"), input.Number("MaxResults") ?? 10, 100, "InvalidInputException");
        return page.Answer(new JsonObject { ["Findings"] = page.Items.Select(finding => (JsonNode?)FindingMerge.Shown(finding)).ToJsonArray() });
    }

    /// <summary>Where the caller's findings are: its own account, its members' for the administrator, linked Regions in the home Region.</summary>
    private static IEnumerable<(string Account, string Region)> Places(CallContext call)
    {
        var accounts = Hubs.Administrators.IsAdministrator(call) ? HubMembers.Associated(call, call.Account).Prepend(call.Account).ToList() : [call.Account];
        var regions = call.State.Regions(Hubs.Service, Type).Append(call.Region).Distinct(StringComparer.Ordinal).Where(region => FindingAggregators.Includes(call, region)).ToList();
        return accounts.SelectMany(_ => regions, (account, region) => (account, region));
    }
}
