using System.Net;

namespace Landward.Sandbox.Http;

/// <summary>
/// The host names the sandbox answers to: those of loopback, and AWS's own, which reach it through a proxy. A web page can make
/// its own name lead to loopback (DNS rebinding), none of these.
/// </summary>
internal static class LocalNames
{
    private static readonly string[] Suffixes = [".localhost", ".amazonaws.com", ".amazonaws.com.cn", ".api.aws"];

    /// <param name="host">Without port; empty when an HTTP/1.0 request names none.</param>
    public static bool Include(string host)
    {
        if (host.Length == 0 || host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
            return true;
        // Services with a host prefix put it before an address too. No browser takes that for a name.
        var address = host.EndsWith(".127.0.0.1", StringComparison.Ordinal) ? "127.0.0.1" : host;
        if (IPAddress.TryParse(address, out var ip))
            return IPAddress.IsLoopback(ip);
        return Suffixes.Any(suffix => host.EndsWith(suffix, StringComparison.OrdinalIgnoreCase));
    }
}
