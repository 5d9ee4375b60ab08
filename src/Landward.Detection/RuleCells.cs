using Landward.Logs;

namespace Landward.Detection;

/// <summary>The cells of the index that a worker has met.</summary>
/// <remarks>
/// Kinds come from the texts in rules, so there are only so many; still, a log that names every combination of them would fill memory,
/// so beyond a number of cells events are told apart by their name alone.
/// </remarks>
internal sealed class RuleCells(RuleIndex index)
{
    private const int MaxCells = 8192;

    private readonly Dictionary<long, RuleCell> _cells = [];
    private readonly RuleCell?[] _ofNames = new RuleCell?[index.Names];

    /// <summary>The rules that the event may match.</summary>
    public RuleCell Of(CloudTrailEvent @event)
    {
        var kind = index.Kind(@event, out var name);
        if (_cells.TryGetValue(kind, out var cell))
            return cell;
        if (_cells.Count >= MaxCells)
            return _ofNames[name] ??= index.CellOfName(name);
        _cells.Add(kind, cell = index.Cell(kind));
        return cell;
    }
}
