using System.CommandLine;

namespace Landward.Cli.CommandLine;

/// <summary>An option that takes an absolute http or https URL.</summary>
internal static class UrlOption
{
    public static Option<Uri?> Create(string name, string description, bool recursive = false) => new(name)
    {
        Description = description,
        HelpName = "URL",
        Recursive = recursive,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps))
                return url;
            result.AddError($"`{text}` is no URL for '{name}'. Write one such as http://127.0.0.1:4566.");
            return null;
        },
    };
}
