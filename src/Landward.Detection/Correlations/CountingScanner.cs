using Landward.Rules.Sigma;

namespace Landward.Detection.Correlations;

/// <summary>Counts, sums, means and percentiles over everything in the window.</summary>
/// <param name="once">
/// Whether each event counts for one completion only: the window is emptied by one. Otherwise every window that satisfies the condition
/// completes.
/// </param>
internal sealed class CountingScanner(SigmaCorrelation definition, int maxEvidence, bool once) : WindowScanner
{
    private readonly WindowNumber _number = WindowNumber.Of(definition);
    private readonly List<CorrelatedEvent> _window = [];
    private int _left;
    private int _cited;

    public override bool IsEmpty => _window.Count == _left;

    public override void Expire(DateTimeOffset oldest)
    {
        for (; _left < _window.Count && _window[_left].Time < oldest; _left++)
            _number.Leave(_window[_left]);
        if (_left < 1024 || _left < _window.Count / 2)
            return;
        _window.RemoveRange(0, _left);
        _cited = Math.Max(0, _cited - _left);
        _left = 0;
    }

    public override void Scan(IReadOnlyList<CorrelatedEvent> moment, CompletionSink sink)
    {
        var time = moment[0].Time;
        Expire(time - definition.Timespan);
        foreach (var @event in moment)
        {
            _window.Add(@event);
            _number.Enter(@event);
        }
        if (_number is ShareNumber share)
            CompleteShares(share, moment, sink);
        else if (_number.Value is { } number && definition.Condition.Holds(number))
            Complete(time, sink);
    }

    private void Complete(DateTimeOffset time, CompletionSink sink)
    {
        for (_cited = Math.Max(_cited, _left); _cited < _window.Count; _cited++)
            sink.Cite(_window[_cited]);
        sink.Complete(time, Ends());
        if (once)
            Clear();
    }

    /// <summary>A share is that of the newest events' values; only they are meant.</summary>
    private void CompleteShares(ShareNumber share, IReadOnlyList<CorrelatedEvent> moment, CompletionSink sink)
    {
        var rare = moment.Where(@event => @event.Values.Any(value => definition.Condition.Holds(share.Of(value)))).ToArray();
        if (rare.Length == 0)
            return;
        foreach (var @event in rare)
            sink.Cite(@event);
        sink.Complete(moment[0].Time, rare);
    }

    /// <summary>The oldest and the newest of the window, as many as are cited.</summary>
    private CorrelatedEvent[] Ends()
    {
        var count = _window.Count - _left;
        if (count <= maxEvidence)
            return [.. _window[_left..]];
        var oldest = maxEvidence - (maxEvidence / 2);
        return [.. _window.GetRange(_left, oldest), .. _window.GetRange(_window.Count - (maxEvidence - oldest), maxEvidence - oldest)];
    }

    private void Clear()
    {
        _window.Clear();
        _number.Clear();
        _left = _cited = 0;
    }
}
