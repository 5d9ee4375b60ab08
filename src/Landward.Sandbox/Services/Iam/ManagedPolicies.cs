using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;
using Layout = Landward.Sandbox.Authorization.StateLayout.Iam;

namespace Landward.Sandbox.Services.Iam;

/// <summary>Customer managed policies, and reading those of AWS.</summary>
internal static class ManagedPolicies
{
    public static JsonObject CreatePolicy(CallContext call, JsonObject input)
    {
        var name = input.RequiredName("PolicyName");
        var path = input.Path();
        var text = input.RequiredText("PolicyDocument", "ValidationError");
        CheckDocument(text);
        var policies = call.GlobalTable(Layout.ManagedPolicy);
        var existing = policies.List();
        if (existing.Any(entry => string.Equals(entry.Value.Text("PolicyName"), name, StringComparison.OrdinalIgnoreCase)))
            throw IamErrors.AlreadyExists($"A policy called {name} already exists. Duplicate names are not allowed.");
        if (existing.Count >= IamQuotas.PoliciesQuota)
            throw IamErrors.LimitExceeded("PoliciesPerAccount", IamQuotas.PoliciesQuota);
        var arn = $"arn:aws:iam::{call.Account}:policy{path}{name}";
        var now = SandboxTime.Format(call.Now);
        var document = new JsonObject
        {
            ["PolicyName"] = name,
            ["PolicyId"] = "ANPA" + call.Ids.UpperBase32(17),
            ["Arn"] = arn,
            ["Path"] = path,
            [Layout.DefaultVersionId] = "v1",
            ["IsAttachable"] = true,
            ["CreateDate"] = now,
            ["UpdateDate"] = now,
            ["NextVersion"] = 2,
            [StateLayout.Tags] = IamTags.Checked(input.Structures("Tags")),
            [Layout.Versions] = new JsonObject { ["v1"] = new JsonObject { [Layout.Document] = text, ["CreateDate"] = now } },
        };
        if (input.Text("Description") is { } description)
            document["Description"] = description;
        policies.Put(arn, document);
        return new JsonObject { ["Policy"] = Describe(document, PolicyUsage.Of(call), withDetails: true) };
    }

    public static JsonObject GetPolicy(CallContext call, JsonObject input) =>
        new() { ["Policy"] = Describe(Required(call, input), PolicyUsage.Of(call), withDetails: true) };

    public static JsonObject DeletePolicy(CallContext call, JsonObject input)
    {
        var policy = Own(call, input);
        var arn = policy.Text("Arn")!;
        var usage = PolicyUsage.Of(call);
        if (usage.Attachments(arn) + usage.Boundaries(arn) > 0)
            throw IamErrors.DeleteConflict("Cannot delete a policy attached to entities.");
        if (policy.Structure(Layout.Versions)!.Count > 1)
            throw IamErrors.DeleteConflict(
                "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. "
                + "The default version is deleted with the policy.");
        call.GlobalTable(Layout.ManagedPolicy).Remove(arn);
        return [];
    }

    public static JsonObject ListPolicies(CallContext call, JsonObject input)
    {
        var scope = input.Text("Scope") ?? "All";
        var prefix = input.Text("PathPrefix") ?? "/";
        var usage = PolicyUsage.Of(call);
        var filter = input.Text("PolicyUsageFilter");
        var policies = (scope is "All" or "Local" ? call.GlobalTable(Layout.ManagedPolicy).List() : [])
            .Concat(scope is "All" or "AWS" ? AwsTable(call).List() : [])
            .Select(entry => entry.Value)
            .Where(policy => policy.Text("Path")!.StartsWith(prefix, StringComparison.Ordinal))
            .Where(policy => input.Flag("OnlyAttached") != true || usage.IsUsed(policy.Text("Arn")!, filter))
            .Where(policy => filter is null || input.Flag("OnlyAttached") == true || usage.IsUsed(policy.Text("Arn")!, filter))
            .Select(policy => (JsonNode)Describe(policy, usage, withDetails: false));
        return IamPages.Answer(call, input, "Policies", [.. policies]);
    }

    public static JsonObject ListEntitiesForPolicy(CallContext call, JsonObject input)
    {
        var arn = Required(call, input).Text("Arn")!;
        var prefix = input.Text("PathPrefix") ?? "/";
        var filter = input.Text("EntityFilter");
        var usageFilter = input.Text("PolicyUsageFilter");
        var entities = PolicyHolder.All
            .Where(holder => filter is null || filter == holder.Kind)
            .SelectMany(holder => holder.Table(call).List().Select(entry => (Holder: holder, Document: entry.Value)))
            .Where(entity => entity.Document.Text("Path")!.StartsWith(prefix, StringComparison.Ordinal))
            .Where(entity =>
                (usageFilter != "PermissionsBoundary" && entity.Document.Texts(Layout.AttachedPolicies).Contains(arn))
                || (usageFilter != "PermissionsPolicy" && entity.Document.Structure(Layout.PermissionsBoundary)?.Text(Layout.PermissionsBoundaryArn) == arn))
            .ToList();
        var page = IamPages.Cut(call, input, entities);
        var output = new JsonObject();
        foreach (var holder in PolicyHolder.All)
        {
            output[$"Policy{holder.Kind}s"] = page.Items.Where(entity => entity.Holder == holder)
                .Select(entity => entity.Document.CopyMembers([], holder.NameMember, holder.Kind + "Id")).ToJsonArray();
        }
        return IamPages.Finish(output, page.NextToken);
    }

    public static string RequiredArn(JsonObject input) => input.RequiredText("PolicyArn", "ValidationError");

    /// <summary>The policy of this account or of AWS, or null.</summary>
    public static JsonObject? Find(CallContext call, string arn) =>
        call.TableOf(Layout.Service, call.Account, ResourceKey.Global, Layout.ManagedPolicy).Find(arn) ?? AwsTable(call).Find(arn);

    public static JsonObject Required(CallContext call, JsonObject input)
    {
        var arn = RequiredArn(input);
        if (!arn.Contains(":policy/", StringComparison.Ordinal))
            throw IamErrors.InvalidInput($"ARN {arn} is not valid.");
        return Find(call, arn) ?? throw IamErrors.NoSuchPolicy(arn);
    }

    /// <summary>The policy, if it is this account's to change.</summary>
    public static JsonObject Own(CallContext call, JsonObject input)
    {
        var policy = Required(call, input);
        return call.GlobalTable(Layout.ManagedPolicy).Contains(policy.Text("Arn")!)
            ? policy
            : throw new AwsErrorException(
                "AccessDenied", $"User: {call.Caller.Arn} is not authorized to perform: iam:{call.Operation} on resource: policy {policy.Text("Arn")}", 403);
    }

    /// <summary>The text of the version in force.</summary>
    public static string? DefaultDocument(JsonObject policy) =>
        policy.Structure(Layout.Versions)?.Structure(policy.Text(Layout.DefaultVersionId)!)?.Text(Layout.Document);

    /// <exception cref="AwsErrorException">MalformedPolicyDocument, or LimitExceeded when too large.</exception>
    public static void CheckDocument(string text)
    {
        IamPolicyText.CheckIdentityPolicy(text);
        if (IamPolicyText.Size(text) > IamQuotas.PolicySize)
            throw IamErrors.LimitExceeded("PolicySize", IamQuotas.PolicySize);
    }

    /// <summary>The Policy structure; list operations leave out description and tags.</summary>
    public static JsonObject Describe(JsonObject policy, PolicyUsage usage, bool withDetails)
    {
        var output = policy.CopyMembers([], "PolicyName", "PolicyId", "Arn", "Path", "DefaultVersionId", "IsAttachable", "CreateDate", "UpdateDate");
        output["AttachmentCount"] = usage.Attachments(policy.Text("Arn")!);
        output["PermissionsBoundaryUsageCount"] = usage.Boundaries(policy.Text("Arn")!);
        return withDetails ? policy.CopyMembers(output, "Description", StateLayout.Tags) : output;
    }

    public static ResourceTable AwsTable(CallContext call) =>
        call.TableOf(Layout.Service, StateLayout.AwsAccount, ResourceKey.Global, Layout.ManagedPolicy);
}
