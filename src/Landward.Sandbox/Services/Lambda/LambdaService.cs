namespace Landward.Sandbox.Services.Lambda;

/// <summary>AWS Lambda: functions, layers and the policies that let others use them. Nothing is run.</summary>
internal static class LambdaService
{
    public static void AddTo(ServiceRegistry registry)
    {
        FunctionOperations.AddTo(registry);
        FunctionPermissions.AddTo(registry);
        LayerVersions.AddTo(registry);
        LayerPermissions.AddTo(registry);
    }
}
