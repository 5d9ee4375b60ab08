using System.Collections.Immutable;

namespace Landward.Storage;

/// <summary>One numbered step of a schema. Its SQL is never changed once released; a new step is added instead.</summary>
/// <param name="Version">1, 2, 3 ... without gaps.</param>
public sealed record Migration(int Version, string Sql);

/// <summary>The schema of one component (<c>findings</c>). Components share a file without knowing one another.</summary>
public sealed record Schema
{
    public Schema(string component, params ImmutableArray<Migration> migrations)
    {
        for (var i = 0; i < migrations.Length; i++)
        {
            if (migrations[i].Version != i + 1)
                throw new ArgumentException($"Migrations of `{component}` must be numbered 1, 2, 3 ... without gaps.", nameof(migrations));
        }
        Component = component;
        Migrations = migrations;
    }

    public string Component { get; }

    public ImmutableArray<Migration> Migrations { get; }

    public int Version => Migrations.Length;
}
