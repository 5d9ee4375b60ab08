namespace Landward.Aws.Signing;

/// <summary>What the verifier needs to know about an access key.</summary>
/// <param name="SessionToken">For temporary credentials: the token a request must carry.</param>
public sealed record AccessKeySecret(string SecretAccessKey, string? SessionToken = null)
{
    public override string ToString() => "AccessKeySecret";
}

/// <summary>The verdict on a request's signature.</summary>
public abstract record SignatureResult
{
    private SignatureResult()
    {
    }

    /// <summary>The signature is right.</summary>
    public sealed record Ok(string AccessKeyId, string Region, string Service, string? SessionToken) : SignatureResult;

    /// <summary>The request is not signed at all.</summary>
    public sealed record Anonymous : SignatureResult;

    /// <summary>The access key is not known.</summary>
    public sealed record UnknownAccessKey(string AccessKeyId) : SignatureResult;

    /// <summary>The signature is wrong. Both strings help the caller to see what differs; they hold no secret.</summary>
    public sealed record SignatureDoesNotMatch(string CanonicalRequest, string StringToSign) : SignatureResult;

    /// <summary>Signed too long ago, or a presigned request used after its time.</summary>
    public sealed record Expired(DateTimeOffset SignedAt, DateTimeOffset ExpiredAt) : SignatureResult;

    /// <summary>Signed by a clock that runs ahead.</summary>
    public sealed record NotYetCurrent(DateTimeOffset SignedAt) : SignatureResult;

    /// <summary>A temporary access key without its session token.</summary>
    public sealed record MissingToken(string AccessKeyId) : SignatureResult;

    /// <summary>A session token that does not belong to the access key.</summary>
    public sealed record InvalidToken(string AccessKeyId) : SignatureResult;

    /// <summary>The body is not the one whose hash was signed.</summary>
    public sealed record BodyDoesNotMatch(string Declared, string Computed) : SignatureResult;

    /// <summary>The signature's parts are missing or malformed.</summary>
    public sealed record Malformed(string Reason) : SignatureResult;
}
