using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Landward.Aws.Signing;

/// <summary>Signing keys, derived once per secret, day, Region and service: four HMACs that would otherwise be paid per request.</summary>
internal static class SigningKeys
{
    private const int MaxEntries = 4096;

    private static readonly ConcurrentDictionary<(string Secret, string Date, string Region, string Service), byte[]> Cache = new();

    public static byte[] Get(string secret, CredentialScope scope)
    {
        var key = (secret, scope.Date, scope.Region, scope.Service);
        if (Cache.TryGetValue(key, out var found))
            return found;
        if (Cache.Count >= MaxEntries)
            Cache.Clear();
        var derived = Hmac(Encoding.UTF8.GetBytes("AWS4" + secret), scope.Date);
        derived = Hmac(derived, scope.Region);
        derived = Hmac(derived, scope.Service);
        derived = Hmac(derived, CredentialScope.Terminator);
        Cache[key] = derived;
        return derived;
    }

    public static string Sign(string secret, CredentialScope scope, string stringToSign) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Get(secret, scope), Encoding.UTF8.GetBytes(stringToSign)));

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
