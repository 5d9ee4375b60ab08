using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Landward.Policy;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Authorization;

/// <summary>Fills the condition keys of a request. Source: "AWS global condition context keys", IAM User Guide.</summary>
internal static class RequestContextKeys
{
    public static RequestContext.Builder Of(
        StateTransaction state, CallFacts call, ProtectedResource resource, ImmutableArray<ContextEntry> entries, JsonObject input)
    {
        var caller = call.Caller;
        var builder = new RequestContext.Builder()
            .AddPrincipal(Authorizer.PrincipalOf(caller))
            .Add("aws:CurrentTime", SandboxTime.Format(call.Now))
            .Add("aws:EpochTime", call.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture))
            .Add("aws:RequestedRegion", call.Region)
            // The sandbox stands for AWS's endpoints, which are reached through TLS.
            .Add("aws:SecureTransport", "true")
            .Add("aws:UserAgent", call.UserAgent)
            .Add("aws:ViaAWSService", "false");
        if (caller.Type != "AWSService")
            builder.Add("aws:SourceIp", call.SourceAddress);
        foreach (var (key, value) in caller.Tags)
            builder.Add("aws:PrincipalTag/" + key, value);
        if (caller.IssuedAt is { } issued)
        {
            builder.Add("aws:TokenIssueTime", SandboxTime.Format(issued));
            builder.Add("aws:MultiFactorAuthPresent", caller.MfaAuthenticated == true ? "true" : "false");
        }
        if (caller.SourceIdentity is { } source)
            builder.Add("aws:SourceIdentity", source);
        AddOrganization(builder, state, caller.Account, "aws:PrincipalOrgID", "aws:PrincipalOrgPaths");
        builder.Add("aws:ResourceAccount", resource.Account);
        AddOrganization(builder, state, resource.Account, "aws:ResourceOrgID", "aws:ResourceOrgPaths");
        foreach (var (key, value) in resource.Tags)
            builder.Add("aws:ResourceTag/" + key, value);
        foreach (var entry in entries)
            AddEntry(builder, entry, input);
        return builder;
    }

    private static void AddOrganization(RequestContext.Builder builder, StateTransaction state, string account, string idKey, string pathsKey)
    {
        if (account.Length == 0 || OrganizationPath.Of(state, account) is not { } path)
            return;
        builder.Add(idKey, path.OrganizationId);
        builder.AddMany(pathsKey, [path.Text]);
    }

    private static void AddEntry(RequestContext.Builder builder, ContextEntry entry, JsonObject input)
    {
        if (entry.Value is { } always)
        {
            builder.Add(entry.Key, always);
            return;
        }
        if (entry.Key.Equals("aws:RequestTag", StringComparison.OrdinalIgnoreCase))
        {
            foreach (var (key, value) in Tags(entry, input))
                builder.Add("aws:RequestTag/" + key, value);
            return;
        }
        if (entry.Key.Equals("aws:TagKeys", StringComparison.OrdinalIgnoreCase))
        {
            var keys = TagKeys(entry, input);
            if (keys.Count > 0)
                builder.AddMany("aws:TagKeys", keys);
            return;
        }
        var values = entry.Path.SelectText(input).ToList();
        if (values.Count == 1)
            builder.Add(entry.Key, values[0]);
        else if (values.Count > 1)
            builder.AddMany(entry.Key, values);
    }

    /// <summary>A path to a list of tags is walked into its elements, so the tags are put together again.</summary>
    private static Dictionary<string, string> Tags(ContextEntry entry, JsonObject input)
    {
        var found = entry.Path.Select(input).ToList();
        return found is [JsonObject map] && map["Key"] is null && map["TagKey"] is null && map["key"] is null
            ? ResourceTags.Read(map)
            : ResourceTags.Read(new JsonArray([.. found.OfType<JsonObject>().Select(tag => tag.DeepClone())]));
    }

    private static List<string> TagKeys(ContextEntry entry, JsonObject input)
    {
        // UntagResource lists the keys themselves.
        var texts = entry.Path.SelectText(input).ToList();
        return texts.Count > 0 ? texts : [.. Tags(entry, input).Keys];
    }
}
