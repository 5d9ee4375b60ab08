using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;
using Layout = Landward.Sandbox.Authorization.StateLayout.Iam;

namespace Landward.Sandbox.Services.Iam;

/// <summary>Managed policies attached to users, groups and roles.</summary>
internal static class AttachedPolicies
{
    public static void AddTo(ServiceRegistry registry, PolicyHolder holder)
    {
        registry.Add(Layout.Service, $"Attach{holder.Kind}Policy", (call, input) => Attach(call, input, holder));
        registry.Add(Layout.Service, $"Detach{holder.Kind}Policy", (call, input) => Detach(call, input, holder));
        registry.Add(Layout.Service, $"ListAttached{holder.Kind}Policies", (call, input) => List(call, input, holder));
    }

    /// <summary>The AttachedPolicies member of an answer: name and ARN of each.</summary>
    public static IEnumerable<JsonObject> Describe(JsonObject holder) =>
        holder.Texts(Layout.AttachedPolicies).Select(arn => new JsonObject { ["PolicyName"] = arn[(arn.LastIndexOf('/') + 1)..], ["PolicyArn"] = arn });

    private static JsonObject Attach(CallContext call, JsonObject input, PolicyHolder holder)
    {
        var document = holder.FindChangeable(call, input);
        var arn = ManagedPolicies.RequiredArn(input);
        if (ManagedPolicies.Find(call, arn) is null)
            throw IamErrors.NotAttachable(arn);
        var attached = document.Texts(Layout.AttachedPolicies);
        if (attached.Contains(arn))
            return [];
        if (arn.StartsWith("arn:aws:iam::aws:policy/aws-service-role/", StringComparison.Ordinal))
            throw new AwsErrorException("PolicyNotAttachable", $"Cannot attach a Service Role Policy to a Customer Role.", 400);
        if (attached.Count >= holder.AttachedQuota)
            throw IamErrors.LimitExceeded($"PoliciesPer{holder.Kind}", holder.AttachedQuota);
        holder.Table(call).Update(holder.NameOf(document), changed => changed[Layout.AttachedPolicies] = attached.Append(arn).ToJsonArray());
        return [];
    }

    private static JsonObject Detach(CallContext call, JsonObject input, PolicyHolder holder)
    {
        var document = holder.FindChangeable(call, input);
        var arn = ManagedPolicies.RequiredArn(input);
        var attached = document.Texts(Layout.AttachedPolicies);
        if (!attached.Contains(arn))
            throw IamErrors.NoSuchPolicy(arn);
        holder.Table(call).Update(
            holder.NameOf(document), changed => changed[Layout.AttachedPolicies] = attached.Where(existing => existing != arn).ToJsonArray());
        return [];
    }

    private static JsonObject List(CallContext call, JsonObject input, PolicyHolder holder)
    {
        var prefix = input.Text("PathPrefix") ?? "/";
        var policies = holder.Find(call, input).Texts(Layout.AttachedPolicies)
            .Where(arn => ManagedPolicies.Find(call, arn)?.Text("Path")?.StartsWith(prefix, StringComparison.Ordinal) == true)
            .Select(arn => new JsonObject { ["PolicyName"] = arn[(arn.LastIndexOf('/') + 1)..], ["PolicyArn"] = arn });
        return IamPages.Answer(call, input, "AttachedPolicies", [.. policies]);
    }
}
