using System.Security.Cryptography;
using System.Text;

namespace Landward.Sandbox.Authentication;

/// <summary>
/// Secrets of the sandbox's credentials: derived from one master key and the access key id, so none is ever stored.
/// Thread-safe.
/// </summary>
internal sealed class SandboxSecrets(byte[] masterKey)
{
    public const int MasterKeyBytes = 32;

    // An AWS secret access key has 40 characters: 30 bytes of the MAC in base64.
    private const int SecretBytes = 30;

    private readonly byte[] _masterKey = masterKey.Length >= MasterKeyBytes
        ? masterKey
        : throw new ArgumentException("The master key is shorter than 32 bytes.", nameof(masterKey));

    public string SecretAccessKey(string accessKeyId) =>
        Convert.ToBase64String(HMACSHA256.HashData(_masterKey, Encoding.UTF8.GetBytes(accessKeyId)).AsSpan(0, SecretBytes));

    public string SessionToken(string accessKeyId) =>
        "IQoJ" + Convert.ToBase64String(HMACSHA512.HashData(_masterKey, Encoding.UTF8.GetBytes("session-token/" + accessKeyId)));
}
