using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Aws;
using Landward.Findings.SecurityHub;

namespace Landward.Response.Actions;

/// <summary>
/// One way to act on one resource. Everything follows from the resource's document: what to call (nothing when it is done already,
/// which also is how success is verified), and how to put back what was there.
/// </summary>
internal abstract class ResponseAction
{
    /// <summary>Kebab-case, as playbooks name it.</summary>
    public abstract string Id { get; }

    public abstract ImmutableArray<string> Parameters { get; }

    public abstract string ResourceType { get; }

    /// <summary>The parameter that names the resource.</summary>
    public abstract string ResourceParameter { get; }

    /// <summary>True when the resource belongs to the account of the finding's principal, not to the one that recorded the event.</summary>
    public virtual bool ActsOnPrincipal => false;

    /// <summary>Why the action has no way back; null when it has.</summary>
    public virtual string? Irreversible => null;

    /// <summary>Why the action must not be done here; null when it may.</summary>
    public virtual string? Refuse(JsonObject document, ActionTarget target) => null;

    /// <summary>The calls that bring about what the action is for. Empty when that is so already.</summary>
    public abstract IReadOnlyList<ActionCall> Changes(JsonObject document, ActionTarget target);

    /// <summary>The part of the document the action changes.</summary>
    public abstract JsonNode? Aspect(JsonObject document, ActionTarget target);

    /// <summary>The calls that put the aspect back, given what it was and what it is.</summary>
    public abstract IReadOnlyList<ActionCall> Restore(JsonNode? before, JsonNode? now, ActionTarget target);

    /// <summary>Who and what the action affects, for the person who approves it.</summary>
    public abstract Task<JsonObject> BlastRadiusAsync(AwsCall call, JsonObject document, ActionTarget target, CancellationToken cancellationToken);

    /// <summary>A fact that is worth knowing but not worth failing for: a refused or unknown call makes it <c>unknown</c>.</summary>
    protected static async Task<JsonNode?> FactAsync(Func<Task<JsonNode?>> read)
    {
        try
        {
            return await read();
        }
        catch (AwsApiException error)
        {
            return $"unknown ({error.Code})";
        }
    }

    protected static string? Text(JsonNode? node, string member) =>
        node is JsonObject json && json[member] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
