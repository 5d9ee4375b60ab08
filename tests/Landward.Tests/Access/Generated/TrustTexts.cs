namespace Landward.Tests.Access.Generated;

/// <summary>Trust policies as organizations really write them.</summary>
internal static class TrustTexts
{
    public static string Service(string service) => $$$$"""
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"{{{{service}}}}"},"Action":"sts:AssumeRole"}]}
        """;

    /// <param name="principal">An account's root, a role or a user.</param>
    public static string Aws(string principal) => $$$$"""
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"{{{{principal}}}}"},"Action":"sts:AssumeRole"}]}
        """;

    public static string WithExternalId(string principal, string externalId) => $$$$"""
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"{{{{principal}}}}"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"{{{{externalId}}}}"}}}]}
        """;

    public static string WithMfa(string principal) => $$$$"""
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"{{{{principal}}}}"},"Action":"sts:AssumeRole","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}]}
        """;

    public static string IdentityCenter(string account) => $$$$"""
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"arn:aws:iam::{{{{account}}}}:saml-provider/AWSSSO_0123456789abcdef_DO_NOT_DELETE"},"Action":["sts:AssumeRoleWithSAML","sts:TagSession"],"Condition":{"StringEquals":{"SAML:aud":"https://signin.aws.amazon.com/saml"}}}]}
        """;

    public static string GitHub(string account, string repository) => $$$$"""
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"arn:aws:iam::{{{{account}}}}:oidc-provider/token.actions.githubusercontent.com"},"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"token.actions.githubusercontent.com:aud":"sts.amazonaws.com"},"StringLike":{"token.actions.githubusercontent.com:sub":"repo:example/{{{{repository}}}}:ref:refs/heads/main"}}}]}
        """;
}
