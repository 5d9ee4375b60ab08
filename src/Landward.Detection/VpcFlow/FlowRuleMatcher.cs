using System.Collections;
using System.Collections.Immutable;
using Landward.Logs.VpcFlow;
using Landward.Rules.Sigma;

namespace Landward.Detection.VpcFlow;

/// <summary>
/// Runs Sigma rules over flow records, one finding for each rule and network interface. A record meets only rules that do not pin another
/// port of the destination or another action.
/// </summary>
internal sealed class FlowRuleMatcher
{
    private readonly ImmutableArray<Candidate> _rules;
    private readonly FindingCollector _findings;
    private readonly FlowSigmaEvent _view = new();

    /// <summary>The ports of all rules together; null where a rule looks at every port.</summary>
    private readonly BitArray? _ports;

    public FlowRuleMatcher(FlowRules rules, FindingCollector findings)
    {
        _findings = findings;
        _rules = [.. rules.Sigma.Select(rule => new Candidate(rule.Rule, rule.Compiled, Ports(rule.Compiled), Action(rule.Compiled)))];
        if (_rules.Any(candidate => candidate.Ports is null))
            return;
        _ports = new BitArray(ushort.MaxValue + 1);
        foreach (var candidate in _rules)
            _ports.Or(candidate.Ports!);
    }

    /// <param name="numbers">The number of the interface of each of the reader's rows.</param>
    public void Match(FlowLogReader reader, ReadOnlySpan<int> numbers, FlowInterfaces interfaces, string origin)
    {
        var rows = reader.Rows;
        for (var i = 0; i < numbers.Length && !_rules.IsEmpty; i++)
        {
            if (_ports is null || _ports[rows[i].DestinationPort])
                Match(reader, rows[i], interfaces.All[numbers[i]], origin);
        }
    }

    private void Match(FlowLogReader reader, in FlowRow row, FlowInterface @interface, string origin)
    {
        var isSet = false;
        foreach (var candidate in _rules)
        {
            if (candidate.Ports?[row.DestinationPort] == false || (candidate.Action != FlowAction.Unknown && candidate.Action != row.Action))
                continue;
            if (!isSet)
                _view.Set(reader, row);
            isSet = true;
            if (!candidate.Compiled.Matches(_view) || candidate.Rule.Extension.Type is null)
                continue;
            var sighting = FlowSighting.Of(row, 0);
            var match = FlowMatch.Of(@interface, sighting, origin, remote: null, $"Seen: {FlowMatch.Name(sighting)}.", []);
            _findings.Add(candidate.Rule.Rule.Header, candidate.Rule.Extension, string.Join('\n', candidate.Rule.Id, @interface.Account, @interface.Id), match);
        }
    }

    private static BitArray? Ports(CompiledSigmaRule rule)
    {
        if ((rule.Pinned("dstport") ?? rule.Pinned("dst_port")) is not { } texts)
            return null;
        var ports = new BitArray(ushort.MaxValue + 1);
        foreach (var text in texts)
        {
            // What is no number may equal a text of the record in ways that ports do not.
            if (!ushort.TryParse(text, System.Globalization.NumberStyles.None, null, out var port) || (text.Length > 1 && text[0] == '0'))
                return null;
            ports[port] = true;
        }
        return ports;
    }

    private static FlowAction Action(CompiledSigmaRule rule) =>
        rule.Pinned("action") is { Count: 1 } texts
            ? texts.Contains("ACCEPT") ? FlowAction.Accept : texts.Contains("REJECT") ? FlowAction.Reject : FlowAction.Unknown
            : FlowAction.Unknown;

    private sealed record Candidate(DetectionRule Rule, CompiledSigmaRule Compiled, BitArray? Ports, FlowAction Action);
}
