using Landward.Policy;

namespace Landward.Access;

/// <summary>Stands for policies nobody has read: those of accounts outside the snapshot, those of a resource it does not hold.</summary>
internal static class Assumed
{
    /// <summary>The most that identity-based policies can grant.</summary>
    public static readonly AttachedPolicy Everything = Parse(
        """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""", "the caller's own policies", PolicyKind.Identity);

    /// <summary>The most that a resource's own policy can grant to an account, which then decides with its own policies.</summary>
    public static AttachedPolicy ByResource(string account) => Parse(
        $$"""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"{{account}}"},"Action":"*","Resource":"*"} }""", "the resource's own policy", PolicyKind.Resource);

    /// <summary>A resource policy that grants one action, for grants that are no policies.</summary>
    public static AttachedPolicy Grant(string action, string name) => Parse(
        $$"""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"{{System.Text.Json.JsonEncodedText.Encode(action)}}","Resource":"*"} }""", name, PolicyKind.Resource);

    private static AttachedPolicy Parse(string text, string name, PolicyKind kind) =>
        new(PolicyDocument.Parse(text, name).Document ?? throw new System.Diagnostics.UnreachableException(), name, kind);
}
