namespace Landward.Policy.Validation;

/// <summary>Statement ids: characters, emptiness, uniqueness.</summary>
internal static class SidChecks
{
    public static void Run(ValidationContext context)
    {
        var seen = new Dictionary<string, PolicyNode>(StringComparer.Ordinal);
        foreach (var statement in context.Statements)
        {
            if (statement.Node.Find("Sid") is not { } sid)
                continue;
            if (!sid.IsString)
            {
                context.Report("DATA_TYPE_MISMATCH", "`Sid` must be a string.", sid);
                continue;
            }
            // Services other than IAM take more characters (S3 takes spaces).
            var isIam = context.IsIdentity || context.IsTrust(statement);
            if (sid.Text.Length == 0)
                context.Report("EMPTY_SID_VALUE", "The `Sid` is empty. Give it a value or leave it out.", sid);
            else if (isIam && !sid.Text.All(char.IsAsciiLetterOrDigit))
                context.Report("UNSUPPORTED_SID", $"A `Sid` takes letters and digits (a-z, A-Z, 0-9), not `{sid.Text}`.", sid);
            if (sid.Text.Length > 0 && !seen.TryAdd(sid.Text, sid))
            {
                if (isIam || !context.IsResource)
                    context.Report("UNIQUE_SIDS_REQUIRED", $"Another statement has the `Sid` `{sid.Text}`; in this type of policy it must be unique.", sid, seen[sid.Text]);
                else
                    context.Report("UNIQUE_SIDS_RECOMMENDED", $"Another statement has the `Sid` `{sid.Text}`. Give each its own.", sid, seen[sid.Text]);
            }
        }
    }
}
