using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.Iam;

/// <summary>Friendly names and paths, and how a name that is not acceptable is answered.</summary>
internal static partial class IamNames
{
    private const string NamePatternText = @"[\w+=,.@-]+";
    private const string PathPatternText = @"(\u002F)|(\u002F[\u0021-\u007E]+\u002F)";

    /// <summary>The required member as a name of at most <paramref name="maxLength"/> characters.</summary>
    public static string RequiredName(this JsonObject input, string member, int maxLength = 128)
    {
        var name = input.RequiredText(member, "ValidationError");
        if (name.Length == 0 || !NamePattern().IsMatch(name))
            throw Violation(name, member, $"Member must satisfy regular expression pattern: {NamePatternText}");
        return name.Length <= maxLength ? name : throw Violation(name, member, $"Member must have length less than or equal to {maxLength}");
    }

    /// <summary>The path member, <c>/</c> when absent.</summary>
    public static string Path(this JsonObject input, string member = "Path")
    {
        var path = input.Text(member) ?? "/";
        return path.Length <= 512 && PathPattern().IsMatch(path)
            ? path
            : throw Violation(path, member, $"Member must satisfy regular expression pattern: {PathPatternText}");
    }

    public static AwsErrorException Violation(string value, string member, string constraint) =>
        IamErrors.Validation(
            $"1 validation error detected: Value '{value}' at '{char.ToLowerInvariant(member[0])}{member[1..]}' failed to satisfy constraint: {constraint}");

    [GeneratedRegex(@"^[A-Za-z0-9_+=,.@-]+$", RegexOptions.NonBacktracking)]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"^/(?:[!-~]+/)?$", RegexOptions.NonBacktracking)]
    private static partial Regex PathPattern();
}
