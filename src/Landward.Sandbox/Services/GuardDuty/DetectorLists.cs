using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.GuardDuty;

/// <summary>Trusted IP lists, threat lists and publishing destinations: configuration of a detector, kept by id.</summary>
internal static class DetectorLists
{
    private static readonly string[] Formats = ["TXT", "STIX", "OTX_CSV", "ALIEN_VAULT", "PROOF_POINT", "FIRE_EYE"];

    public static void AddTo(ServiceRegistry registry)
    {
        AddSet(registry, "IPSet", "IpSetId", "IpSetIds", "ip-set");
        AddSet(registry, "ThreatIntelSet", "ThreatIntelSetId", "ThreatIntelSetIds", "threat-intel-set");
        AddDestinations(registry);
    }

    private static void AddSet(ServiceRegistry registry, string noun, string idMember, string idsMember, string type)
    {
        registry.AddGuardDuty("Create" + noun, (call, input) =>
        {
            Detectors.Require(call, input);
            if (!Formats.Contains(input.Text("Format"), StringComparer.Ordinal))
                throw Detectors.BadRequest("The request is rejected because the parameter format has an invalid value.");
            input.RequiredText("Location", "BadRequestException");
            var id = call.Ids.HexDigits(32);
            call.Table(type).Put(id, input.CopyMembers(
                new JsonObject { ["Id"] = id, ["Status"] = input.Flag("Activate") == true ? "ACTIVE" : "INACTIVE" }, "Name", "Format", "Location", "Tags", "ExpectedBucketOwner"));
            return new JsonObject { [idMember] = id };
        });
        registry.AddGuardDuty("Get" + noun, (call, input) =>
        {
            var set = Require(call, input, idMember, type).Copy();
            set.Remove("Id");
            return set;
        });
        registry.AddGuardDuty("Update" + noun, (call, input) =>
        {
            call.Table(type).Update(Require(call, input, idMember, type).RequiredText("Id"), set =>
            {
                input.CopyMembers(set, "Name", "Location");
                if (input.Flag("Activate") is { } activate)
                    set["Status"] = activate ? "ACTIVE" : "INACTIVE";
            });
            return [];
        });
        registry.AddGuardDuty("Delete" + noun, (call, input) => Delete(call, input, idMember, type));
        registry.AddGuardDuty($"List{noun}s", (call, input) =>
        {
            Detectors.Require(call, input);
            return new JsonObject { [idsMember] = call.Table(type).List().Select(entry => entry.Key).ToJsonArray() };
        });
    }

    private static void AddDestinations(ServiceRegistry registry)
    {
        const string Type = "publishing-destination";
        registry.AddGuardDuty("CreatePublishingDestination", (call, input) =>
        {
            Detectors.Require(call, input);
            if (input.Text("DestinationType") != "S3" || input.Structure("DestinationProperties")?.Text("DestinationArn") is null)
                throw Detectors.BadRequest("The request is rejected because the destination is not an S3 bucket with a DestinationArn.");
            var id = call.Ids.HexDigits(32);
            call.Table(Type).Put(id, input.CopyMembers(new JsonObject { ["Id"] = id, ["DestinationId"] = id, ["Status"] = "PUBLISHING" }, "DestinationType", "DestinationProperties", "Tags"));
            return new JsonObject { ["DestinationId"] = id };
        });
        registry.AddGuardDuty("DescribePublishingDestination", (call, input) =>
        {
            var output = Require(call, input, "DestinationId", Type).Copy();
            output.Remove("Id");
            output["PublishingFailureStartTimestamp"] = 0;
            return output;
        });
        registry.AddGuardDuty("UpdatePublishingDestination", (call, input) =>
        {
            call.Table(Type).Update(Require(call, input, "DestinationId", Type).RequiredText("Id"), destination => input.CopyMembers(destination, "DestinationProperties"));
            return [];
        });
        registry.AddGuardDuty("DeletePublishingDestination", (call, input) => Delete(call, input, "DestinationId", Type));
        registry.AddGuardDuty("ListPublishingDestinations", (call, input) =>
        {
            Detectors.Require(call, input);
            return new JsonObject { ["Destinations"] = call.Table(Type).List().Select(entry => (JsonNode?)entry.Value.CopyMembers(new JsonObject(), "DestinationId", "DestinationType", "Status")).ToJsonArray() };
        });
    }

    private static JsonObject Require(CallContext call, JsonObject input, string idMember, string type)
    {
        Detectors.Require(call, input);
        return call.Table(type).Find(input.RequiredText(idMember, "BadRequestException"))
            ?? throw Detectors.BadRequest($"The request is rejected because the input {idMember} is not found.");
    }

    private static JsonObject Delete(CallContext call, JsonObject input, string idMember, string type)
    {
        call.Table(type).Remove(Require(call, input, idMember, type).RequiredText("Id"));
        return [];
    }
}
