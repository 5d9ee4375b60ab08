namespace Landward.Sandbox.Calls;

/// <summary>
/// An error answered to the caller in the service's protocol and shape. Thrown by handlers; the transaction is dropped.
/// </summary>
/// <param name="code">The error code on the wire: <c>NoSuchEntity</c>, <c>ResourceNotFoundException</c>.</param>
/// <param name="message">AWS's wording.</param>
/// <param name="status">HTTP status; null takes it from the service description (400 when it has none).</param>
internal sealed class AwsErrorException(string code, string message, int? status = null) : Exception(message)
{
    public string Code { get; } = code;
    public int? Status { get; } = status;

    /// <summary>Further members of the error shape, such as <c>Reason</c> of a ConstraintViolationException.</summary>
    public IReadOnlyDictionary<string, string> Members { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
