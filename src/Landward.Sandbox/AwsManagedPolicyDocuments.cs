using Landward.Sandbox.Services.Iam;

namespace Landward.Sandbox;

/// <summary>The documents of the AWS managed policies that the sandbox carries: a part of AWS's catalogue.</summary>
public static class AwsManagedPolicyDocuments
{
    /// <summary>The JSON text; null for a policy that the sandbox does not know.</summary>
    public static string? Find(string arn) => AwsManagedPolicies.DocumentOf(arn);
}
