using System.Buffers.Binary;
using System.IO.Compression;

namespace Landward.Policy.Facts;

/// <summary>
/// The embedded facts file: a part with the names of services and actions, which every user needs, and a part with everything
/// else, which is unpacked when the first detail is asked for.
/// </summary>
internal sealed class FactsFile
{
    private const int PartHeaderLength = 8;

    private static readonly byte[] Magic = "LWFACTS1"u8.ToArray();

    private readonly byte[] _file;

    private FactsFile(byte[] file)
    {
        if (!file.AsSpan().StartsWith(Magic))
            throw new InvalidDataException("The embedded IAM facts have an unknown form.");
        _file = file;
    }

    public static FactsFile Load()
    {
        using var stream = typeof(FactsFile).Assembly.GetManifestResourceStream("Landward.Policy.Facts.iam-facts.bin")!;
        var file = new byte[stream.Length];
        stream.ReadExactly(file);
        return new FactsFile(file);
    }

    public byte[] Names() => Unpack(Magic.Length);

    public byte[] Details() => Unpack(Magic.Length + PartHeaderLength + PackedLength(Magic.Length));

    private int PackedLength(int part) => BinaryPrimitives.ReadInt32LittleEndian(_file.AsSpan(part));

    private byte[] Unpack(int part)
    {
        var unpacked = new byte[BinaryPrimitives.ReadInt32LittleEndian(_file.AsSpan(part + sizeof(int)))];
        if (!BrotliDecoder.TryDecompress(_file.AsSpan(part + PartHeaderLength, PackedLength(part)), unpacked, out var written) || written != unpacked.Length)
            throw new InvalidDataException("The embedded IAM facts are damaged.");
        return unpacked;
    }
}
