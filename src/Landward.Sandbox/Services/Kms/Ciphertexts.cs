using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.Kms;

/// <summary>
/// What keys do: AES-256-GCM with the key material in state. A ciphertext names its key; the encryption context is
/// authenticated, so decryption needs the same one.
/// </summary>
internal static class Ciphertexts
{
    public const string KeyMaterial = "KeyMaterial";

    private const int MaximumPlaintext = 4096;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const byte FormatVersion = 1;

    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("kms", "Encrypt", Encrypt);
        registry.Add("kms", "Decrypt", Decrypt);
        registry.Add("kms", "ReEncrypt", ReEncrypt);
        registry.Add("kms", "GenerateDataKey", (call, input) => GenerateDataKey(call, input, withPlaintext: true));
        registry.Add("kms", "GenerateDataKeyWithoutPlaintext", (call, input) => GenerateDataKey(call, input, withPlaintext: false));
        registry.Add("kms", "GenerateRandom", GenerateRandom);
    }

    private static JsonObject Encrypt(CallContext call, JsonObject input)
    {
        var key = Keys.Require(call, input).RequireUsable();
        var plaintext = Convert.FromBase64String(input.RequiredText("Plaintext"));
        if (plaintext.Length is 0 or > MaximumPlaintext)
            throw new AwsErrorException("ValidationException", $"1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have length between 1 and {MaximumPlaintext}", 400);
        CheckDryRun(input);
        return new JsonObject
        {
            ["CiphertextBlob"] = Convert.ToBase64String(Seal(key, plaintext, input.Structure("EncryptionContext"))),
            ["KeyId"] = key.Arn,
            ["EncryptionAlgorithm"] = "SYMMETRIC_DEFAULT",
        };
    }

    private static JsonObject Decrypt(CallContext call, JsonObject input)
    {
        var blob = Convert.FromBase64String(input.RequiredText("CiphertextBlob"));
        var key = Keys.Require(call, KeyArnOf(blob)).RequireUsable();
        if (input.Text("KeyId") is { } named && Keys.Require(call, named).Arn != key.Arn)
            throw new AwsErrorException("IncorrectKeyException", "The key ID in the request does not identify a CMK that can perform this operation.", 400);
        CheckDryRun(input);
        return new JsonObject
        {
            ["KeyId"] = key.Arn,
            ["Plaintext"] = Convert.ToBase64String(Open(key, blob, input.Structure("EncryptionContext"))),
            ["EncryptionAlgorithm"] = "SYMMETRIC_DEFAULT",
        };
    }

    private static JsonObject ReEncrypt(CallContext call, JsonObject input)
    {
        var blob = Convert.FromBase64String(input.RequiredText("CiphertextBlob"));
        var source = Keys.Require(call, KeyArnOf(blob)).RequireUsable();
        var destination = Keys.Require(call, input, "DestinationKeyId").RequireUsable();
        var plaintext = Open(source, blob, input.Structure("SourceEncryptionContext"));
        CheckDryRun(input);
        return new JsonObject
        {
            ["CiphertextBlob"] = Convert.ToBase64String(Seal(destination, plaintext, input.Structure("DestinationEncryptionContext"))),
            ["SourceKeyId"] = source.Arn,
            ["KeyId"] = destination.Arn,
            ["SourceEncryptionAlgorithm"] = "SYMMETRIC_DEFAULT",
            ["DestinationEncryptionAlgorithm"] = "SYMMETRIC_DEFAULT",
        };
    }

    private static JsonObject GenerateDataKey(CallContext call, JsonObject input, bool withPlaintext)
    {
        var key = Keys.Require(call, input).RequireUsable();
        var (spec, bytes) = (input.Text("KeySpec"), input.Number("NumberOfBytes"));
        if (spec is null == bytes is null)
            throw new AwsErrorException("ValidationException", "Please specify either number of bytes or key spec.", 400);
        var length = spec switch { "AES_128" => 16, "AES_256" => 32, _ => bytes ?? 0 };
        if (length is < 1 or > 1024)
            throw new AwsErrorException("ValidationException", "1 validation error detected: Value at 'numberOfBytes' failed to satisfy constraint: Member must have value between 1 and 1024", 400);
        CheckDryRun(input);
        var plaintext = RandomNumberGenerator.GetBytes((int)length);
        var output = new JsonObject
        {
            ["CiphertextBlob"] = Convert.ToBase64String(Seal(key, plaintext, input.Structure("EncryptionContext"))),
            ["KeyId"] = key.Arn,
        };
        if (withPlaintext)
            output["Plaintext"] = Convert.ToBase64String(plaintext);
        return output;
    }

    private static JsonObject GenerateRandom(CallContext call, JsonObject input) =>
        input.Number("NumberOfBytes") is { } length and >= 1 and <= 1024
            ? new JsonObject { ["Plaintext"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes((int)length)) }
            : throw new AwsErrorException("ValidationException", "NumberOfBytes must be between 1 and 1024.", 400);

    private static void CheckDryRun(JsonObject input)
    {
        if (input.Flag("DryRun") == true)
            throw new AwsErrorException("DryRunOperationException", "The request would have succeeded, but the DryRun option is set.", 412);
    }

    // Layout: version, key ARN length (2 bytes) and bytes, nonce, tag, ciphertext.
    private static byte[] Seal(Key key, byte[] plaintext, JsonObject? context)
    {
        var arn = Encoding.UTF8.GetBytes(key.Arn);
        var blob = new byte[3 + arn.Length + NonceLength + TagLength + plaintext.Length];
        blob[0] = FormatVersion;
        BinaryPrimitives.WriteUInt16BigEndian(blob.AsSpan(1), (ushort)arn.Length);
        arn.CopyTo(blob, 3);
        var rest = blob.AsSpan(3 + arn.Length);
        RandomNumberGenerator.Fill(rest[..NonceLength]);
        using var aes = new AesGcm(Convert.FromBase64String(key.Document.RequiredText(KeyMaterial)), TagLength);
        aes.Encrypt(rest[..NonceLength], plaintext, rest[(NonceLength + TagLength)..], rest.Slice(NonceLength, TagLength), Authenticated(context));
        return blob;
    }

    private static byte[] Open(Key key, byte[] blob, JsonObject? context)
    {
        var rest = blob.AsSpan(3 + BinaryPrimitives.ReadUInt16BigEndian(blob.AsSpan(1)));
        if (rest.Length < NonceLength + TagLength)
            throw Invalid();
        var plaintext = new byte[rest.Length - NonceLength - TagLength];
        using var aes = new AesGcm(Convert.FromBase64String(key.Document.RequiredText(KeyMaterial)), TagLength);
        try
        {
            aes.Decrypt(rest[..NonceLength], rest[(NonceLength + TagLength)..], rest.Slice(NonceLength, TagLength), plaintext, Authenticated(context));
        }
        catch (AuthenticationTagMismatchException)
        {
            throw Invalid();
        }
        return plaintext;
    }

    /// <summary>The ARN of the key a ciphertext was made with.</summary>
    public static string KeyArnOf(byte[] blob)
    {
        if (blob.Length < 3 || blob[0] != FormatVersion)
            throw Invalid();
        var length = BinaryPrimitives.ReadUInt16BigEndian(blob.AsSpan(1));
        return blob.Length > 3 + length ? Encoding.UTF8.GetString(blob, 3, length) : throw Invalid();
    }

    private static AwsErrorException Invalid() => new("InvalidCiphertextException", string.Empty, 400);

    private static byte[] Authenticated(JsonObject? context)
    {
        var pairs = (context ?? []).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key.Length}:{pair.Key}={pair.Value}");
        return Encoding.UTF8.GetBytes(string.Join('\n', pairs));
    }
}
