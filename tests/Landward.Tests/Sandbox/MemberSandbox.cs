using Landward.Sandbox.Services;
using Landward.Sandbox.Services.Organizations;

namespace Landward.Tests.Sandbox;

/// <summary>An organization with an audit and a workload account, and the services under test.</summary>
internal sealed class MemberSandbox
{
    public MemberSandbox(params ReadOnlySpan<Action<ServiceRegistry>> services)
    {
        Harness = new SandboxHarness([IdentityServices.AddTo, .. services]) { Answered = DescribedCall.Check };
        Harness.Change(call => SandboxBootstrap.Fill(call, new SandboxStart("eu-west-1")));
        Management.Call("organizations", "CreateOrganization", new { FeatureSet = "ALL" });
        Audit = CreateAccount("audit");
        Workload = CreateAccount("workload");
    }

    public SandboxHarness Harness { get; }

    public SandboxClient Management => Harness.Management;

    public string Audit { get; }

    public string Workload { get; }

    public SandboxClient As(string account, string region = "eu-west-1") => Harness.As(account, region);

    public string CreateAccount(string name)
    {
        var request = Management.Call("organizations", "CreateAccount", new { Email = $"aws+{name}@example.com", AccountName = name })["CreateAccountStatus"]!["Id"]!.ToString();
        return Management.Call("organizations", "DescribeCreateAccountStatus", new { CreateAccountRequestId = request })["CreateAccountStatus"]!["AccountId"]!.ToString();
    }
}
