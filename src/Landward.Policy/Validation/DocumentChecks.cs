namespace Landward.Policy.Validation;

/// <summary>The document: its elements, Version and Statement.</summary>
internal static class DocumentChecks
{
    private static readonly string[] Elements = ["Version", "Id", "Statement"];
    private static readonly string[] Versions = ["2012-10-17", "2008-10-17"];

    public static void Run(ValidationContext context)
    {
        var root = context.Root;
        if (!root.IsObject)
        {
            context.Report("DATA_TYPE_MISMATCH", "A policy is a JSON object.", root);
            return;
        }
        foreach (var member in root.Children.Where(member => !Elements.Contains(member.Name, StringComparer.Ordinal)))
            context.Report("INVALID_POLICY_ELEMENT", $"`{member.Name}` is no element of a policy.", PolicyPlace.NameOf(member));
        CheckVersion(context, root);
        if (root.Find("Id") is { IsString: false } id)
            context.Report("DATA_TYPE_MISMATCH", "`Id` must be a string.", id);
        CheckStatements(context, root);
    }

    private static void CheckVersion(ValidationContext context, PolicyNode root)
    {
        if (root.Find("Version") is not { } version)
            context.Report("MISSING_VERSION", "Without `Version` the policy language of 2008 applies, which has no policy variables. Add `\"Version\": \"2012-10-17\"`.", root);
        else if (!version.IsString)
            context.Report("DATA_TYPE_MISMATCH", "`Version` must be a string.", version);
        else if (!Versions.Contains(version.Text, StringComparer.Ordinal))
            context.Report("INVALID_VERSION", $"The version `{version.Text}` does not exist. Use `2012-10-17`.", version);
    }

    private static void CheckStatements(ValidationContext context, PolicyNode root)
    {
        if (root.Find("Statement") is not { } statement)
        {
            context.Report("MISSING_STATEMENT", "A policy needs a statement.", root);
            return;
        }
        if (statement is { IsArray: true, Children.Count: 0 })
            context.Report("MISSING_STATEMENT", "The list of statements is empty.", statement);
        foreach (var item in statement.Items.Where(item => !item.IsObject))
            context.Report("DATA_TYPE_MISMATCH", "A statement is a JSON object.", item);
    }
}
