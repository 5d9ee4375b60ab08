using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using System.Text.RegularExpressions;

namespace Landward.Detection.Excerpts;

/// <summary>
/// Tells secrets from what may be shown: by the name a value stands under, and by what it looks like. AWS masks most secrets in
/// CloudTrail itself ("CloudTrail record contents"); this catches what customers put into names, commands and variables.
/// </summary>
internal static partial class SecretMask
{
    public const string Masked = "***";

    /// <summary>A text is only searched this far: no excerpt shows more of it.</summary>
    private const int SearchedLength = 4096;

    private static readonly string[] SecretNames =
    [
        "password", "passwd", "passphrase", "secret", "token", "credential", "privatekey", "apikey", "accesskeysecret", "authorization", "connectionstring",
        "userdata", "keymaterial", "signature", "cookie", "plaintext", "ciphertextblob", "certificatebody", "otp", "pin", "mfacode", "authenticationcode",
    ];

    /// <summary>Names that contain the words above and say nothing secret.</summary>
    private static readonly FrozenSet<string> Harmless = new[]
    {
        "secretid", "secretarn", "secretname", "versionstage", "clientrequesttoken", "clienttoken", "nexttoken", "continuationtoken", "paginationtoken", "idempotencytoken",
        "passwordlastused", "passwordresetrequired", "passwordpolicy", "credentialid", "credentialprovider", "signatureversion", "tokencode", "httptokens",
        "passwordreuseprevention", "minimumpasswordlength", "maxpasswordage", "allowuserstochangepassword", "pinned", "mapping", "typing", "shipping", "ping",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Maps and lists of these names hold values that customers choose, passwords among them.</summary>
    private static readonly FrozenSet<string> VariableNames = new[] { "variables", "environment", "environmentvariables", "env", "defaultarguments" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>One of these is in all that the expression finds: most texts need not be searched by it.</summary>
    private static readonly SearchValues<string> Signs = SearchValues.Create(
        [
            "-----begin", "eyj", "x-amz-", "sig=", "token", "://", "password", "passwd", "pwd", "secret", "apikey", "api_key", "api-key", "authorization",
            "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "xox",
        ],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether everything under the name is a secret.</summary>
    public static bool IsSecretName(string name)
    {
        var plain = Plain(name);
        return !Harmless.Contains(plain) && Array.Exists(SecretNames, secret => secret.Length > 3 ? plain.Contains(secret, StringComparison.Ordinal) : plain == secret);
    }

    /// <summary>Whether values, not names, under this name are to be masked.</summary>
    public static bool HoldsVariables(string name) => VariableNames.Contains(Plain(name));

    /// <summary>The text with what looks like a secret replaced.</summary>
    public static string Text(string text)
    {
        if (text.Length > SearchedLength)
            text = text[..SearchedLength];
        if (Ascii.IsValid(text) && !text.AsSpan().ContainsAny(Signs))
            return text;
        return Secrets().Replace(text, match => match.Groups["keep"].Success ? match.Groups["keep"].Value + Masked : Masked);
    }

    private static string Plain(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();

    /// <summary>
    /// PEM blocks, JSON web tokens, signatures in URLs, passwords in URLs and on command lines, secret access keys behind their name. The
    /// engine is linear in the text.
    /// </summary>
    [GeneratedRegex(
        """
        -----BEGIN[\s\S]*|eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}(\.[A-Za-z0-9_-]*)?|(?<keep>[?&](X-Amz-Signature|X-Amz-Security-Token|X-Amz-Credential|sig|token|access_token)=)[^&\s"']+|(?<keep>[a-z][a-z0-9+.-]*://[^/\s:@"']+:)[^@\s/"']+|(?<keep>(password|passwd|pwd|secret|token|api[_-]?key|aws_secret_access_key|aws_session_token|authorization)["']?\s*[=: ]\s*["']?(bearer\s+|basic\s+)?)[^\s"',;&]{4,}|gh[pousr]_[A-Za-z0-9]{20,}|xox[abprs]-[A-Za-z0-9-]{10,}
        """,
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Secrets();
}
