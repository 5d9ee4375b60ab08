using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;
using Layout = Landward.Sandbox.Authorization.StateLayout.Iam;

namespace Landward.Sandbox.Services.Iam;

/// <summary>Permissions boundaries of users and roles: one managed policy each.</summary>
internal static class PermissionsBoundaries
{
    public static void AddTo(ServiceRegistry registry, PolicyHolder holder)
    {
        registry.Add(Layout.Service, $"Put{holder.Kind}PermissionsBoundary", (call, input) =>
        {
            var document = holder.FindChangeable(call, input);
            var boundary = Checked(call, input.RequiredText("PermissionsBoundary", "ValidationError"));
            holder.Table(call).Update(holder.NameOf(document), changed => changed[Layout.PermissionsBoundary] = boundary);
            return [];
        });
        registry.Add(Layout.Service, $"Delete{holder.Kind}PermissionsBoundary", (call, input) =>
        {
            var document = holder.FindChangeable(call, input);
            if (document[Layout.PermissionsBoundary] is null)
                throw IamErrors.NoSuchEntity($"The {holder.Kind.ToLowerInvariant()} {holder.NameOf(document)} does not have a permissions boundary.");
            holder.Table(call).Update(holder.NameOf(document), changed => changed.Remove(Layout.PermissionsBoundary));
            return [];
        });
    }

    /// <summary>The stored form of a boundary.</summary>
    /// <exception cref="AwsErrorException">NoSuchEntity or InvalidInput when the ARN names no managed policy.</exception>
    public static JsonObject Checked(CallContext call, string arn)
    {
        if (!arn.Contains(":policy/", StringComparison.Ordinal))
            throw IamErrors.InvalidInput($"Value ({arn}) for parameter PermissionsBoundary is invalid.");
        if (ManagedPolicies.Find(call, arn) is null)
            throw IamErrors.NoSuchEntity($"Scope ARN: {arn} does not exist or is not attachable.");
        return new JsonObject { ["PermissionsBoundaryType"] = "Policy", [Layout.PermissionsBoundaryArn] = arn };
    }
}
