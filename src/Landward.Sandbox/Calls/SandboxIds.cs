namespace Landward.Sandbox.Calls;

/// <summary>Random parts of AWS identifiers. A seed makes a run repeatable.</summary>
internal sealed class SandboxIds(Random random)
{
    private const string Lower = "abcdefghijklmnopqrstuvwxyz0123456789";
    private const string Upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const string Hex = "0123456789abcdef";

    /// <summary>Letters a-z and digits, as in <c>ou-ab12-...</c>.</summary>
    public string LowerAlphanumeric(int length) => random.GetString(Lower, length);

    /// <summary>Base-32 capitals, as in <c>AIDA...</c> ids (which have 17 after the prefix).</summary>
    public string UpperBase32(int length) => random.GetString(Upper, length);

    public string HexDigits(int length) => random.GetString(Hex, length);

    /// <summary>A random (version 4) UUID in lower case.</summary>
    public string Uuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    /// <summary>12 digits for a new account; the caller checks that it is free.</summary>
    public string AccountNumber() => "1" + random.GetString("0123456789", 11);
}
