using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Landward.Sandbox.Hosting;

[JsonSerializable(typeof(JsonNode))]
[JsonSourceGenerationOptions(WriteIndented = true)]
internal sealed partial class SandboxJson : JsonSerializerContext;
