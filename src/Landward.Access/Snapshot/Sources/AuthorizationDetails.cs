using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Policy;

namespace Landward.Access;

/// <summary>A policy that should be read and cannot.</summary>
/// <param name="Principal">The ARN it is attached to.</param>
/// <param name="Node">Where its document stands; null when it is not there at all.</param>
internal sealed record UnreadPolicy(string Principal, string Policy, string Reason, JsonNode? Node);

/// <summary>
/// The users and roles of one account, as GetAccountAuthorizationDetails tells them: one call's pages, or the AWS CLI's output, where
/// policy documents are objects instead of text.
/// </summary>
internal sealed class AuthorizationDetails(DocumentPool pool)
{
    private readonly List<JsonObject> _users = [];
    private readonly List<JsonObject> _roles = [];
    private readonly Dictionary<string, JsonObject> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonObject> _managed = new(StringComparer.Ordinal);

    public List<UnreadPolicy> Unread { get; } = [];

    public void Add(JsonObject page)
    {
        _users.AddRange(JsonFields.Objects(page["UserDetailList"]));
        _roles.AddRange(JsonFields.Objects(page["RoleDetailList"]));
        foreach (var group in JsonFields.Objects(page["GroupDetailList"]))
            _groups[JsonFields.Text(group, "GroupName") ?? string.Empty] = group;
        foreach (var policy in JsonFields.Objects(page["Policies"]))
            _managed[JsonFields.Text(policy, "Arn") ?? string.Empty] = policy;
    }

    /// <summary>Ordered by ARN. Entries without a well-formed ARN are left out.</summary>
    public ImmutableArray<AccessPrincipal> Build() =>
        [.. _users.Select(User).Concat(_roles.Select(Role)).OfType<AccessPrincipal>().OrderBy(principal => principal.Arn, StringComparer.Ordinal)];

    /// <summary>The groups, ordered by ARN: for those who may join one. Their members have their policies already.</summary>
    public ImmutableArray<AccessGroup> BuildGroups() => [.. _groups.Values.Select(Group).OfType<AccessGroup>().OrderBy(group => group.Arn, StringComparer.Ordinal)];

    private AccessGroup? Group(JsonObject group)
    {
        if (JsonFields.Text(group, "Arn") is not { } arn || JsonFields.Text(group, "GroupName") is not { } name)
            return null;
        var reading = new PolicyReading(this, arn);
        reading.Attach(group, "GroupPolicyList");
        return new AccessGroup(name, arn, [.. reading.Policies]);
    }

    private AccessPrincipal? User(JsonObject user)
    {
        if (Entity(user, "UserId", PrincipalKind.User) is not { } principal)
            return null;
        var groups = JsonFields.Texts(user["GroupList"]).ToImmutableArray();
        var reading = new PolicyReading(this, principal.Arn);
        reading.Attach(user, "UserPolicyList");
        foreach (var group in groups)
        {
            if (_groups.TryGetValue(group, out var found))
                reading.Attach(found, "GroupPolicyList");
            else
                reading.Miss("group " + group, "The group is not among the details.", null);
        }
        return new AccessPrincipal
        {
            Principal = principal,
            Identity = [.. reading.Policies],
            PermissionsBoundary = reading.Boundary(user),
            UnreadPolicies = [.. reading.Missing],
            Tags = Tags(user),
            Groups = groups,
            CreatedAt = JsonFields.Time(user, "CreateDate"),
        };
    }

    private AccessPrincipal? Role(JsonObject role)
    {
        if (Entity(role, "RoleId", PrincipalKind.Role) is not { } principal)
            return null;
        var reading = new PolicyReading(this, principal.Arn);
        reading.Attach(role, "RolePolicyList");
        return new AccessPrincipal
        {
            Principal = principal,
            Identity = [.. reading.Policies],
            PermissionsBoundary = reading.Boundary(role),
            Trust = reading.Parse(role["AssumeRolePolicyDocument"], $"trust policy of {principal.Name}", PolicyKind.Trust, null),
            UnreadPolicies = [.. reading.Missing],
            Tags = Tags(role),
            InstanceProfiles = [.. JsonFields.Objects(role["InstanceProfileList"]).Select(profile => JsonFields.Text(profile, "Arn")).OfType<string>()],
            CreatedAt = JsonFields.Time(role, "CreateDate"),
            LastUsedAt = role["RoleLastUsed"] is JsonObject used ? JsonFields.Time(used, "LastUsedDate") : null,
        };
    }

    private static Principal? Entity(JsonObject entity, string idMember, PrincipalKind kind) =>
        JsonFields.Text(entity, "Arn") is { } arn && Principal.FromArn(arn) is { } principal && principal.Kind == kind ? principal with { UserId = JsonFields.Text(entity, idMember) } : null;

    private static FrozenDictionary<string, string> Tags(JsonObject entity) => JsonFields.Objects(entity["Tags"])
        .GroupBy(tag => JsonFields.Text(tag, "Key") ?? string.Empty, StringComparer.Ordinal)
        .ToFrozenDictionary(group => group.Key, group => JsonFields.Text(group.Last(), "Value") ?? string.Empty, StringComparer.Ordinal);

    /// <summary>Collects the policies of one principal; what cannot be read is named instead of left out in silence.</summary>
    private sealed class PolicyReading(AuthorizationDetails details, string principal)
    {
        public List<AttachedPolicy> Policies { get; } = [];

        public List<string> Missing { get; } = [];

        public void Attach(JsonObject holder, string inlineMember)
        {
            foreach (var policy in JsonFields.Objects(holder[inlineMember]))
                Keep(Parse(policy["PolicyDocument"], JsonFields.Text(policy, "PolicyName") ?? string.Empty, PolicyKind.Identity, null));
            foreach (var policy in JsonFields.Objects(holder["AttachedManagedPolicies"]))
                Keep(Managed(JsonFields.Text(policy, "PolicyArn") ?? string.Empty, PolicyKind.Identity));
        }

        public ImmutableArray<AttachedPolicy> Boundary(JsonObject holder) =>
            holder["PermissionsBoundary"] is JsonObject boundary && JsonFields.Text(boundary, "PermissionsBoundaryArn") is { } arn && Managed(arn, PolicyKind.PermissionsBoundary) is { } policy
                ? [policy]
                : [];

        public void Miss(string policy, string reason, JsonNode? node)
        {
            Missing.Add(policy);
            details.Unread.Add(new UnreadPolicy(principal, policy, reason, node));
        }

        public AttachedPolicy? Parse(JsonNode? document, string name, PolicyKind kind, string? id)
        {
            var text = document switch
            {
                JsonObject tree => tree.ToJsonString(),
                JsonValue value when value.TryGetValue<string>(out var plain) => plain.StartsWith('%') ? Uri.UnescapeDataString(plain) : plain,
                _ => null,
            };
            if (text is null)
            {
                Miss(name, "Its document is missing.", document);
                return null;
            }
            var parsed = details.Pool.Parse(text, id ?? $"{principal} {name}");
            if (parsed.Document is { } read)
                return new AttachedPolicy(read, name, kind, id);
            Miss(name, parsed.Diagnostics.FirstOrDefault()?.Detail ?? "It is no policy document.", document);
            return null;
        }

        private AttachedPolicy? Managed(string arn, PolicyKind kind)
        {
            var name = arn[(arn.LastIndexOf('/') + 1)..];
            if (!details._managed.TryGetValue(arn, out var policy))
            {
                Miss(arn, "The managed policy is not among the details.", null);
                return null;
            }
            var version = JsonFields.Objects(policy["PolicyVersionList"]).FirstOrDefault(candidate => candidate["IsDefaultVersion"] is JsonValue flag && flag.TryGetValue<bool>(out var isDefault) && isDefault);
            return Parse(version?["Document"], name, kind, arn);
        }

        private void Keep(AttachedPolicy? policy)
        {
            if (policy is not null)
                Policies.Add(policy);
        }
    }

    private DocumentPool Pool => pool;
}
