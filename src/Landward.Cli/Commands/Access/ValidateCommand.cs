using System.CommandLine;
using Landward.Cli.Access;
using Landward.Cli.CommandLine;
using Landward.Cli.Output;
using Landward.Model;
using Landward.Policy;

namespace Landward.Cli.Commands.Access;

/// <summary><c>landward access validate</c>: grammar and good practice of policy documents.</summary>
internal static class ValidateCommand
{
    private static readonly string[] Types = ["identity", "resource", "scp", "rcp"];
    private static readonly string[] Thresholds = ["error", "security-warning", "warning", "suggestion"];

    private static readonly Argument<FileInfo[]> Files = new("FILE") { Description = "Policy documents.", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string> Type = new("--type") { Description = "What the policies are.", HelpName = "TYPE", DefaultValueFactory = _ => Types[0] };
    private static readonly Option<string?> ResourceType = new("--resource-type") { Description = "What resource policies are attached to, such as AWS::S3::Bucket: more is checked then.", HelpName = "TYPE" };
    private static readonly Option<string?> FailOn = new("--fail-on") { Description = "Exit 2 when there is such a finding or a heavier one.", HelpName = "FINDING" };

    public static Command Create(CommandActions actions)
    {
        Type.AcceptOnlyFromAmong(Types);
        ResourceType.AcceptOnlyFromAmong([.. ValidationTypeNames.ResourceTypeNames]);
        FailOn.AcceptOnlyFromAmong(Thresholds);
        var command = new DocumentedCommand(
            "validate",
            "Validate policy documents: the errors, security warnings, warnings and suggestions of IAM Access Analyzer, without calling AWS.",
            "landward access validate role.json --fail-on security-warning",
            "landward access validate trust.json --type resource --resource-type AWS::IAM::AssumeRolePolicyDocument -o json")
        { Files, Type, ResourceType, FailOn };
        actions.Bind(command, ["text", "json", "jsonl"], RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(Invocation invocation, CancellationToken cancel)
    {
        var type = (ValidationPolicyType)Array.IndexOf(Types, invocation.Get(Type));
        ValidationResourceType? resourceType = ValidationTypeNames.TryParse(invocation.Get(ResourceType), out ValidationResourceType parsed) ? parsed : null;
        if (resourceType is not null && type != ValidationPolicyType.ResourcePolicy)
        {
            invocation.Terminal.Error("error: `--resource-type` goes with `--type resource` only.");
            return ExitCode.Usage;
        }
        var diagnostics = new List<Diagnostic>();
        var files = new List<ValidatedFile>();
        foreach (var file in invocation.Get(Files)!)
        {
            if (await ReadAsync(file, diagnostics, cancel) is not { } bytes)
                continue;
            files.Add(new ValidatedFile(file.ToString(), PolicyValidation.Validate(bytes, type, resourceType)));
            if (invocation.Output == "jsonl")
                ValidationRenderer.Stream(invocation.Terminal, files[^1]);
        }
        if (invocation.IsJson)
            invocation.Terminal.Document(ValidationRenderer.Json(files, type, resourceType, diagnostics));
        else if (invocation.Output == "text")
            ValidationRenderer.Show(invocation.Terminal, files);
        if (!invocation.IsJson)
            invocation.Terminal.Show(diagnostics);
        return diagnostics.Count > 0 ? ExitCode.Failed : ExitCodeOf(files, invocation.Get(FailOn));
    }

    // One file that cannot be read does not keep the others from being checked.
    private static async Task<byte[]?> ReadAsync(FileInfo file, List<Diagnostic> diagnostics, CancellationToken cancel)
    {
        try
        {
            return await File.ReadAllBytesAsync(file.FullName, cancel);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            diagnostics.Add(Diagnostic.Error("LW2040", "a policy file cannot be read", $"`{file}` was not validated: {failure.Message}"));
            return null;
        }
    }

    private static int ExitCodeOf(List<ValidatedFile> files, string? failOn)
    {
        if (failOn is null)
            return ExitCode.Done;
        var threshold = (ValidationFindingType)Array.IndexOf(Thresholds, failOn);
        return files.Exists(file => file.Findings.Any(finding => finding.FindingType <= threshold)) ? ExitCode.Found : ExitCode.Done;
    }
}
