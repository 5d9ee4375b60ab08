namespace Landward.Conformance.Tests;

/// <summary>
/// Which tactics a technique belongs to. Source: MITRE ATT&amp;CK for Enterprise, cloud matrix, version 17. Only techniques that the
/// catalogue names; another one belongs to none here, which fails the case that relies on it.
/// </summary>
internal static class AttackMatrix
{
    private static readonly Dictionary<string, string[]> Tactics = new(StringComparer.Ordinal)
    {
        ["T1020.001"] = ["exfiltration"],
        ["T1021.004"] = ["lateral-movement"],
        ["T1021.007"] = ["lateral-movement"],
        ["T1021.008"] = ["lateral-movement"],
        ["T1037"] = ["persistence", "privilege-escalation"],
        ["T1040"] = ["credential-access", "discovery"],
        ["T1048"] = ["exfiltration"],
        ["T1059.009"] = ["execution"],
        ["T1070"] = ["defense-evasion"],
        ["T1078.004"] = ["defense-evasion", "persistence", "privilege-escalation", "initial-access"],
        ["T1087.004"] = ["discovery"],
        ["T1098"] = ["persistence", "privilege-escalation"],
        ["T1098.001"] = ["persistence", "privilege-escalation"],
        ["T1098.003"] = ["persistence", "privilege-escalation"],
        ["T1098.004"] = ["persistence", "privilege-escalation"],
        ["T1110"] = ["credential-access"],
        ["T1133"] = ["persistence", "initial-access"],
        ["T1136.003"] = ["persistence"],
        ["T1484.002"] = ["defense-evasion", "privilege-escalation"],
        ["T1485"] = ["impact"],
        ["T1486"] = ["impact"],
        ["T1490"] = ["impact"],
        ["T1491.001"] = ["impact"],
        ["T1496.001"] = ["impact"],
        ["T1496.004"] = ["impact"],
        ["T1526"] = ["discovery"],
        ["T1530"] = ["collection"],
        ["T1531"] = ["impact"],
        ["T1535"] = ["defense-evasion"],
        ["T1537"] = ["exfiltration"],
        ["T1546"] = ["persistence", "privilege-escalation"],
        ["T1548.005"] = ["privilege-escalation", "defense-evasion"],
        ["T1550.001"] = ["defense-evasion", "lateral-movement"],
        ["T1552"] = ["credential-access"],
        ["T1552.005"] = ["credential-access"],
        ["T1555"] = ["credential-access"],
        ["T1555.006"] = ["credential-access"],
        ["T1556"] = ["credential-access", "defense-evasion", "persistence"],
        ["T1556.006"] = ["credential-access", "defense-evasion", "persistence"],
        ["T1562.001"] = ["defense-evasion"],
        ["T1562.007"] = ["defense-evasion"],
        ["T1562.008"] = ["defense-evasion"],
        ["T1567"] = ["exfiltration"],
        ["T1567.002"] = ["exfiltration"],
        ["T1578"] = ["defense-evasion"],
        ["T1578.002"] = ["defense-evasion"],
        ["T1580"] = ["discovery"],
        ["T1648"] = ["execution"],
        ["T1651"] = ["execution"],
        ["T1666"] = ["defense-evasion"],
    };

    public static IReadOnlyCollection<string> TacticsOf(string technique) => Tactics.GetValueOrDefault(technique, []);
}
