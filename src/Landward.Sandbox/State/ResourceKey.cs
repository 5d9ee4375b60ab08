namespace Landward.Sandbox.State;

/// <summary>
/// Where one resource document lives: service (the endpoint name, <c>iam</c>), owning account, Region (<see cref="Global"/> for
/// services without one), type (<c>user</c>) and id (unique inside the four others).
/// </summary>
internal readonly record struct ResourceKey(string Service, string Account, string Region, string Type, string Id)
{
    public const string Global = "global";

    public ResourcePartition Partition => new(Service, Account, Region, Type);
}

/// <summary>All resources of one type in one account and Region.</summary>
internal readonly record struct ResourcePartition(string Service, string Account, string Region, string Type)
{
    public ResourceKey Key(string id) => new(Service, Account, Region, Type, id);
}
