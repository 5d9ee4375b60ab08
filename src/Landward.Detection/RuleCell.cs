using Landward.Rules.Sigma;

namespace Landward.Detection;

/// <summary>The rules that events of one kind may match.</summary>
/// <param name="Decided">Positions of those that all such events match.</param>
/// <param name="Open">What is left to ask, cheap questions first.</param>
/// <param name="Filtered">The same, of rules that need a text which the filter looks for.</param>
internal sealed record RuleCell(int[] Decided, OpenRule[] Open, OpenRule[] Filtered);

/// <param name="Position">The rule's position among those of the run.</param>
internal readonly record struct OpenRule(int Position, CompiledSigmaRule Rest);
