namespace Landward.Rules.EventPatterns;

/// <summary>Unwinds the parser; becomes an <see cref="EventPatternError"/> at the seam.</summary>
internal sealed class EventPatternFormatException(string message) : FormatException(message);
