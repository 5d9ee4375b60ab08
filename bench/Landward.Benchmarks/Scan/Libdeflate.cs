using System.Runtime.InteropServices;

namespace Landward.Benchmarks.Scan;

/// <summary>The fastest inflater there is, for comparison only; null where it is not installed.</summary>
internal sealed class Libdeflate
{
    private readonly nint _decompressor;
    private readonly GzipDecompress _decompress;

    private Libdeflate(nint library)
    {
        _decompressor = Marshal.GetDelegateForFunctionPointer<AllocDecompressor>(NativeLibrary.GetExport(library, "libdeflate_alloc_decompressor"))();
        _decompress = Marshal.GetDelegateForFunctionPointer<GzipDecompress>(NativeLibrary.GetExport(library, "libdeflate_gzip_decompress"));
    }

    private delegate nint AllocDecompressor();

    private delegate int GzipDecompress(nint decompressor, ref byte input, nint inputLength, ref byte output, nint outputLength, out nint written);

    public static Libdeflate? Load() => NativeLibrary.TryLoad("libdeflate.so.0", out var library) ? new Libdeflate(library) : null;

    /// <summary>Inflates a file of one member into memory that is large enough.</summary>
    public int Decompress(byte[] input, byte[] output)
    {
        var result = _decompress(_decompressor, ref input[0], input.Length, ref output[0], output.Length, out var written);
        return result == 0 ? (int)written : throw new InvalidDataException($"libdeflate answered {result}");
    }
}
