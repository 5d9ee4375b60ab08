using System.Collections.Immutable;

namespace Landward.Aws.Descriptions;

/// <summary>One operation of a service's API.</summary>
public sealed class OperationDescription
{
    internal OperationDescription(string name, string method, UriTemplate uri, Shape input, Shape output)
    {
        Name = name;
        Method = method;
        Uri = uri;
        Input = input;
        Output = output;
    }

    public string Name { get; }

    /// <summary>HTTP method; <c>POST</c> for protocols without REST bindings.</summary>
    public string Method { get; }

    public UriTemplate Uri { get; }

    /// <summary>HTTP status of a successful answer.</summary>
    public int Status { get; internal init; } = 200;

    /// <summary>Structure of the input; without members when the operation takes none.</summary>
    public Shape Input { get; }

    /// <summary>Structure of the output; without members when the operation answers none.</summary>
    public Shape Output { get; }

    /// <summary>False when the model declares no output: the answer is empty.</summary>
    public bool HasOutput { get; internal init; }

    /// <summary>Error shapes the model lists for this operation.</summary>
    public ImmutableArray<Shape> Errors { get; internal init; } = [];

    /// <summary>How to follow the pages of the output, or null when the operation has one page.</summary>
    public Paginator? Paginator { get; internal init; }

    /// <summary>The member filled with a random id when absent, or null.</summary>
    public Member? IdempotencyToken { get; internal init; }

    /// <summary>Name of the element around the result in query answers.</summary>
    public string? ResultWrapper { get; internal init; }

    /// <summary>Name and namespace of the root element of XML requests without payload member.</summary>
    public string? XmlRoot { get; internal init; }

    public string? XmlNamespace { get; internal init; }

    /// <summary>What stands before the endpoint's host, such as <c>{AccountId}.</c>, or null.</summary>
    public string? HostPrefix { get; internal init; }

    /// <summary>Called without credentials, such as AssumeRoleWithWebIdentity.</summary>
    public bool IsUnsigned { get; internal init; }

    public bool IsDeprecated { get; internal init; }

    /// <summary>The service refuses requests without a checksum of the body.</summary>
    public bool RequiresChecksum { get; internal init; }

    public override string ToString() => Name;
}

/// <summary>How pages follow each other. Expressions are paths of members; <c>A || B[-1].C</c> takes the first that is there.</summary>
/// <param name="InputTokens">Input members that take the tokens.</param>
/// <param name="OutputTokens">Expressions that find the tokens in the output, one per input token.</param>
/// <param name="Limit">Input member with the page size, or null.</param>
/// <param name="More">Expression of a boolean that says there are more pages, or null.</param>
/// <param name="Results">Expressions of the lists that continue from page to page.</param>
public sealed record Paginator(
    ImmutableArray<string> InputTokens,
    ImmutableArray<string> OutputTokens,
    string? Limit,
    string? More,
    ImmutableArray<string> Results);
