using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.SsoAdmin;

/// <summary>Reading the Identity Center instance.</summary>
internal static class Instances
{
    public static JsonObject ListInstances(CallContext call, JsonObject input) =>
        IdentityCenterErrors.Page(call, input, "Instances", IdentityCenterInstance.Visible(call) is { } instance ? [instance.Document.Copy()] : []);

    public static JsonObject DescribeInstance(CallContext call, JsonObject input) => IdentityCenterInstance.Required(call, input).Document.Copy();
}
