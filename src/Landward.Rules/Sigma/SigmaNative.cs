using Landward.Rules.Yaml;

namespace Landward.Rules.Sigma;

/// <summary>
/// A document without a detection of its own: what a detector that is code says about its findings. Its <c>landward:</c> block names the
/// <c>detector</c> and may set its <c>parameters</c>.
/// </summary>
/// <param name="Detector">The detector's name.</param>
/// <param name="Parameters">Numbers, texts and lists by name; null where the detector's own values hold.</param>
public sealed record SigmaNative(SigmaHeader Header, SigmaLogSource LogSource, string Detector, YamlMapping? Parameters);
