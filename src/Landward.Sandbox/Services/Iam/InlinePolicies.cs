using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;
using Layout = Landward.Sandbox.Authorization.StateLayout.Iam;

namespace Landward.Sandbox.Services.Iam;

/// <summary>Policies embedded in users, groups and roles.</summary>
internal static class InlinePolicies
{
    public static void AddTo(ServiceRegistry registry, PolicyHolder holder)
    {
        registry.Add(Layout.Service, $"Put{holder.Kind}Policy", (call, input) => Put(call, input, holder));
        registry.Add(Layout.Service, $"Get{holder.Kind}Policy", (call, input) => Get(call, input, holder));
        registry.Add(Layout.Service, $"Delete{holder.Kind}Policy", (call, input) => Delete(call, input, holder));
        registry.Add(Layout.Service, $"List{holder.Kind}Policies", (call, input) => List(call, input, holder));
    }

    /// <summary>The inline policies as PolicyDetail structures.</summary>
    public static IEnumerable<JsonObject> Describe(JsonObject holder) =>
        holder.TextMap(Layout.InlinePolicies).OrderBy(policy => policy.Key, StringComparer.Ordinal).Select(policy =>
            new JsonObject { ["PolicyName"] = policy.Key, ["PolicyDocument"] = policy.Value });

    private static JsonObject Put(CallContext call, JsonObject input, PolicyHolder holder)
    {
        var document = holder.FindChangeable(call, input);
        var name = input.RequiredName("PolicyName");
        var text = input.RequiredText("PolicyDocument", "ValidationError");
        IamPolicyText.CheckIdentityPolicy(text);
        // The quota counts all inline policies of the holder together.
        var others = document.TextMap(Layout.InlinePolicies).Where(policy => policy.Key != name).Sum(policy => IamPolicyText.Size(policy.Value));
        if (others + IamPolicyText.Size(text) > holder.InlineSizeQuota)
            throw IamErrors.LimitExceeded(
                $"Maximum policy size of {holder.InlineSizeQuota} bytes exceeded for {holder.Kind.ToLowerInvariant()} {holder.NameOf(document)}");
        holder.Table(call).Update(holder.NameOf(document), changed =>
        {
            var policies = changed.Structure(Layout.InlinePolicies) ?? [];
            policies[name] = text;
            changed[Layout.InlinePolicies] = policies.DeepClone();
        });
        return [];
    }

    private static JsonObject Get(CallContext call, JsonObject input, PolicyHolder holder)
    {
        var document = holder.Find(call, input);
        var name = input.RequiredName("PolicyName");
        return new JsonObject
        {
            [holder.NameMember] = holder.NameOf(document),
            ["PolicyName"] = name,
            ["PolicyDocument"] = document.Structure(Layout.InlinePolicies)?.Text(name) ?? throw NotFound(holder, name),
        };
    }

    private static JsonObject Delete(CallContext call, JsonObject input, PolicyHolder holder)
    {
        var document = holder.FindChangeable(call, input);
        var name = input.RequiredName("PolicyName");
        if (document.Structure(Layout.InlinePolicies)?.ContainsKey(name) != true)
            throw NotFound(holder, name);
        holder.Table(call).Update(holder.NameOf(document), changed => changed.Structure(Layout.InlinePolicies)!.Remove(name));
        return [];
    }

    private static JsonObject List(CallContext call, JsonObject input, PolicyHolder holder) =>
        IamPages.Answer(
            call, input, "PolicyNames",
            [.. holder.Find(call, input).TextMap(Layout.InlinePolicies).Select(policy => policy.Key).Order(StringComparer.Ordinal).Select(name => JsonValue.Create(name))]);

    private static AwsErrorException NotFound(PolicyHolder holder, string name) => IamErrors.NoSuchEntity($"{holder.Kind.ToLowerInvariant()} policy", name);
}
