namespace Landward.Detection;

/// <summary>Where a list came from and how fresh it is: findings cite it.</summary>
/// <param name="Name">The file's name without directory.</param>
/// <param name="Source">The path as given.</param>
/// <param name="Date">The date the file states, else when it was last written.</param>
/// <param name="IsDateStated">Whether the date stands in the file itself.</param>
/// <param name="Addresses">How many addresses and blocks it holds.</param>
/// <param name="Domains">How many domains it holds.</param>
public sealed record ListDescription(
    string Name, ListPurpose Purpose, string Source, DateTimeOffset Date, bool IsDateStated, int Addresses, int Domains);
