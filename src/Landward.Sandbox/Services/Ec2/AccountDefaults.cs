using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.Ec2;

/// <summary>Settings of an account in one Region: EBS encryption, blocks on public sharing, instance metadata, serial console.</summary>
internal static class AccountDefaults
{
    /// <summary>Partition ("ec2", account, region, account-defaults), id the same word.</summary>
    public const string Type = "account-defaults";

    public const string EbsEncryptionByDefault = "EbsEncryptionByDefault";
    public const string SnapshotBlockPublicAccess = "SnapshotBlockPublicAccess";
    public const string ImageBlockPublicAccess = "ImageBlockPublicAccess";
    public const string InstanceMetadataDefaults = "InstanceMetadataDefaults";

    private const string EbsDefaultKmsKeyId = "EbsDefaultKmsKeyId";
    private const string SerialConsoleAccess = "SerialConsoleAccess";

    private static readonly string[] MetadataMembers = ["HttpTokens", "HttpPutResponseHopLimit", "HttpEndpoint", "InstanceMetadataTags", "HttpTokensEnforced"];

    public static void AddTo(ServiceRegistry registry)
    {
        registry.AddEc2("GetEbsEncryptionByDefault", (call, _) => new JsonObject { ["EbsEncryptionByDefault"] = Read(call).Flag(EbsEncryptionByDefault) == true });
        registry.AddEc2("EnableEbsEncryptionByDefault", (call, _) => Flag(call, EbsEncryptionByDefault, true, EbsEncryptionByDefault));
        registry.AddEc2("DisableEbsEncryptionByDefault", (call, _) => Flag(call, EbsEncryptionByDefault, false, EbsEncryptionByDefault));
        registry.AddEc2("GetEbsDefaultKmsKeyId", (call, _) => DefaultKey(call));
        registry.AddEc2("ModifyEbsDefaultKmsKeyId", ModifyEbsDefaultKmsKeyId);
        registry.AddEc2("ResetEbsDefaultKmsKeyId", (call, _) =>
        {
            Write(call, document => document.Remove(EbsDefaultKmsKeyId));
            return DefaultKey(call);
        });
        registry.AddEc2("GetSnapshotBlockPublicAccessState", (call, _) => new JsonObject { ["State"] = Read(call).Text(SnapshotBlockPublicAccess) ?? "unblocked", ["ManagedBy"] = "account" });
        registry.AddEc2("EnableSnapshotBlockPublicAccess", EnableSnapshotBlockPublicAccess);
        registry.AddEc2("DisableSnapshotBlockPublicAccess", (call, _) => State(call, SnapshotBlockPublicAccess, "unblocked", "State"));
        // New accounts block public sharing of images since October 2023; block-new-sharing is what the API answers for it.
        registry.AddEc2("GetImageBlockPublicAccessState", (call, _) => new JsonObject { ["ImageBlockPublicAccessState"] = Read(call).Text(ImageBlockPublicAccess) ?? "block-new-sharing", ["ManagedBy"] = "account" });
        registry.AddEc2("EnableImageBlockPublicAccess", (call, _) => State(call, ImageBlockPublicAccess, "block-new-sharing", "ImageBlockPublicAccessState"));
        registry.AddEc2("DisableImageBlockPublicAccess", (call, _) => State(call, ImageBlockPublicAccess, "unblocked", "ImageBlockPublicAccessState"));
        registry.AddEc2("GetInstanceMetadataDefaults", GetInstanceMetadataDefaults);
        registry.AddEc2("ModifyInstanceMetadataDefaults", ModifyInstanceMetadataDefaults);
        registry.AddEc2("GetSerialConsoleAccessStatus", (call, _) => new JsonObject { ["SerialConsoleAccessEnabled"] = Read(call).Flag(SerialConsoleAccess) == true, ["ManagedBy"] = "account" });
        registry.AddEc2("EnableSerialConsoleAccess", (call, _) => Flag(call, SerialConsoleAccess, true, "SerialConsoleAccessEnabled"));
        registry.AddEc2("DisableSerialConsoleAccess", (call, _) => Flag(call, SerialConsoleAccess, false, "SerialConsoleAccessEnabled"));
    }

    /// <summary>The account's metadata defaults; members it has no preference on are absent.</summary>
    public static JsonObject InstanceMetadata(CallContext call) => Read(call).Structure(InstanceMetadataDefaults) ?? [];

    private static JsonObject Read(CallContext call) => call.Table(Type).Find(Type) ?? [];

    private static void Write(CallContext call, Action<JsonObject> change)
    {
        var document = Read(call).Copy();
        change(document);
        call.Table(Type).Put(Type, document);
    }

    private static JsonObject Flag(CallContext call, string member, bool value, string outputMember)
    {
        Write(call, document => document[member] = value);
        return new JsonObject { [outputMember] = value };
    }

    private static JsonObject State(CallContext call, string member, string value, string outputMember)
    {
        Write(call, document => document[member] = value);
        return new JsonObject { [outputMember] = value };
    }

    private static JsonObject DefaultKey(CallContext call) => new() { ["KmsKeyId"] = Read(call).Text(EbsDefaultKmsKeyId) ?? "alias/aws/ebs" };

    private static JsonObject ModifyEbsDefaultKmsKeyId(CallContext call, JsonObject input)
    {
        var key = input.Text("KmsKeyId") ?? throw Ec2Service.MissingParameter("KmsKeyId");
        Write(call, document => document[EbsDefaultKmsKeyId] = Kms.Keys.Require(call, key).Arn);
        return DefaultKey(call);
    }

    private static JsonObject EnableSnapshotBlockPublicAccess(CallContext call, JsonObject input) =>
        input.Text("State") is "block-all-sharing" or "block-new-sharing"
            ? State(call, SnapshotBlockPublicAccess, input.RequiredText("State"), "State")
            : throw Ec2Service.InvalidParameterValue($"Value ({input.Text("State")}) for parameter State is invalid.");

    private static JsonObject GetInstanceMetadataDefaults(CallContext call, JsonObject input)
    {
        var level = InstanceMetadata(call).Copy();
        level["ManagedBy"] = "account";
        return new JsonObject { ["AccountLevel"] = level };
    }

    private static JsonObject ModifyInstanceMetadataDefaults(CallContext call, JsonObject input)
    {
        if (input.Number("HttpPutResponseHopLimit") is { } limit && limit is not (-1 or >= 1 and <= 64))
            throw Ec2Service.InvalidParameterValue("The HttpPutResponseHopLimit must be between 1 and 64, or -1 for no preference.");
        Write(call, document =>
        {
            var defaults = document.Structure(InstanceMetadataDefaults) ?? [];
            document[InstanceMetadataDefaults] = defaults;
            foreach (var member in MetadataMembers)
            {
                if (input.Text(member) is "no-preference" or "-1")
                    defaults.Remove(member);
                else
                    input.CopyMembers(defaults, member);
            }
        });
        return Ec2Service.Return();
    }
}
