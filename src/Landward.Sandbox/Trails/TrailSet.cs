using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Trails;

/// <summary>The trails of the sandbox and what each of them covers.</summary>
internal static class TrailSet
{
    private static readonly HashSet<string> GlobalSources = new(StringComparer.Ordinal)
    {
        "iam.amazonaws.com", "sts.amazonaws.com", "organizations.amazonaws.com", "account.amazonaws.com",
    };

    /// <summary>All trails, each with the account that owns it.</summary>
    public static IEnumerable<(string Account, string Id, JsonObject Trail)> All(StateTransaction state) =>
        state.List(new ResourcePartition(StateLayout.Organizations.Service, StateLayout.AnyAccount, ResourceKey.Global, StateLayout.Organizations.Account))
            .SelectMany(account => Of(state, account.Key));

    public static IEnumerable<(string Account, string Id, JsonObject Trail)> Of(StateTransaction state, string account) =>
        state.List(Partition(account)).Select(entry => (account, entry.Key, entry.Value));

    public static ResourcePartition Partition(string account) =>
        new(StateLayout.CloudTrail.Service, account, ResourceKey.Global, StateLayout.CloudTrail.Trail);

    public static bool IsLogging(JsonObject trail) =>
        trail[StateLayout.CloudTrail.Windows] is JsonArray { Count: > 0 } windows && windows[^1]!["Until"] is null;

    public static bool IsOrganizationTrail(JsonObject trail) => (bool?)trail["IsOrganizationTrail"] == true;

    /// <summary>Whether some trail that is logging covers the event.</summary>
    public static bool IsLogged(StateTransaction state, RecordedEvent item)
    {
        if (Of(state, item.Account).Any(entry => IsLogging(entry.Trail) && Covers(entry.Trail, item)))
            return true;
        return OrganizationPath.Of(state, item.Account) is { } path
            && Of(state, path.ManagementAccount).Any(entry => IsOrganizationTrail(entry.Trail) && IsLogging(entry.Trail) && Covers(entry.Trail, item));
    }

    /// <summary>Whether the event's Region and kind are among what the trail records; its account is not looked at.</summary>
    public static bool Covers(JsonObject trail, RecordedEvent item)
    {
        if ((bool?)trail["IsMultiRegionTrail"] != true && item.Region != (string?)trail["HomeRegion"]
            && !((bool?)trail["IncludeGlobalServiceEvents"] == true && GlobalSources.Contains(item.EventSource)))
            return false;
        return EventSelectors.Select(trail, item);
    }

    /// <summary>Whether the trail was logging when the event happened.</summary>
    public static bool InWindow(JsonObject trail, long sequence) =>
        (trail[StateLayout.CloudTrail.Windows] as JsonArray ?? []).OfType<JsonObject>().Any(window =>
            sequence > (long)window["From"]! && ((long?)window["Until"] is not { } until || sequence <= until));
}
