using Landward.Aws.Descriptions;
using Landward.Sandbox.Services;

namespace Landward.Tests.Sandbox;

public sealed class IdentityServicesTests
{
    private static readonly string[] Services = ["organizations", "account", "iam", "sts", "sso-admin", "identitystore"];

    [Fact]
    public void Every_operation_served_is_one_of_AWS()
    {
        var registry = new ServiceRegistry();
        IdentityServices.AddTo(registry);
        registry.Operations.Select(operation => operation.Service).Distinct().ShouldBe(Services, ignoreOrder: true);
        registry.Operations
            .Where(operation => ServiceCatalog.Default.Get(operation.Service).FindOperation(operation.Operation) is null)
            .ShouldBeEmpty();
    }
}
