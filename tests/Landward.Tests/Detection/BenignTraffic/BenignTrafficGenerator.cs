using System.Text.Json.Nodes;

namespace Landward.Tests.Detection.BenignTraffic;

/// <summary>
/// A day of an organization in which nothing bad happens, as CloudTrail tells it: the rare and suspicious-looking work once or twice, the
/// rest as often as such work happens, until there are as many events as asked for.
/// </summary>
internal static class BenignTrafficGenerator
{
    /// <summary>Work of the day and how often it is done compared with the rest.</summary>
    private static readonly (int Weight, Action<BenignDay> Work)[] Works =
    [
        (60, AwsServices.AssumedByService), (60, AwsServices.Keys), (20, AwsServices.Machines), (12, AwsServices.Recorders), (10, AwsServices.Kubernetes),
        (8, AwsServices.Autoscaling), (4, AwsServices.ServiceEvent),
        (6, Deployments.Function), (4, Deployments.Container), (3, Deployments.Machines), (3, Deployments.Stack),
        (4, InfrastructureCode.Terraform),
        (5, People.Console), (3, People.Support), (5, People.Developer),
        (2, Operations.Backup), (1, Operations.Scanner), (2, Operations.CostTool), (4, Operations.Secrets), (1, Operations.SecurityTeam),
    ];

    private static readonly (int Times, Action<BenignDay> Work)[] Daily =
        [(1, InfrastructureCode.Vending), (1, People.BreakGlass), (2, People.HelpDesk), (1, Operations.SnapshotScript), (2, Operations.Rotation)];

    /// <summary>At least so many events in the order of their time, and the organization they are of.</summary>
    public static (IReadOnlyList<JsonObject> Events, BenignOrganization Organization) Generate(int seed, int events)
    {
        var day = new BenignDay(new BenignOrganization(new Random(seed)));
        foreach (var (times, work) in Daily)
        {
            for (var i = 0; i < times; i++)
                work(day);
        }
        var total = Works.Sum(item => item.Weight);
        while (day.Count < events)
        {
            var drawn = day.Organization.Random.Next(total);
            foreach (var (weight, work) in Works)
            {
                drawn -= weight;
                if (drawn >= 0)
                    continue;
                work(day);
                break;
            }
        }
        return (day.Events, day.Organization);
    }
}
