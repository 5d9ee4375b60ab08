using System.Collections.Immutable;

namespace Landward.LandingZone.Specification.Shapes;

/// <summary>
/// What may stand at a place of the spec. The one description of the language: <see cref="ShapeChecker"/> checks documents
/// against it and <see cref="SpecSchema"/> prints it as JSON Schema.
/// </summary>
internal abstract record Shape;

/// <summary>A mapping with fixed keys.</summary>
/// <param name="Name">Unique; the name of its definition in the JSON Schema.</param>
/// <param name="Members">Called once; a function so that shapes may contain themselves.</param>
internal sealed record ObjectShape(string Name, Func<ImmutableArray<Member>> Members) : Shape
{
    private readonly Lazy<ImmutableArray<Member>> _all = new(Members);

    public ImmutableArray<Member> All => _all.Value;
}

/// <summary>A key of an <see cref="ObjectShape"/>.</summary>
internal sealed record Member(string Name, Shape Shape, string Description)
{
    public bool Required { get; init; }

    public Support Support { get; init; } = Support.Applied;
}

internal enum Support
{
    Applied,

    /// <summary>Read and checked, but plan and apply do nothing for it: a warning says so.</summary>
    NotApplied,

    /// <summary>As <see cref="NotApplied"/>, but <c>off</c> asks for nothing and needs no warning.</summary>
    NotAppliedUnlessOff,
}

/// <summary>A mapping from names chosen by the user to one shape.</summary>
internal sealed record MapShape(Shape Value) : Shape;

internal sealed record ListShape(Shape Item) : Shape;

/// <summary>The first option whose YAML kind (word, list, mapping) fits decides.</summary>
internal sealed record ChoiceShape(ImmutableArray<Shape> Options) : Shape;

/// <summary>Any value: checked by whoever reads it.</summary>
internal sealed record AnyShape : Shape;

internal enum TextKind
{
    Text,
    Switch,
    Integer,
    Duration,
    Email,
    Region,
    File,

    /// <summary>The key of a unit, account, group or permission set: letters, digits, dots, dashes, underscores.</summary>
    Key,

    /// <summary>Keys joined by slashes.</summary>
    UnitPath,

    /// <summary>A unit path in which <c>*</c> stands for one key and <c>**</c> for any number.</summary>
    UnitPattern,
}

/// <param name="Allowed">When not empty, the only words accepted.</param>
internal sealed record TextShape(TextKind Kind, ImmutableArray<string> Allowed) : Shape
{
    public int Minimum { get; init; } = int.MinValue;

    public int Maximum { get; init; } = int.MaxValue;
}
