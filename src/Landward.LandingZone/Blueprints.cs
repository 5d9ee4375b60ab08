using System.Collections.Immutable;

namespace Landward.LandingZone;

/// <summary>The organizations to start from, embedded in the program.</summary>
public static class Blueprints
{
    private const string Prefix = "Landward.LandingZone.Blueprints/";

    public static ImmutableArray<string> Names { get; } =
        [.. Resources().Select(resource => resource.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>
    /// Writes the files of a blueprint. Nothing is written when one of them exists already.
    /// </summary>
    /// <returns>The paths written.</returns>
    /// <exception cref="ArgumentException">There is no blueprint with this name.</exception>
    /// <exception cref="IOException">A file exists or cannot be written.</exception>
    public static ImmutableArray<string> Write(string name, string directory)
    {
        var files = Resources().Where(resource => resource.Name == name).Select(resource => (resource.Id, Path: Path.Combine(directory, resource.File))).ToImmutableArray();
        if (files.Length == 0)
            throw new ArgumentException($"There is no blueprint `{name}`. Blueprints: {string.Join(", ", Names)}.", nameof(name));
        if (files.FirstOrDefault(file => File.Exists(file.Path)) is { Path: { } existing })
            throw new IOException($"`{existing}` exists; nothing was written. Choose an empty directory.");
        foreach (var (id, path) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var source = typeof(Blueprints).Assembly.GetManifestResourceStream(id)!;
            using var target = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            source.CopyTo(target);
        }
        return [.. files.Select(file => file.Path)];
    }

    private static IEnumerable<(string Id, string Name, string File)> Resources() => typeof(Blueprints).Assembly.GetManifestResourceNames()
        .Where(id => id.StartsWith(Prefix, StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)
        .Select(id => (Id: id, Parts: id[Prefix.Length..].Split('/', 2)))
        .Select(resource => (resource.Id, resource.Parts[0], resource.Parts[1]));
}
