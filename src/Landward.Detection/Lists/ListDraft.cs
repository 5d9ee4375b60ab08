using System.Globalization;
using System.Text;

namespace Landward.Detection;

/// <summary>What a reader takes out of one list file.</summary>
internal sealed class ListDraft(int room)
{
    private const int MaxDomain = 255;
    private readonly IdnMapping _idn = new();

    /// <summary>Address ranges and, where the text is not null, domains; in the order of the file.</summary>
    public List<(AddressRange Range, string? Domain)> Entries { get; } = [];

    /// <summary>When the file says it was made.</summary>
    public DateTimeOffset? Date { get; private set; }

    /// <summary>How many entries are of a kind that is not looked up, or stand in no known form.</summary>
    public int Skipped { get; private set; }

    /// <summary>Whether entries had no room.</summary>
    public bool IsCut { get; private set; }

    /// <summary>The latest date stated counts.</summary>
    public void State(DateTimeOffset date)
    {
        if (Date is null || date > Date)
            Date = date;
    }

    public void Skip() => Skipped++;

    /// <summary>Adds an address, a block, a range or a domain; false when the text is none of them.</summary>
    public bool TryAdd(ReadOnlySpan<char> text)
    {
        text = text.Trim(" \t\"'");
        if (AddressRange.TryParse(text, out var range))
            return Keep((range, null));
        return Domain(text) is { } domain && Keep((default, domain));
    }

    /// <summary>Lower case, without final dot and leading wildcard, international names encoded; null when it is no name of two labels.</summary>
    public string? Domain(ReadOnlySpan<char> text)
    {
        text = text.StartsWith("*.") ? text[2..] : text;
        text = text.TrimEnd('.');
        if (text.Length is < 3 or > MaxDomain || !text.Contains('.'))
            return null;
        var name = text.ToString().ToLowerInvariant();
        if (!Ascii.IsValid(name))
        {
            try
            {
                name = _idn.GetAscii(name);
            }
            catch (ArgumentException)
            {
                return null;
            }
        }
        // A top-level domain is no number: what looks like an address is a broken one.
        return name.Split('.').All(IsLabel) && !char.IsAsciiDigit(name[(name.LastIndexOf('.') + 1)..][0]) ? name : null;
    }

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= 63 && label.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_');

    private bool Keep((AddressRange, string?) entry)
    {
        if (Entries.Count >= room)
            IsCut = true;
        else
            Entries.Add(entry);
        return true;
    }
}
