using System.CommandLine;
using System.Globalization;

namespace Landward.Cli.CommandLine;

/// <summary>An option that takes a whole number between two bounds, both allowed.</summary>
internal static class NumberOption
{
    public static Option<int> Create(string name, string description, int least, int most, int otherwise) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => otherwise,
        CustomParser = result =>
        {
            if (int.TryParse(result.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
                return number;
            result.AddError($"`{result.Tokens[0].Value}` is no value for '{name}': it is a whole number from {least} to {most}.");
            return otherwise;
        },
    };
}
