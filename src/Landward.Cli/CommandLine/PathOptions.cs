using System.CommandLine;

namespace Landward.Cli.CommandLine;

/// <summary>An empty path is a mistake of a script (<c>--home "$UNSET"</c>): wrong usage, not a directory.</summary>
internal static class PathOptions
{
    public static void RefuseEmpty(Command command)
    {
        foreach (var option in command.Options.Where(option => IsPath(option.ValueType)))
        {
            option.Validators.Add(result =>
            {
                if (result.Tokens.Any(token => token.Value.Length == 0))
                    result.AddError($"Option '{option.Name}' needs a path, not an empty text.");
            });
        }
        foreach (var argument in command.Arguments.Where(argument => IsPath(argument.ValueType)))
        {
            argument.Validators.Add(result =>
            {
                if (result.Tokens.Any(token => token.Value.Length == 0))
                    result.AddError($"Argument '{argument.Name}' needs a path, not an empty text.");
            });
        }
        foreach (var subcommand in command.Subcommands)
            RefuseEmpty(subcommand);
    }

    private static bool IsPath(Type type) => typeof(FileSystemInfo).IsAssignableFrom(type.GetElementType() ?? type);
}
