using System.Buffers;
using System.Text;

namespace Landward.Rules.Text;

/// <summary>UTF-8 as UTF-16, on the stack or in a rented buffer: for what cannot be decided on bytes.</summary>
internal ref struct Utf8Characters : IDisposable
{
    /// <summary>How much room on the stack callers offer.</summary>
    public const int StackLength = 512;

    private readonly char[]? _rented;

    public Utf8Characters(ReadOnlySpan<byte> utf8, Span<char> stack)
    {
        // A byte never becomes more than one UTF-16 unit.
        if (utf8.Length > stack.Length)
            stack = _rented = ArrayPool<char>.Shared.Rent(utf8.Length);
        Span = stack[..Encoding.UTF8.GetChars(utf8, stack)];
    }

    public ReadOnlySpan<char> Span { get; }

    public readonly void Dispose()
    {
        if (_rented is not null)
            ArrayPool<char>.Shared.Return(_rented);
    }
}
