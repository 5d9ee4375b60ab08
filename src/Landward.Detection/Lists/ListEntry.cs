using System.Globalization;

namespace Landward.Detection;

/// <summary>An entry of a list that an address or a name was found under.</summary>
/// <param name="Domain">The domain as listed, without case; null for addresses.</param>
/// <param name="Range">The addresses; meaningless for domains.</param>
internal readonly record struct ListEntry(ListDescription List, AddressRange Range, string? Domain)
{
    /// <summary>The entry as a person would write it.</summary>
    public string Text => Domain ?? Range.ToString();

    /// <summary>What a finding says: <c>198.51.100.0/24 of tor-exits.txt (tor, 2026-11-20)</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Text} of {List.Name} ({List.Purpose.Name()}, {List.Date:yyyy-MM-dd})");
}
