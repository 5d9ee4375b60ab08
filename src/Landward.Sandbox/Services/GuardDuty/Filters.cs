using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.GuardDuty;

/// <summary>Saved filters; one with the action ARCHIVE is a suppression rule.</summary>
internal static class Filters
{
    private const string Type = "filter";
    private const int MaximumFilters = 100;

    public static void AddTo(ServiceRegistry registry)
    {
        registry.AddGuardDuty("CreateFilter", CreateFilter);
        registry.AddGuardDuty("GetFilter", (call, input) => Require(call, input).Copy());
        registry.AddGuardDuty("UpdateFilter", UpdateFilter);
        registry.AddGuardDuty("DeleteFilter", (call, input) =>
        {
            call.Table(Type).Remove(Require(call, input).RequiredText("Name"));
            return [];
        });
        registry.AddGuardDuty("ListFilters", (call, input) =>
        {
            Detectors.Require(call, input);
            return new JsonObject { ["FilterNames"] = call.Table(Type).List().Select(entry => entry.Key).ToJsonArray() };
        });
    }

    /// <summary>Whether a suppression rule of the account (or of its administrator, whose rules hold for members) archives the finding.</summary>
    public static bool Archives(CallContext call, string account, JsonObject finding)
    {
        var owner = Members.AdministratorOf(call, account) ?? account;
        return call.TableOf(Detectors.Service, owner, call.Region, Type).List()
            .Any(entry => entry.Value.Text("Action") == "ARCHIVE" && FindingCriteria.Matches(entry.Value.Structure("FindingCriteria")?.Structure("Criterion") ?? [], finding));
    }

    private static JsonObject Require(CallContext call, JsonObject input)
    {
        Detectors.Require(call, input);
        return call.Table(Type).Find(input.RequiredText("FilterName", "BadRequestException"))
            ?? throw Detectors.BadRequest("The request is rejected because a filter with the given name does not exist.");
    }

    private static JsonObject CreateFilter(CallContext call, JsonObject input)
    {
        Detectors.Require(call, input);
        var name = input.RequiredText("Name", "BadRequestException");
        if (call.Table(Type).Contains(name))
            throw Detectors.BadRequest("The request is rejected because a filter with the given name already exists.");
        if (call.Table(Type).List().Count >= MaximumFilters)
            throw Detectors.BadRequest("The request is rejected because the limit of filters has been reached.");
        input.RequiredStructure("FindingCriteria", "BadRequestException");
        call.Table(Type).Put(name, input.CopyMembers(
            new JsonObject { ["Name"] = name, ["Action"] = input.Text("Action") ?? "NOOP", ["Rank"] = input.Number("Rank") ?? 1 }, "Description", "FindingCriteria", "Tags"));
        return new JsonObject { ["Name"] = name };
    }

    private static JsonObject UpdateFilter(CallContext call, JsonObject input)
    {
        var name = Require(call, input).RequiredText("Name");
        call.Table(Type).Update(name, filter => input.CopyMembers(filter, "Description", "Action", "Rank", "FindingCriteria"));
        return new JsonObject { ["Name"] = name };
    }
}
