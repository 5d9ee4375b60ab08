using System.Collections.Immutable;

namespace Landward.Policy.Proofs;

/// <summary>
/// A question about one dimension of a request that statements ask: is the action one of these, has the key such a value? A
/// literal is an atom or its complement, written as twice the atom's number, plus one for the complement.
/// </summary>
internal abstract class Atom(int id, Dimension dimension, AtomSource source)
{
    /// <summary>The question as policies write it: what a checker reads, instead of what the search compiled.</summary>
    public AtomSource Source { get; } = source;

    public int Id { get; } = id;

    public Dimension Dimension { get; } = dimension;

    public int Literal => Id * 2;

    public static int Not(int literal) => literal ^ 1;

    public static bool IsNegated(int literal) => (literal & 1) != 0;

    public static int IdOf(int literal) => literal >> 1;
}

/// <summary>Is the text (an action, a resource) one of these patterns?</summary>
/// <param name="inside">What it surely contains.</param>
/// <param name="outside">What contains it; the same unless a policy variable makes it vague.</param>
/// <param name="isEverything">Also true of the resource <c>*</c>.</param>
internal sealed class TextAtom(int id, Dimension dimension, AtomSource source, TextPattern[] inside, TextPattern[] outside, bool isEverything) : Atom(id, dimension, source)
{
    public TextPattern[] Inside { get; } = inside;

    public TextPattern[] Outside { get; } = outside;

    public bool IsEverything { get; } = isEverything;
}

/// <summary>Does the condition hold?</summary>
internal sealed class KeyAtom(int id, Dimension dimension, AtomSource source, KeyTest test) : Atom(id, dimension, source)
{
    public KeyTest Test { get; } = test;
}

/// <summary>Is the caller one of these points of the principal dimension?</summary>
internal sealed class PrincipalAtom(int id, Dimension dimension, ImmutableArray<bool> points) : Atom(id, dimension, AtomSource.None)
{
    public ImmutableArray<bool> Points { get; } = points;
}
