using System.Globalization;

namespace Landward.Controls.Catalogue;

/// <summary>
/// Statement ids that lead back to a control: the id's letters and digits, and for the second and later statements
/// <c>x2</c>, <c>x3</c> ... (Sids of policies have letters and digits only).
/// </summary>
internal static class ControlSid
{
    private const char Separator = 'x';

    public static string Prefix(string controlId) => string.Concat(controlId.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();

    /// <param name="index">Starts at 0.</param>
    public static string For(string controlId, int index) =>
        index == 0 ? Prefix(controlId) : string.Create(CultureInfo.InvariantCulture, $"{Prefix(controlId)}{Separator}{index + 1}");

    public static string PrefixOf(string sid)
    {
        var at = sid.LastIndexOf(Separator);
        return at > 0 && at < sid.Length - 1 && sid.AsSpan(at + 1).IndexOfAnyExceptInRange('0', '9') < 0 ? sid[..at] : sid;
    }
}
