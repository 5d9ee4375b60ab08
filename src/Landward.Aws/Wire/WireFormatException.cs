namespace Landward.Aws.Wire;

/// <summary>A message that does not follow its protocol: malformed JSON, XML or form, a value of the wrong type, a limit passed.</summary>
/// <param name="code">The error code to answer: <c>SerializationException</c>, <c>MalformedXML</c>, <c>MalformedInput</c> ...</param>
public sealed class WireFormatException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    public string Code { get; } = code;

    internal static WireFormatException Json(string message, Exception? inner = null) => new("SerializationException", message, inner);

    internal static WireFormatException Xml(string message, Exception? inner = null) => new("MalformedXML", message, inner);

    internal static WireFormatException Form(string message) => new("MalformedInput", message);
}
