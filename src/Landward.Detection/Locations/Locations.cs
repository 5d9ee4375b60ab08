using System.Collections.Immutable;

namespace Landward.Detection;

/// <summary>A file of address ranges with countries or networks, and how much it holds.</summary>
/// <param name="Written">When the file was last written.</param>
public sealed record LocationFile(string Source, int Ranges, DateTimeOffset Written);

/// <summary>Countries and networks of addresses, from files the user brings. What no file covers is unknown. Lookups allocate nothing.</summary>
public sealed class Locations
{
    private readonly LocationTable _countries;
    private readonly LocationTable _systems;
    private readonly ImmutableArray<AutonomousSystem> _numbers;

    internal Locations(LocationTable countries, LocationTable systems, ImmutableArray<AutonomousSystem> numbers, ImmutableArray<LocationFile> files)
    {
        _countries = countries;
        _systems = systems;
        _numbers = numbers;
        Files = files;
    }

    /// <summary>Nothing is known.</summary>
    public static Locations Empty { get; } = new(LocationTable.Empty, LocationTable.Empty, [], []);

    /// <summary>The files read.</summary>
    public ImmutableArray<LocationFile> Files { get; }

    internal bool HasCountries => _countries.Count > 0;

    internal bool HasSystems => _systems.Count > 0;

    /// <summary>ISO 3166-1 alpha-2; null when no file says.</summary>
    internal string? Country(NetworkAddress address) =>
        address.IsPublic && _countries.TryFind(address, out var code) ? string.Create(2, code, static (text, code) => (text[0], text[1]) = ((char)(code >> 8), (char)(code & 0xFF))) : null;

    /// <summary>The country's two letters as one number, without making a text; zero when no file says.</summary>
    internal int CountryCode(NetworkAddress address) => address.IsPublic && _countries.TryFind(address, out var code) ? code : 0;

    internal bool TryFindSystem(NetworkAddress address, out AutonomousSystem system)
    {
        var found = address.IsPublic & _systems.TryFind(address, out var number);
        system = found ? _numbers[number] : default;
        return found;
    }
}
