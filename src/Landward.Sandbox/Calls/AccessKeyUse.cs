using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Calls;

/// <summary>Keeps when and for what a long-term access key was last used.</summary>
internal static class AccessKeyUse
{
    private static readonly TimeSpan Resolution = TimeSpan.FromMinutes(1);

    public static void Note(StateTransaction state, CallFacts call)
    {
        if (call.Caller is not { AccessKeyId: ['A', 'K', 'I', 'A', ..] id })
            return;
        var key = new ResourceKey(StateLayout.Iam.Service, StateLayout.AnyAccount, ResourceKey.Global, StateLayout.Iam.AccessKeyLastUsed, id);
        if (state.Find(key) is { } last
            && (string?)last["ServiceName"] == call.Service && (string?)last["Region"] == call.Region
            && SandboxTime.Parse((string)last["LastUsedDate"]!) is var then && call.Now >= then && call.Now - then < Resolution)
            return;
        state.Put(key, new JsonObject { ["LastUsedDate"] = SandboxTime.Format(call.Now), ["ServiceName"] = call.Service, ["Region"] = call.Region });
    }
}
