using System.Collections.Immutable;
using Landward.Model;

namespace Landward.Logs.VpcFlow;

/// <summary>What is wrong with one flow log; bounded, whatever the log holds.</summary>
internal sealed class FlowProblems(string origin)
{
    private const int Listed = 5;

    private readonly ImmutableArray<Diagnostic>.Builder _diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
    private long _discarded;
    private long _problems;
    private bool _isUnknown;

    public ImmutableArray<Diagnostic> ToDiagnostics() =>
        _problems > Listed ? [.. _diagnostics, FlowDiagnostics.More(origin, _problems - Listed)] : _diagnostics.ToImmutable();

    /// <summary>Positions count from here on.</summary>
    public void Advance(int bytes) => _discarded += bytes;

    public void Add(Diagnostic diagnostic) => _diagnostics.Add(diagnostic);

    public void BadLine(long offset) => Report(FlowDiagnostics.BadLine, offset);

    public void TooLong(long offset) => Report(FlowDiagnostics.TooLong, offset);

    public void Unusable(FlowLayout layout)
    {
        if (++_problems <= Listed)
            _diagnostics.Add(FlowDiagnostics.Unusable(origin, layout));
    }

    /// <summary>Said once: every line of the log has this problem.</summary>
    public void UnknownFormat(int fields)
    {
        if (!_isUnknown)
            _diagnostics.Add(FlowDiagnostics.UnknownFormat(origin, fields));
        _isUnknown = true;
    }

    private void Report(Func<string, long, Diagnostic> problem, long offset)
    {
        if (++_problems <= Listed)
            _diagnostics.Add(problem(origin, _discarded + offset));
    }
}
