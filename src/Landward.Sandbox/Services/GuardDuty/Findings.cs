using System.Globalization;
using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.GuardDuty;

/// <summary>Findings: recorded by the sandbox or asked for as samples, seen by the account and by its administrator.</summary>
internal static class Findings
{
    public static void AddTo(ServiceRegistry registry)
    {
        registry.AddGuardDuty("ListFindings", ListFindings);
        registry.AddGuardDuty("GetFindings", GetFindings);
        registry.AddGuardDuty("ArchiveFindings", (call, input) => SetArchived(call, input, true));
        registry.AddGuardDuty("UnarchiveFindings", (call, input) => SetArchived(call, input, false));
        registry.AddGuardDuty("CreateSampleFindings", CreateSampleFindings);
    }

    private static ResourceTable Table(CallContext call, string account) => call.TableOf(Detectors.Service, account, call.Region, "finding");

    /// <summary>
    /// Records a finding (GetFindings' members except ids, account and times) in the account's detector; the event goes to the
    /// account and its administrator. Null when the account has no enabled detector in the Region.
    /// </summary>
    public static JsonObject? Record(CallContext call, string account, JsonObject finding)
    {
        if (Detectors.Of(call, account) is not { } detector || detector.Text("Status") != "ENABLED")
            return null;
        var id = call.Ids.HexDigits(32);
        var document = finding.Copy();
        document["Id"] = id;
        document["AccountId"] = account;
        document["Region"] = call.Region;
        document["Partition"] = "aws";
        document["SchemaVersion"] = "2.0";
        document["Arn"] = $"{Detectors.Arn(call, account, detector.RequiredText("Id"))}/finding/{id}";
        document["CreatedAt"] = call.Now.Timestamp();
        document["UpdatedAt"] = call.Now.Timestamp();
        var service = document.Structure("Service") ?? [];
        document["Service"] = service;
        service["DetectorId"] = detector.Text("Id");
        service["ServiceName"] = Detectors.Service;
        service["Count"] ??= 1;
        service["EventFirstSeen"] ??= call.Now.Timestamp();
        service["EventLastSeen"] ??= call.Now.Timestamp();
        service["Archived"] = Filters.Archives(call, account, document);
        Table(call, account).Put(id, document);
        Publish(call, account, document);
        if (Members.AdministratorOf(call, account) is { } administrator)
            Publish(call, administrator, document);
        return document;
    }

    // Findings that a filter archived are not sent: https://docs.aws.amazon.com/guardduty/latest/ug/findings_suppression-rule.html
    private static void Publish(CallContext call, string account, JsonObject finding)
    {
        if (finding.Structure("Service")?.Flag("Archived") != true)
            call.Publish(new BusEvent(account, call.Region, "aws.guardduty", "GuardDuty Finding", [], (JsonObject)CamelCase(finding)!));
    }

    private static JsonNode? CamelCase(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(char.ToLowerInvariant(member.Key[0]) + member.Key[1..], CamelCase(member.Value)))),
        JsonArray list => list.Select(CamelCase).ToJsonArray(),
        _ => node?.DeepClone(),
    };

    private static List<JsonObject> Visible(CallContext call)
    {
        var accounts = Detectors.Administrators.IsAdministrator(call)
            ? Members.Table(call, call.Account).List().Where(entry => entry.Value.Text("RelationshipStatus") == "Enabled").Select(entry => entry.Key).Prepend(call.Account)
            : [call.Account];
        return [.. accounts.SelectMany(account => Table(call, account).List().Select(entry => entry.Value))];
    }

    private static JsonObject ListFindings(CallContext call, JsonObject input)
    {
        Detectors.Require(call, input);
        var criteria = input.Structure("FindingCriteria")?.Structure("Criterion") ?? [];
        var matching = Visible(call).Where(finding => FindingCriteria.Matches(criteria, finding));
        var field = input.Structure("SortCriteria")?.Text("AttributeName") ?? "updatedAt";
        matching = matching.OrderBy(finding => SortKey(finding, field), StringComparer.Ordinal);
        if (input.Structure("SortCriteria")?.Text("OrderBy") == "DESC")
            matching = matching.Reverse();
        var page = call.Page([.. matching], input.Text("NextToken"), input.Number("MaxResults"), 50, "BadRequestException");
        return new JsonObject { ["FindingIds"] = page.Items.Select(finding => finding.RequiredText("Id")).ToJsonArray(), ["NextToken"] = page.NextToken ?? string.Empty };
    }

    // Numbers sort as numbers: padded to one width.
    private static string SortKey(JsonObject finding, string field)
    {
        var text = FindingCriteria.Values(finding, field).FirstOrDefault() ?? string.Empty;
        return double.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number.ToString("0000000000.000000", CultureInfo.InvariantCulture) : text;
    }

    private static JsonObject GetFindings(CallContext call, JsonObject input)
    {
        Detectors.Require(call, input);
        var ids = input.Texts("FindingIds");
        if (ids.Count is 0 or > 50)
            throw Detectors.BadRequest("The request is rejected because the parameter findingIds must have between 1 and 50 entries.");
        return new JsonObject { ["Findings"] = Visible(call).Where(finding => ids.Contains(finding.RequiredText("Id"))).Select(finding => finding.DeepClone()).ToJsonArray() };
    }

    private static JsonObject SetArchived(CallContext call, JsonObject input, bool archived)
    {
        Detectors.Require(call, input);
        var ids = input.Texts("FindingIds");
        foreach (var finding in Visible(call).Where(finding => ids.Contains(finding.RequiredText("Id"))))
            Table(call, finding.RequiredText("AccountId")).Update(finding.RequiredText("Id"), document => document["Service"]!["Archived"] = archived);
        return [];
    }

    private static JsonObject CreateSampleFindings(CallContext call, JsonObject input)
    {
        Detectors.Require(call, input);
        var types = input.Texts("FindingTypes");
        foreach (var type in types)
        {
            if (!SampleFindings.Types.Contains(type, StringComparer.Ordinal))
                throw Detectors.BadRequest($"The request is rejected because an invalid or out-of-range value is specified as an input parameter: {type}.");
        }
        foreach (var type in types.Count > 0 ? types : SampleFindings.Types)
            Record(call, call.Account, SampleFindings.Create(type));
        return [];
    }
}
