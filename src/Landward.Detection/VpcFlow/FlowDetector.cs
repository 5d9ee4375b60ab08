using Landward.Logs;
using Landward.Logs.VpcFlow;

namespace Landward.Detection.VpcFlow;

/// <summary>What one worker gathers from VPC flow logs.</summary>
internal sealed class FlowDetector(FlowRules rules, DetectionRun run, FindingCollector findings) : LogDetector
{
    /// <summary>Null until there is a flow log: most runs read none.</summary>
    private FlowRuleMatcher? _matcher;
    private FlowTraffic? _traffic;

    public override LogFormat Format => LogFormat.VpcFlow;

    public override async Task ReadAsync(LogSource content, DetectionTally tally, CancellationToken cancellationToken)
    {
        await using var reader = new FlowLogReader(content, rules.Format);
        var traffic = _traffic ??= new FlowTraffic(new FlowAddressLists(rules.Options.Lists));
        var matcher = _matcher ??= new FlowRuleMatcher(rules, findings);
        var origin = traffic.Memory.Add(content.Origin);
        FlowColumns? columns = null;
        while (await reader.ReadAsync(cancellationToken))
        {
            if (!ReferenceEquals(columns?.Layout, reader.Layout))
                columns = new FlowColumns(reader.Layout, content.Origin);
            var interfaces = traffic.Add(reader, columns, origin);
            matcher.Match(reader, interfaces, traffic.Interfaces, content.Origin);
            if (!run.MustPutAside(traffic))
                continue;
            run.PutAside(traffic);
            _traffic = traffic = new FlowTraffic(traffic.Lists);
            origin = traffic.Memory.Add(content.Origin);
        }
        tally.Add(reader.Opened, reader.RowsRead, reader.Diagnostics);
    }

    public override void Merge(LogDetector other)
    {
        var gathered = ((FlowDetector)other)._traffic;
        if (_traffic is not null && gathered is not null)
            _traffic.Merge(gathered);
        else
            _traffic ??= gathered;
    }

    public override void Finish(DetectionTally tally)
    {
        if (_traffic is not null && run.Traffic is { } aside)
        {
            aside.Merge(_traffic);
            _traffic = aside;
        }
        if (_traffic is null)
            return;
        var output = new FlowFindings(_traffic, rules.Options, findings);
        foreach (var (native, detection) in rules.Detections)
            output.Ask(native, detection);
        if (_traffic.Skipped > 0)
            tally.Report(FlowDetectionDiagnostics.Skipped(_traffic.Skipped, _traffic.Interfaces.All.Count(@interface => @interface.Skipped > 0)));
        foreach (var (what, level) in _traffic.Thinned())
            tally.Report(FlowDetectionDiagnostics.Thinned(what, level));
    }
}
