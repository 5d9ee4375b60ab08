using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Authentication;

/// <summary>
/// Who a set of temporary credentials is, from AssumeRole*, GetSessionToken or GetFederationToken.
/// </summary>
/// <param name="Type">CloudTrail's userIdentity type: AssumedRole, FederatedUser, IAMUser or Root (the last two from GetSessionToken).</param>
/// <param name="Account">12 digits.</param>
/// <param name="Arn"><c>arn:aws:sts::A:assumed-role/R/S</c>, <c>arn:aws:sts::A:federated-user/N</c>, or the user's ARN.</param>
/// <param name="PrincipalId"><c>AROA...:session</c>, <c>A:name</c> for a federated user, <c>AIDA...</c> for a user.</param>
internal sealed record SandboxSession(string Type, string Account, string Arn, string PrincipalId)
{
    /// <summary>The role's ARN with its path, for AssumedRole.</summary>
    public string? RoleArn { get; init; }

    /// <summary>The IAM user behind GetSessionToken and GetFederationToken.</summary>
    public string? UserName { get; init; }

    /// <summary>Documents passed inline (Policy) or by ARN (PolicyArns: the handler reads their default versions).</summary>
    public IReadOnlyList<string> Policies { get; init; } = [];

    /// <summary>Session tags, transitive ones of the calling session included.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public string? SourceIdentity { get; init; }
    public bool MfaAuthenticated { get; init; }

    internal JsonObject ToDocument(DateTimeOffset issued, DateTimeOffset expires)
    {
        var document = new JsonObject
        {
            [nameof(Type)] = Type,
            [nameof(Account)] = Account,
            [nameof(Arn)] = Arn,
            [nameof(PrincipalId)] = PrincipalId,
            ["IssuedAt"] = SandboxTime.Format(issued),
            ["ExpiresAt"] = SandboxTime.Format(expires),
            [nameof(MfaAuthenticated)] = MfaAuthenticated,
            [nameof(Policies)] = new JsonArray([.. Policies.Select(policy => JsonValue.Create(policy))]),
            [nameof(Tags)] = new JsonObject(Tags.Select(tag => KeyValuePair.Create<string, JsonNode?>(tag.Key, tag.Value))),
        };
        if (RoleArn is not null)
            document[nameof(RoleArn)] = RoleArn;
        if (UserName is not null)
            document[nameof(UserName)] = UserName;
        if (SourceIdentity is not null)
            document[nameof(SourceIdentity)] = SourceIdentity;
        return document;
    }
}
