namespace Landward.Sandbox.Services.Kms;

/// <summary>AWS KMS: keys, aliases, policies, grants, encryption.</summary>
internal static class KmsService
{
    public static void AddTo(ServiceRegistry registry)
    {
        KeyOperations.AddTo(registry);
        KeyPolicies.AddTo(registry);
        AliasOperations.AddTo(registry);
        Grants.AddTo(registry);
        Ciphertexts.AddTo(registry);
    }
}
