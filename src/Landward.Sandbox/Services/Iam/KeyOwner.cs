using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;
using Layout = Landward.Sandbox.Authorization.StateLayout.Iam;

namespace Landward.Sandbox.Services.Iam;

/// <summary>Whose access keys a call is about: an IAM user's, or the account's root user's.</summary>
/// <param name="UserName">Null for the root user.</param>
internal sealed record KeyOwner(string? UserName)
{
    /// <summary>How the root user shows in answers and reports.</summary>
    public const string Root = "<root_account>";

    public string DisplayName => UserName ?? Root;

    /// <exception cref="AwsErrorException">NoSuchEntity, or ValidationError when a role session names nobody.</exception>
    public static KeyOwner Of(CallContext call, JsonObject input) =>
        input.Text("UserName") is null && call.Caller.Type == "Root" ? new KeyOwner((string?)null) : new KeyOwner(IamUsers.Find(call, input).Text("UserName"));

    public IReadOnlyList<string> KeyIds(CallContext call) =>
        UserName is not null
            ? IamUsers.Users(call).Find(UserName)!.Texts(Layout.AccessKeyIds)
            : [.. AccessKeys.Table(call).List()
                .Where(entry => entry.Value.Text(StateLayout.Account) == call.Account && entry.Value.Text("UserName") is null).Select(entry => entry.Key)];

    public void Add(CallContext call, string id) => Change(call, ids => ids.Append(id));

    public void Remove(CallContext call, string id) => Change(call, ids => ids.Where(existing => existing != id));

    private void Change(CallContext call, Func<IReadOnlyList<string>, IEnumerable<string>> change)
    {
        if (UserName is not null)
            IamUsers.Users(call).Update(UserName, user => user[Layout.AccessKeyIds] = change(user.Texts(Layout.AccessKeyIds)).ToJsonArray());
    }
}
