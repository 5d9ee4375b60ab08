using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;

namespace Landward.Sandbox.Authorization;

/// <summary>
/// The ARN of a checked resource with placeholders: <c>arn:{partition}:iam::{account}:user{Path|/}{UserName}</c>.
/// <c>{account}</c>, <c>{region}</c> and <c>{partition}</c> come from the call, the others from the input.
/// </summary>
internal sealed class ResourceTemplate
{
    public const string Partition = "aws";

    private readonly ImmutableArray<Part> _parts;

    private ResourceTemplate(ImmutableArray<Part> parts) => _parts = parts;

    /// <exception cref="FormatException">A brace is not closed or a placeholder is empty.</exception>
    public static ResourceTemplate Parse(string text)
    {
        var parts = ImmutableArray.CreateBuilder<Part>();
        var position = 0;
        while (position < text.Length)
        {
            var open = text.IndexOf('{', position);
            if (open < 0)
                open = text.Length;
            if (open > position)
                parts.Add(new Literal(text[position..open]));
            if (open == text.Length)
                break;
            var close = text.IndexOf('}', open);
            if (close <= open + 1)
                throw new FormatException($"`{text}` has a placeholder that is empty or not closed.");
            parts.Add(ParsePlaceholder(text[(open + 1)..close]));
            position = close + 1;
        }
        return new ResourceTemplate(parts.ToImmutable());
    }

    /// <summary>
    /// The resources the input names. A list yields one each; a value of the first placeholder that is an ARN already stands for
    /// the whole template; a value that is missing makes the resource <c>*</c>.
    /// </summary>
    /// <param name="fallback">Gives a value for a member the input lacks, such as the caller's own user name; may return null.</param>
    public IReadOnlyList<string> Expand(JsonObject input, string account, string region, Func<string, string?> fallback)
    {
        List<StringBuilder> texts = [new()];
        List<string>? arns = null;
        foreach (var part in _parts)
        {
            switch (part)
            {
                case Literal(var text):
                    texts.ForEach(builder => builder.Append(text));
                    break;
                case CallValue(var name):
                    texts.ForEach(builder => builder.Append(name switch { "account" => account, "region" => region, _ => Partition }));
                    break;
                case InputValue(var path, var otherwise):
                    var values = path.SelectText(input).Where(value => value.Length > 0).ToList();
                    if (values.Count == 0 && (otherwise ?? fallback(path.ToString())) is { } substitute)
                        values.Add(substitute);
                    if (values.Count == 0)
                        return ["*"];
                    // Further on an ARN is only a strange name: taken for the resource, it would let the caller choose what is
                    // checked (an object may have the key `arn:aws:s3:::mine/x`).
                    if (arns is null)
                    {
                        arns = values.FindAll(IsArn);
                        values.RemoveAll(IsArn);
                    }
                    texts = [.. texts.SelectMany(_ => values, (builder, value) => new StringBuilder().Append(builder).Append(value))];
                    break;
            }
        }
        return [.. arns ?? [], .. texts.Select(builder => builder.ToString())];
    }

    private static bool IsArn(string value) => value.StartsWith("arn:", StringComparison.Ordinal);

    private static Part ParsePlaceholder(string text)
    {
        if (text is "account" or "region" or "partition")
            return new CallValue(text);
        var bar = text.IndexOf('|');
        return bar < 0 ? new InputValue(new InputPath(text), null) : new InputValue(new InputPath(text[..bar]), text[(bar + 1)..]);
    }

    private abstract record Part;

    private sealed record Literal(string Text) : Part;

    private sealed record CallValue(string Name) : Part;

    private sealed record InputValue(InputPath Path, string? Default) : Part;
}
