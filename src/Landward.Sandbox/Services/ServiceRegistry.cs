using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services;

/// <summary>
/// What an operation does once it may: reads and changes state through the context and returns the output members under
/// their names in the service description (timestamps ISO 8601 strings, blobs base64 strings), or throws <see cref="AwsErrorException"/>.
/// </summary>
internal delegate JsonObject OperationHandler(CallContext call, JsonObject input);

/// <summary>The operations the sandbox implements, by service and name.</summary>
internal sealed class ServiceRegistry
{
    private readonly Dictionary<(string Service, string Operation), OperationHandler> _handlers = [];

    public IEnumerable<(string Service, string Operation)> Operations => _handlers.Keys;

    public void Add(string service, string operation, OperationHandler handler) => _handlers.Add((service, operation), handler);

    public OperationHandler? Find(string service, string operation) => _handlers.GetValueOrDefault((service, operation));
}
