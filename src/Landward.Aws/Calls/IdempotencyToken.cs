using System.Text.Json.Nodes;
using Landward.Aws.Descriptions;

namespace Landward.Aws;

/// <summary>Gives a call its name, so that AWS recognises the same call when it is retried.</summary>
internal static class IdempotencyToken
{
    /// <summary>The input itself, or a copy with the token when the operation has one and the input names none.</summary>
    public static JsonObject Fill(OperationDescription operation, JsonObject input, AwsConnection connection)
    {
        if (operation.IdempotencyToken is not { } member || input[member.Name] is not null)
            return input;
        var filled = (JsonObject)input.DeepClone();
        filled[member.Name] = connection.NewToken();
        return filled;
    }
}
