namespace Landward.Aws.Wire;

/// <summary>An error of an AWS service, whatever the protocol.</summary>
/// <param name="Code">The error shape's name or the code on the wire.</param>
/// <param name="Message">The service's wording.</param>
/// <param name="Status">HTTP status; null takes it from the description, or 400.</param>
public sealed record ServiceError(string Code, string Message, int? Status = null)
{
    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Further members of the error shape, such as <c>Reason</c> of a ConstraintViolationException.</summary>
    public IReadOnlyDictionary<string, string> Members { get; init; } = None;
}
