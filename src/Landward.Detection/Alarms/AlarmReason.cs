using System.Globalization;

namespace Landward.Detection.Alarms;

/// <summary>Why an alarm changed, in the words of CloudWatch's <c>StateReason</c>.</summary>
public static class AlarmReason
{
    /// <summary>The reason of an alarm that was never evaluated.</summary>
    public const string Created = "Unchecked: Initial alarm creation";

    public static string Of(AlarmDefinition alarm, AlarmEvaluation evaluation)
    {
        var periods = alarm.EvaluationPeriods;
        if (evaluation.State == AlarmState.InsufficientData)
            return $"Insufficient Data: {Points(periods)} {(periods == 1 ? "was" : "were")} unknown.";
        if (evaluation.Evaluated.IsEmpty)
            return $"no datapoints were received for {Points(periods, "period")} and {Points(periods, "missing datapoint")} {(periods == 1 ? "was" : "were")} treated as [{(evaluation.State == AlarmState.Alarm ? "Breaching" : "NonBreaching")}].";
        var relation = alarm.Comparison switch
        {
            AlarmComparison.GreaterThanOrEqualToThreshold => "greater than or equal to",
            AlarmComparison.GreaterThanThreshold => "greater than",
            AlarmComparison.LessThanThreshold => "less than",
            _ => "less than or equal to",
        };
        var alarming = evaluation.State == AlarmState.Alarm;
        var shown = alarming ? evaluation.Breaching : evaluation.Evaluated.RemoveAll(evaluation.Breaching.Contains);
        var values = string.Join(", ", shown.Reverse().Take(5).Select(point =>
            $"{Number(point.Value ?? 0)} ({DateTimeOffset.FromUnixTimeSeconds(point.Start).ToString("dd/MM/yy HH:mm:ss", CultureInfo.InvariantCulture)})"));
        var needed = alarming ? alarm.DatapointsToAlarm : periods - alarm.DatapointsToAlarm + 1;
        return $"Threshold Crossed: {shown.Length} out of the last {Points(periods)} [{values}] {(shown.Length == 1 ? "was" : "were")} {(alarming ? string.Empty : "not ")}{relation} the threshold ({Number(alarm.Threshold)}) (minimum {Points(needed)} for {(alarming ? "OK" : "ALARM")} -> {evaluation.State.Name()} transition).";
    }

    private static string Points(int count, string noun = "datapoint") => $"{count} {noun}{(count == 1 ? string.Empty : "s")}";

    private static string Number(double value) => value.ToString("0.0##########", CultureInfo.InvariantCulture);
}
