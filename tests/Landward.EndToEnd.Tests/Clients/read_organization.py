"""Reads a Landward sandbox with boto3 alone and prints what it saw as one JSON object.

Usage: read_organization.py ENDPOINT   (credentials from the environment, as boto3 takes them)
"""
import json
import sys

import boto3
from botocore.exceptions import ClientError

endpoint = sys.argv[1]
home_region = "eu-west-1"


def client(service, region=home_region, **credentials):
    return boto3.client(service, endpoint_url=endpoint, region_name=region, **credentials)


def assume(account):
    """Credentials of the role that every account of an organization has for its management account."""
    answer = client("sts").assume_role(
        RoleArn=f"arn:aws:iam::{account}:role/OrganizationAccountAccessRole", RoleSessionName="reader")
    key = answer["Credentials"]
    return dict(aws_access_key_id=key["AccessKeyId"], aws_secret_access_key=key["SecretAccessKey"], aws_session_token=key["SessionToken"])


def units(organizations, parent):
    found = {}
    for page in organizations.get_paginator("list_organizational_units_for_parent").paginate(ParentId=parent):
        for unit in page["OrganizationalUnits"]:
            found[unit["Name"]] = units(organizations, unit["Id"])
    return found


def error_of(call):
    try:
        call()
        return None
    except ClientError as failure:
        return {"code": failure.response["Error"]["Code"], "message": failure.response["Error"]["Message"],
                "status": failure.response["ResponseMetadata"]["HTTPStatusCode"],
                "requestId": failure.response["ResponseMetadata"].get("RequestId")}


seen = {"caller": client("sts").get_caller_identity()["Arn"]}
organizations = client("organizations")
root = organizations.list_roots()["Roots"][0]
seen["policyTypes"] = sorted(t["Type"] for t in root["PolicyTypes"] if t["Status"] == "ENABLED")
seen["units"] = units(organizations, root["Id"])
accounts = {a["Name"]: a["Id"] for page in organizations.get_paginator("list_accounts").paginate() for a in page["Accounts"]}
seen["accounts"] = accounts
seen["delegated"] = sorted(a["Name"] for a in organizations.list_delegated_administrators()["DelegatedAdministrators"])
policies = [p for page in organizations.get_paginator("list_policies").paginate(Filter="SERVICE_CONTROL_POLICY") for p in page["Policies"]]
seen["policies"] = sorted(p["Name"] for p in policies)
seen["policySizes"] = {p["Name"]: len(organizations.describe_policy(PolicyId=p["Id"])["Policy"]["Content"]) for p in policies}

logs = assume(accounts["log-archive"])
bucket = f"landward-logs-{accounts['log-archive']}-{home_region}"
s3 = client("s3", **logs)
objects = [o for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket) for o in page.get("Contents", [])]
seen["trailObjects"] = [o["Key"] for o in objects]
seen["bucketEncryption"] = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"][0]["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"]
seen["bucketPolicySids"] = [s.get("Sid") for s in json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"])["Statement"]]

trails = client("cloudtrail").describe_trails()["trailList"]
seen["trails"] = [{"name": t["Name"], "organization": t["IsOrganizationTrail"], "multiRegion": t["IsMultiRegionTrail"],
                   "logging": client("cloudtrail").get_trail_status(Name=t["TrailARN"])["IsLogging"]} for t in trails]
seen["lookupEvents"] = len(client("cloudtrail", region="us-east-1").lookup_events(MaxResults=50)["Events"])

audit = assume(accounts["audit"])
guardduty = client("guardduty", **audit)
detector = guardduty.list_detectors()["DetectorIds"][0]
seen["guardDutyAutoEnable"] = guardduty.describe_organization_configuration(DetectorId=detector).get("AutoEnableOrganizationMembers")
seen["guardDutyMembers"] = len(guardduty.list_members(DetectorId=detector)["Members"])
securityhub = client("securityhub", **audit)
findings = [f for page in securityhub.get_paginator("get_findings").paginate() for f in page["Findings"]]
seen["findings"] = [{"title": f["Title"], "severity": f["Severity"]["Label"], "account": f["AwsAccountId"]} for f in findings]
seen["standards"] = sorted(s["StandardsArn"] for s in securityhub.get_enabled_standards()["StandardsSubscriptions"])
seen["topics"] = [t["TopicArn"] for t in client("sns", **audit).list_topics()["Topics"]]
seen["rules"] = [r["Name"] for r in client("events", **audit).list_rules()["Rules"]]
seen["analyzers"] = sorted(a["type"] for a in client("accessanalyzer", **audit).list_analyzers()["analyzers"])

sso = client("sso-admin")
instance = sso.list_instances()["Instances"][0]
sets = [s for page in sso.get_paginator("list_permission_sets").paginate(InstanceArn=instance["InstanceArn"]) for s in page["PermissionSets"]]
seen["permissionSets"] = sorted(sso.describe_permission_set(InstanceArn=instance["InstanceArn"], PermissionSetArn=s)["PermissionSet"]["Name"] for s in sets)
groups = client("identitystore").list_groups(IdentityStoreId=instance["IdentityStoreId"])["Groups"]
seen["groups"] = sorted(g["DisplayName"] for g in groups)

dev = assume(accounts["dev"])
iam = client("iam", **dev)
roles = [r for page in iam.get_paginator("list_roles").paginate() for r in page["Roles"]]
seen["devRoles"] = sorted(r["RoleName"].rsplit("_", 1)[0] if r["RoleName"].startswith("AWSReservedSSO") else r["RoleName"] for r in roles)
seen["executionTrust"] = next((r["AssumeRolePolicyDocument"]["Statement"][0]["Principal"] for r in roles if r["Path"] == "/landward/"), None)

# Denied calls answer in each protocol's own error shape.
seen["denied"] = {
    "json": error_of(lambda: client("organizations", **dev).leave_organization()),
    "query": error_of(lambda: iam.update_assume_role_policy(RoleName="LandwardExecution", PolicyDocument="{}")),
    "ec2": error_of(lambda: client("ec2", "ap-southeast-1", **dev).describe_vpcs()),
    "restJson": error_of(lambda: client("securityhub", **dev).disable_security_hub()),
    "restXml": error_of(lambda: s3.get_object(Bucket=bucket, Key="no/such/key")),
}
print(json.dumps(seen, indent=1))
