using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Landward.Aws.Descriptions;
using Landward.Aws.Wire;

namespace Landward.Aws.Validation;

/// <summary>How each service says that an input is invalid.</summary>
internal static class ValidationWording
{
    private const int MaxShown = 1024;

    // Services whose own model has an exception for it, where the front end would otherwise say ValidationException.
    private static readonly FrozenDictionary<string, string> OwnCodes = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["organizations"] = "InvalidInputException",
        ["guardduty"] = "BadRequestException",
        ["securityhub"] = "InvalidInputException",
        ["logs"] = "InvalidParameterException",
        ["lambda"] = "ValidationException",
        ["sqs"] = "InvalidParameterValue",
        ["sns"] = "InvalidParameter",
        ["ecr"] = "InvalidParameterException",
        ["secretsmanager"] = "ValidationException",
        ["s3control"] = "InvalidRequest",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static ServiceError Of(ServiceDescription service, ImmutableArray<InputProblem> problems)
    {
        if (service.Protocol == WireProtocol.Ec2)
            return Ec2(problems[0]);
        if (service.Name == "s3")
            return new ServiceError("InvalidArgument", Sentence(problems[0]), 400);
        var count = problems.Length.ToString(CultureInfo.InvariantCulture);
        var message = $"{count} validation error{(problems.Length == 1 ? string.Empty : "s")} detected: {string.Join("; ", problems.Select(Sentence))}";
        return new ServiceError(OwnCodes.GetValueOrDefault(service.Name) ?? Default(service), message, 400);
    }

    private static string Default(ServiceDescription service) => service.Protocol switch
    {
        WireProtocol.Query => "ValidationError",
        _ => "ValidationException",
    };

    private static ServiceError Ec2(InputProblem problem)
    {
        var name = problem.Path.Length == 0 ? problem.Path : char.ToUpperInvariant(problem.Path[0]) + problem.Path[1..];
        return problem.Kind == InputProblemKind.Missing
            ? new ServiceError("MissingParameter", $"The request must contain the parameter {name}", 400)
            : new ServiceError("InvalidParameterValue", $"Value ({Cut(problem.Value)}) for parameter {name} is invalid. {problem.Constraint}", 400);
    }

    private static string Sentence(InputProblem problem) => problem.Value is null
        ? $"Value null at '{problem.Path}' failed to satisfy constraint: {problem.Constraint}"
        : $"Value '{Cut(problem.Value)}' at '{problem.Path}' failed to satisfy constraint: {problem.Constraint}";

    private static string? Cut(string? text) => text is { Length: > MaxShown } ? text[..MaxShown] + "..." : text;
}
