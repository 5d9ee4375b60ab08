using System.Globalization;

namespace Landward.Detection;

/// <summary>A network of the Internet's routing: its number and whose it is.</summary>
internal readonly record struct AutonomousSystem(uint Number, string Organization)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"AS{Number}{(Organization.Length == 0 ? string.Empty : " ")}{Organization}");
}
