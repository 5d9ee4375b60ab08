using System.Text.Json.Nodes;

namespace Landward.Tests.Detection.AttackTechniques;

/// <summary>Whose credentials the attacker has.</summary>
internal sealed record AttackCaller(JsonObject Identity)
{
    public const string Account = "111122223333";

    /// <summary>A user's long-term key.</summary>
    public static AttackCaller Key => new(JsonNode.Parse(
        $$"""{"type":"IAMUser","principalId":"AIDAALICE000000000000","arn":"arn:aws:iam::{{Account}}:user/alice","accountId":"{{Account}}","accessKeyId":"AKIAALICE00000000000","userName":"alice"}""")!.AsObject());

    /// <summary>A session of a role; the log does not say where it began.</summary>
    public static AttackCaller Session => new(JsonNode.Parse(
        $$$"""
        {"type":"AssumedRole","principalId":"AROADEPLOY00000000000:run","arn":"arn:aws:sts::{{{Account}}}:assumed-role/deploy/run","accountId":"{{{Account}}}","accessKeyId":"ASIADEPLOY0000000000",
         "sessionContext":{"sessionIssuer":{"type":"Role","principalId":"AROADEPLOY00000000000","arn":"arn:aws:iam::{{{Account}}}:role/deploy","accountId":"{{{Account}}}","userName":"deploy"},
          "webIdFederationData":{},"attributes":{"creationDate":"2026-03-10T11:58:00Z","mfaAuthenticated":"false"} } }
        """)!.AsObject());
}
