using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Landward.LandingZone.Desired;
using Landward.LandingZone.Resources;
using Landward.Model;

namespace Landward.LandingZone.Planning;

/// <summary>The actual state of the desired resources, as far as it could be read.</summary>
internal sealed class StateReading(DesiredState desired, AwsCalls calls, int concurrency, CancellationToken cancellation)
{
    private readonly ConcurrentDictionary<string, string> _unreadable = new(StringComparer.Ordinal);

    /// <summary>By address; null: it does not exist. Addresses that could not be read are missing.</summary>
    public ConcurrentDictionary<string, JsonObject?> Actual { get; } = new(StringComparer.Ordinal);

    public List<Diagnostic> Diagnostics { get; } = [];

    public bool IsPartial { get; private set; }

    public async Task ReadAsync(Func<ResourceNode, bool> which)
    {
        var nodes = desired.Nodes.Where(which).ToArray();
        var options = new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellation };
        await Parallel.ForEachAsync(nodes, options, async (node, token) => await ReadAsync(node, token));
        foreach (var node in nodes.Where(node => _unreadable.TryGetValue(node.Address, out var reason) && reason.Length > 0))
            Report(node.Address, _unreadable[node.Address]);
        IsPartial |= !_unreadable.IsEmpty;
    }

    public void Report(string address, string reason)
    {
        IsPartial = true;
        Diagnostics.Add(PlanDiagnostics.Unreadable(address, reason));
    }

    private async Task ReadAsync(ResourceNode node, CancellationToken token)
    {
        // What cannot be read hides what depends on it; only the cause is reported.
        if (_unreadable.ContainsKey("accounts/" + node.Account) || node.DependsOn.Any(_unreadable.ContainsKey))
        {
            _unreadable[node.Address] = string.Empty;
            return;
        }
        if (!calls.IsReachable(node.Account))
        {
            Actual[node.Address] = null;
            return;
        }
        try
        {
            var context = new ResourceContext(node, Reference.Resolve(node.Properties, calls.Facts), calls, token);
            Actual[node.Address] = await ResourceProviders.Of(node.Kind).ReadAsync(context);
        }
        catch (Exception error) when (Failure.IsOfOneResource(error))
        {
            _unreadable[node.Address] = Failure.Describe(error);
        }
    }
}
