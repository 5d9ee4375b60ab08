using Landward.Detection;
using Landward.Model;

namespace Landward.Cli.Commands.Rules;

internal static class BacktestDiagnostics
{
    public static Diagnostic NoSuchRules(string named, DetectionCatalogue catalogue) => Diagnostic.Error(
        "LW9020",
        "rules to backtest do not exist",
        $"`{named}` is neither a file, a directory, nor the id of a rule of the catalogue.{Suggestion.DidYouMean(named, catalogue.Ids)}");
}
