using System.Collections.Immutable;
using Landward.Model;

namespace Landward.Policy;

public enum Effect
{
    Allow,
    Deny,
}

/// <summary>
/// An IAM policy document, read and compiled once: evaluating it parses nothing again. Immutable and safe to share.
/// </summary>
public sealed class PolicyDocument
{
    // Of each statement, side by side: most statements speak of other services than a request.
    private readonly ulong[] _serviceMasks;

    internal PolicyDocument(string? version, string? id, ImmutableArray<PolicyStatement> statements, string text)
    {
        Version = version;
        Id = id;
        Statements = statements;
        Text = text;
        _serviceMasks = [.. statements.Select(statement => statement.ServiceMask)];
        FullAccess = statements is [{ IsFullAccess: true } only] ? only : null;
    }

    /// <summary>As written; null when absent, which means 2008-10-17: no policy variables.</summary>
    public string? Version { get; }

    public string? Id { get; }

    public ImmutableArray<PolicyStatement> Statements { get; }

    /// <summary>The document as it was given.</summary>
    public string Text { get; }

    /// <summary>The only statement of a document that allows everything, such as FullAWSAccess; null for others.</summary>
    internal PolicyStatement? FullAccess { get; }

    /// <summary>The next statement after <paramref name="index"/> that may speak of a service; -1 after the last.</summary>
    internal int Next(ulong serviceBit, int index)
    {
        var masks = _serviceMasks;
        while (++index < masks.Length)
        {
            if ((masks[index] & serviceBit) != 0)
                return index;
        }
        return -1;
    }

    /// <summary>
    /// Reads a policy document. What breaks the structure (JSON, elements, types, effects) gives no document; what only makes
    /// a value match nothing (an unknown operator, a malformed address) is reported and the document is there.
    /// </summary>
    /// <param name="text">The JSON text.</param>
    /// <param name="file">The name diagnostics give as the place.</param>
    public static PolicyParseResult Parse(string text, string? file = null) => Language.PolicyParser.Parse(text, file ?? "policy");

    /// <summary>Reads a policy document from UTF-8 bytes; bytes that are no UTF-8 are a diagnostic.</summary>
    public static PolicyParseResult Parse(ReadOnlySpan<byte> utf8, string? file = null) => Language.PolicyParser.Parse(utf8, file ?? "policy");

    /// <summary>The problems that only this kind of policy has: elements it forbids or requires, its size.</summary>
    public ImmutableArray<Diagnostic> Validate(PolicyKind kind) => Language.PolicyValidator.Validate(this, kind);
}

/// <param name="Document">Null when the structure is broken; then at least one diagnostic is an error.</param>
public sealed record PolicyParseResult(PolicyDocument? Document, ImmutableArray<Diagnostic> Diagnostics)
{
    public bool HasErrors => Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
}
