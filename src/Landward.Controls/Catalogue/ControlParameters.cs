using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Landward.Controls;

/// <summary>Values for the parameters of controls, by name.</summary>
public static class ControlParameters
{
    /// <summary>The Regions the organization uses; without it the controls that deny other Regions are not selected by guidance.</summary>
    public const string Regions = "regions";

    /// <summary>The names of what the guardrails protect, as a pattern.</summary>
    public const string ProtectedName = "protectedName";

    /// <summary>ARN pattern of the role that the guardrails spare.</summary>
    public const string ExemptRole = "exemptRole";

    /// <summary>Landward's own names: every default of the catalogue stands, and the Regions are the organization's.</summary>
    public static FrozenDictionary<string, ImmutableArray<string>> Landward(ImmutableArray<string> regions) => Build(regions, []);

    /// <summary>The names that AWS Control Tower gives, for organizations in which it runs.</summary>
    public static FrozenDictionary<string, ImmutableArray<string>> ControlTower(ImmutableArray<string> regions) => Build(
        regions,
        [
            KeyValuePair.Create(ProtectedName, ImmutableArray.Create("aws-controltower-*")),
            KeyValuePair.Create("protectedBucket", ImmutableArray.Create("aws-controltower*")),
            KeyValuePair.Create("protectedLogGroup", ImmutableArray.Create("*aws-controltower*")),
            KeyValuePair.Create("protectedRole", ImmutableArray.Create("aws-controltower-*", "*AWSControlTower*", "stacksets-exec-*")),
            KeyValuePair.Create("alertTopic", ImmutableArray.Create("aws-controltower-SecurityNotifications")),
            KeyValuePair.Create("protectedTagKey", ImmutableArray.Create("aws-control-tower")),
            KeyValuePair.Create("protectedTagValue", ImmutableArray.Create("managed-by-control-tower")),
            // Control Tower works through its own role and CloudFormation's, Landward through LandwardExecution.
            KeyValuePair.Create(ExemptRole, ImmutableArray.Create("arn:aws:iam::*:role/landward/LandwardExecution", "arn:aws:iam::*:role/AWSControlTowerExecution", "arn:aws:iam::*:role/stacksets-exec-*")),
        ]);

    private static FrozenDictionary<string, ImmutableArray<string>> Build(ImmutableArray<string> regions, IEnumerable<KeyValuePair<string, ImmutableArray<string>>> values) =>
        (regions.IsDefaultOrEmpty ? values : values.Append(KeyValuePair.Create(Regions, regions))).ToFrozenDictionary(StringComparer.Ordinal);
}
