namespace Landward.Sandbox.Trails;

internal static class ApiNames
{
    /// <summary>The name as CloudTrail writes it: the first letter in lower case (<c>dBInstanceIdentifier</c>, <c>roleName</c>).</summary>
    public static string LowerCamel(string name) =>
        name.Length == 0 || char.IsLower(name[0]) ? name : string.Create(name.Length, name, static (span, text) =>
        {
            text.CopyTo(span);
            span[0] = char.ToLowerInvariant(span[0]);
        });
}
