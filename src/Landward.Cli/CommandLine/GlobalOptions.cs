using System.CommandLine;
using Landward.LandingZone.Specification;
using Landward.Model;

namespace Landward.Cli.CommandLine;

/// <summary>Options that every command understands. Names follow the AWS CLI where it has them.</summary>
internal static class GlobalOptions
{
    public static readonly Option<string> Output = Choice("--output", "Output format; machine formats go to stdout alone.", "text", "json", "jsonl", "asff", "dot", "-o");

    public static readonly Option<FileInfo?> File = new("--file", "-f")
    {
        Description = "The spec; otherwise $LANDWARD_FILE, otherwise the nearest landward.yaml upward.",
        HelpName = "FILE",
        Recursive = true,
    };

    public static readonly Option<DirectoryInfo?> Home = new("--home")
    {
        Description = "Where Landward keeps its state; otherwise .landward beside the spec.",
        HelpName = "DIR",
        Recursive = true,
    };

    public static readonly Option<string?> Target = OptionalChoice("--target", "Overrides the spec's target.", "sandbox", "aws");

    public static readonly Option<string?> Profile = Text("--profile", "AWS profile to take credentials from.", "NAME");

    public static readonly Option<string?> Region = RegionOption();

    public static readonly Option<Uri?> EndpointUrl = UrlOption.Create("--endpoint-url", "One endpoint for all services, such as a sandbox started elsewhere.", recursive: true);

    public static readonly Option<bool> Yes = Flag("--yes", "Answer yes to every confirmation.");
    public static readonly Option<bool> Quiet = Flag("--quiet", "No progress on stderr.");
    public static readonly Option<bool> Verbose = Flag("--verbose", "More detail on stderr: which files and credentials are used, stack traces of bugs.");
    public static readonly Option<bool> NoColor = Flag("--no-color", "No colours; NO_COLOR and pipes have the same effect.");

    public static IEnumerable<Option> All => [Output, File, Home, Target, Profile, Region, EndpointUrl, Yes, Quiet, Verbose, NoColor];

    private static Option<string?> RegionOption()
    {
        var option = Text("--region", "AWS Region; otherwise the spec's home Region.", "REGION");
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && !AwsRegions.Names.Contains(token.Value))
                result.AddError($"`--region {token.Value}` is not an AWS Region.{Suggestion.DidYouMean(token.Value, AwsRegions.Names)}");
        });
        return option;
    }

    private static Option<bool> Flag(string name, string description) => new(name) { Description = description, Recursive = true };

    private static Option<string?> Text(string name, string description, string helpName) =>
        new(name) { Description = description, HelpName = helpName, Recursive = true };

    private static Option<string> Choice(string name, string description, params string[] valuesThenAlias)
    {
        var option = new Option<string>(name, valuesThenAlias[^1]) { Description = description, Recursive = true, DefaultValueFactory = _ => valuesThenAlias[0] };
        option.AcceptOnlyFromAmong(valuesThenAlias[..^1]);
        return option;
    }

    private static Option<string?> OptionalChoice(string name, string description, params string[] values)
    {
        var option = new Option<string?>(name) { Description = description, Recursive = true };
        option.AcceptOnlyFromAmong(values);
        return option;
    }
}
