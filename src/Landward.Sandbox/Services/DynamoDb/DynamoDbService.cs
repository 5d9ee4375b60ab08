namespace Landward.Sandbox.Services.DynamoDb;

/// <summary>DynamoDB: tables and their policies. They hold no items.</summary>
internal static class DynamoDbService
{
    public static void AddTo(ServiceRegistry registry)
    {
        TableOperations.AddTo(registry);
        TablePolicies.AddTo(registry);
    }
}
