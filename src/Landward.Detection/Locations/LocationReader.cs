using System.Collections.Immutable;
using System.Globalization;
using Landward.Model;

namespace Landward.Detection;

/// <summary>
/// Reads IP-to-country and IP-to-network files of the form the ip-location-db project publishes: <c>first,last,country</c> and
/// <c>first,last,number,organization</c>, addresses as text or as whole numbers; <c>block,country</c> is taken too.
/// </summary>
public sealed class LocationReader
{
    /// <summary>The largest published files have about 40 MB.</summary>
    public const long MaxFileBytes = 256 * 1024 * 1024;

    /// <summary>All files of a run together.</summary>
    public const int MaxRanges = 4_000_000;

    private readonly List<(AddressRange Range, int Value)> _countries = [];
    private readonly List<(AddressRange Range, int Value)> _systems = [];
    private readonly Dictionary<uint, int> _numbers = [];
    private readonly ImmutableArray<AutonomousSystem>.Builder _organizations = ImmutableArray.CreateBuilder<AutonomousSystem>();
    private readonly ImmutableArray<LocationFile>.Builder _files = ImmutableArray.CreateBuilder<LocationFile>();
    private readonly ImmutableArray<Diagnostic>.Builder _diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();

    private LocationReader()
    {
    }

    /// <summary>Reads the files. One that cannot be read, or has a line of another form, is reported; good lines count.</summary>
    public static (Locations Locations, ImmutableArray<Diagnostic> Diagnostics) Read(
        IEnumerable<string> countryFiles, IEnumerable<string> systemFiles, CancellationToken cancellationToken)
    {
        var reader = new LocationReader();
        foreach (var path in countryFiles)
            reader.ReadFile(path, reader.AddCountry, cancellationToken);
        foreach (var path in systemFiles)
            reader.ReadFile(path, reader.AddSystem, cancellationToken);
        var locations = new Locations(
            new LocationTable(reader._countries), new LocationTable(reader._systems), reader._organizations.ToImmutable(), reader._files.ToImmutable());
        return (locations, reader._diagnostics.ToImmutable());
    }

    private void ReadFile(string path, LineReader add, CancellationToken cancellationToken)
    {
        try
        {
            var info = new FileInfo(path);
            if (info.Exists && info.Length > MaxFileBytes)
            {
                _diagnostics.Add(ListDiagnostics.TooLarge(path, MaxFileBytes));
                return;
            }
            using var text = info.OpenText();
            int read = 0, wrong = 0;
            while (text.ReadLine() is { } line && _countries.Count + _systems.Count < MaxRanges)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (line.Length == 0 || line[0] == '#')
                    continue;
                if (add(line))
                    read++;
                else
                    wrong++;
            }
            // A header is one line of another form.
            if (wrong > 1 || read == 0)
                _diagnostics.Add(ListDiagnostics.WrongLocations(path, wrong));
            if (_countries.Count + _systems.Count >= MaxRanges)
                _diagnostics.Add(ListDiagnostics.TooMany(path, MaxRanges));
            _files.Add(new LocationFile(path, read, new DateTimeOffset(info.LastWriteTimeUtc)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _diagnostics.Add(ListDiagnostics.Unreadable(path, exception.Message));
        }
    }

    private bool AddCountry(ReadOnlySpan<char> line)
    {
        if (!TryRange(line, out var range, out var rest))
            return false;
        var code = Cell(ref rest);
        if (code.Length != 2 || !char.IsAsciiLetter(code[0]) || !char.IsAsciiLetter(code[1]))
            return false;
        _countries.Add((range, (char.ToUpperInvariant(code[0]) << 8) | char.ToUpperInvariant(code[1])));
        return true;
    }

    private bool AddSystem(ReadOnlySpan<char> line)
    {
        if (!TryRange(line, out var range, out var rest))
            return false;
        var text = Cell(ref rest);
        if (text.StartsWith("AS", StringComparison.OrdinalIgnoreCase))
            text = text[2..];
        if (!uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return false;
        if (!_numbers.TryGetValue(number, out var position))
        {
            _numbers.Add(number, position = _organizations.Count);
            _organizations.Add(new AutonomousSystem(number, rest.Trim(" \",\r").ToString()));
        }
        _systems.Add((range, position));
        return true;
    }

    private static bool TryRange(ReadOnlySpan<char> line, out AddressRange range, out ReadOnlySpan<char> rest)
    {
        rest = line;
        var first = Cell(ref rest);
        if (first.Contains('/'))
            return AddressRange.TryParse(first, out range);
        var last = Cell(ref rest);
        range = default;
        if (!TryAddress(first, out var low) || !TryAddress(last, out var high) || low.IsV6 != high.IsV6 || low.Value > high.Value)
            return false;
        range = new AddressRange(low.IsV6, low.Value, high.Value);
        return true;
    }

    private static bool TryAddress(ReadOnlySpan<char> text, out NetworkAddress address)
    {
        if (NetworkAddress.TryParse(text, out address))
            return true;
        if (!UInt128.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return false;
        address = new NetworkAddress(number > uint.MaxValue, number);
        return true;
    }

    private static ReadOnlySpan<char> Cell(ref ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOfAny(',', '\t');
        var cell = end < 0 ? rest : rest[..end];
        rest = end < 0 ? [] : rest[(end + 1)..];
        return cell.Trim(" \"");
    }

    private delegate bool LineReader(ReadOnlySpan<char> line);
}
