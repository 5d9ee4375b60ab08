namespace Landward.Logs;

/// <summary>Walks an object or a list of a record of which nothing is picked, however deep, checking that it is JSON (RFC 8259).</summary>
internal sealed class StructureScanner
{
    /// <summary>Of each level, what closes it.</summary>
    private readonly byte[] _closing = new byte[CloudTrailEvent.MaxDepth + 1];

    /// <summary>Whether the structure that was passed last was given up because of its depth.</summary>
    public bool IsTooDeep { get; private set; }

    /// <summary>Passes over the structure whose opening bracket is at <paramref name="at"/>; where it ends, or the complement of where it goes wrong.</summary>
    /// <param name="outer">How many brackets are open around it.</param>
    public int Pass(ReadOnlySpan<byte> bits, ReadOnlySpan<byte> bytes, int at, int end, int outer, CloudTrailEvent target)
    {
        IsTooDeep = false;
        var closings = _closing;
        var depth = outer;
        // The bracket that closes the innermost structure: behind the opening one by 2 in ASCII.
        byte closing = 0;
        var next = bytes[at];
        while (true)
        {
            // At the first byte of a value: a member's, an element, or the structure itself.
            if (next == '"')
            {
                at = JsonTokens.PassText(bits, bytes, at, end, target);
                if (at < 0)
                    return at;
                at++;
            }
            else if (next is (byte)'{' or (byte)'[')
            {
                if (depth == CloudTrailEvent.MaxDepth)
                {
                    IsTooDeep = true;
                    return ~at;
                }
                closing = (byte)(next + 2);
                closings[++depth] = closing;
                next = bytes[++at];
                if (next <= ' ')
                    (at, next) = Next(bytes, at);
                if (next != closing)
                {
                    if (closing == '}')
                    {
                        at = PassKey(bits, bytes, at, end, target);
                        if (at < 0)
                            return at;
                        next = bytes[at];
                    }
                    continue;
                }
            }
            else
            {
                at = JsonTokens.PassScalar(bytes, at, end);
                if (at < 0)
                    return at;
            }
            // Behind a value, or at the bracket that closes an empty structure.
            next = bytes[at];
            while (next != ',')
            {
                if (next <= ' ')
                {
                    (at, next) = Next(bytes, at);
                    if (next == ',')
                        break;
                }
                if (next != closing)
                    return ~at;
                at++;
                if (--depth == outer)
                    return at;
                closing = closings[depth];
                next = bytes[at];
            }
            next = bytes[++at];
            if (next <= ' ')
                (at, next) = Next(bytes, at);
            if (closing == '}')
            {
                at = PassKey(bits, bytes, at, end, target);
                if (at < 0)
                    return at;
                next = bytes[at];
            }
        }
    }

    /// <summary>Passes over a key, the colon and the space around it.</summary>
    private static int PassKey(ReadOnlySpan<byte> bits, ReadOnlySpan<byte> bytes, int at, int end, CloudTrailEvent target)
    {
        if (bytes[at] != '"')
            return ~at;
        at = JsonTokens.PassText(bits, bytes, at, end, target);
        if (at < 0)
            return at;
        if (bytes[++at] <= ' ')
            at = JsonTokens.PassSpace(bytes, at);
        if (bytes[at] != ':')
            return ~at;
        return bytes[++at] <= ' ' ? JsonTokens.PassSpace(bytes, at) : at;
    }

    private static (int At, byte Next) Next(ReadOnlySpan<byte> bytes, int at)
    {
        at = JsonTokens.PassSpace(bytes, at);
        return (at, bytes[at]);
    }
}
