using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Landward.Aws;
using Landward.Sandbox.Authentication;

namespace Landward.Sandbox.Hosting;

/// <summary>The files of one sandbox: <c>sandbox/</c> in the home. Only their owner can reach them.</summary>
internal sealed class SandboxFiles(string home)
{
    private const UnixFileMode ForOthers =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    public string Directory { get; } = Path.Combine(Path.GetFullPath(home), "sandbox");

    public string Database => Path.Combine(Directory, "sandbox.db");

    /// <summary>Held open by the owning process; the operating system releases it whatever becomes of the process.</summary>
    public string Owner => Path.Combine(Directory, "owner");

    /// <summary>Says where the owner answers.</summary>
    public string Lock => Path.Combine(Directory, "lock.json");

    private string MasterKey => Path.Combine(Directory, "master.key");

    private string Credentials => Path.Combine(Directory, "credentials.json");

    /// <summary>Makes the directory and closes it to other users: the database holds the secrets and key material of the services.</summary>
    /// <exception cref="SandboxException">The directory cannot be made.</exception>
    public void CreateDirectory()
    {
        try
        {
            System.IO.Directory.CreateDirectory(Directory);
            if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(Directory) is var mode && (mode & ForOthers) != UnixFileMode.None)
                File.SetUnixFileMode(Directory, mode & ~ForOthers);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw SandboxException.NotWritable(Directory, error);
        }
    }

    /// <summary>The key that all secrets are derived from; made when the sandbox is new.</summary>
    public SandboxSecrets ReadOrCreateMasterKey()
    {
        if (File.Exists(MasterKey))
        {
            var stored = File.ReadAllBytes(MasterKey);
            return stored.Length == SandboxSecrets.MasterKeyBytes
                ? new SandboxSecrets(stored)
                : throw SandboxException.Damaged(MasterKey, $"it has {stored.Length} bytes instead of {SandboxSecrets.MasterKeyBytes}.");
        }
        if (File.Exists(Database))
            throw SandboxException.Damaged(MasterKey, "it is missing, and with it every secret of the stored access keys.");
        var key = RandomNumberGenerator.GetBytes(SandboxSecrets.MasterKeyBytes);
        WritePrivate(MasterKey, key);
        return new SandboxSecrets(key);
    }

    /// <summary>Keeps the administrator's access key where the owner of the home finds it.</summary>
    public void WriteCredentials(string account, AwsCredentials credentials) =>
        WritePrivate(Credentials, JsonSerializer.SerializeToUtf8Bytes<JsonNode>(
            new JsonObject { ["account"] = account, ["accessKeyId"] = credentials.AccessKeyId, ["secretAccessKey"] = credentials.SecretAccessKey },
            SandboxJson.Default.JsonNode));

    public (string Account, string AccessKeyId)? ReadCredentials()
    {
        if (!File.Exists(Credentials))
            return null;
        try
        {
            return JsonNode.Parse(File.ReadAllBytes(Credentials)) is JsonObject json && (string?)json["account"] is { } account && (string?)json["accessKeyId"] is { } id
                ? (account, id)
                : throw SandboxException.Damaged(Credentials, "it does not hold an account and an access key.");
        }
        catch (JsonException error)
        {
            throw SandboxException.Damaged(Credentials, "it is not JSON.", error);
        }
    }

    public void WriteLock(JsonObject content) => WritePrivate(Lock, JsonSerializer.SerializeToUtf8Bytes<JsonNode>(content, SandboxJson.Default.JsonNode));

    /// <summary>Replaces the file in one step; only its owner may read it.</summary>
    private static void WritePrivate(string path, byte[] content)
    {
        var next = path + ".new";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var file = new FileStream(next, options))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }
            File.Move(next, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw SandboxException.NotWritable(path, error);
        }
    }
}
