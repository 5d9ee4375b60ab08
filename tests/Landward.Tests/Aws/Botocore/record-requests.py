#!/usr/bin/env python3
"""Records requests as botocore serialises and signs them, for BotocoreRequestTests.

Usage: record-requests.py OUT.jsonl.gz [--every N] [--services a,b,c]

Every line is one request: service, operation, input (in Landward's JSON), method, path, query, headers, body (base64). Nothing is sent:
botocore's before-send hook answers in the network's place. Inputs are made up from the model with a fixed seed.
"""

import argparse
import base64
import datetime
import gzip
import json
import random
import sys

import botocore.session
from botocore.awsrequest import AWSResponse
from botocore.config import Config

TEXTS = ["a", "two words", "a/b", "100%", "x=1&y=2", "\u00fcn\u00efc\u00f6d\u00e9", "<t a=\"v\">&amp;</t>", "it's, \"quoted\"", "+plus+", "{\"Version\":\"2012-10-17\"}", "line\nbreak", "~tilde*star"]
SAFE = ["a", "two words", "a.b-c_d", "x=1", "(brackets)"]
# Members that botocore itself fills, encodes or moves, and operations that share an address with another one.
REWRITTEN = {"ContentMD5", "ChecksumAlgorithm", "ContentLength", "SSECustomerKey", "SSECustomerKeyMD5", "CopySourceSSECustomerKey",
             "CopySourceSSECustomerKeyMD5", "UserData", "PreSignedUrl"}
LEFT_OUT = {"ListDirectoryBuckets", "CopySnapshot", "CopyDBSnapshot", "CopyDBClusterSnapshot", "CreateDBInstanceReadReplica",
            "CreateDBCluster", "StartDBInstanceAutomatedBackupsReplication"}


class Values:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def structure(self, shape, depth=0):
        params, expected = {}, {}
        members = list(shape.members.items())
        if getattr(shape, "is_tagged_union", False) and members:
            members = [self.random.choice(members)]
            required = {members[0][0]}
        else:
            required = set(shape.required_members)
        for name, member in members:
            location = member.serialization.get("location")
            if name not in required and location != "uri" and (depth > 3 or self.random.random() < 0.4):
                continue
            if depth > 7 and member.type_name in ("structure", "list", "map"):
                continue
            if member.type_name == "structure" and not member.members and not getattr(member, "is_document_type", False):
                continue
            if getattr(member, "is_eventstream", False):
                continue
            if name in REWRITTEN or (location == "header" and member.serialization.get("name", "").startswith("x-amz-checksum")):
                continue
            params[name], expected[name] = self.value(name, member, depth + 1)
        if depth and not params:
            # Forms cannot carry an empty structure.
            flat_first = sorted(members, key=lambda pair: pair[1].type_name in ("structure", "list", "map"))
            for name, member in [pair for pair in flat_first if depth < 12 or pair[1].type_name not in ("structure", "list", "map")][:1]:
                params[name], expected[name] = self.value(name, member, depth + 1)
        return params, expected

    def value(self, name, shape, depth):
        kind = shape.type_name
        location = shape.serialization.get("location")
        if kind == "structure" and getattr(shape, "is_document_type", False):
            value = {"any": [1, "two", {"three": True}]}
            return value, value
        if kind == "structure":
            return self.structure(shape, depth)
        if kind == "list":
            items = [self.value("", shape.member, depth + 1) for _ in range(self.random.randint(1, 2))]
            return [item[0] for item in items], [item[1] for item in items]
        if kind == "map":
            pairs = {key: self.value("", shape.value, depth + 1) for key in ("first", "second-key")[: self.random.randint(1, 2)]}
            if location == "headers":
                pairs = {"first": ("v first", "v first")}
            return {k: v[0] for k, v in pairs.items()}, {k: v[1] for k, v in pairs.items()}
        if kind == "timestamp":
            time = datetime.datetime.fromtimestamp(self.random.randint(0, 1_900_000_000), datetime.timezone.utc)
            return time, time.strftime("%Y-%m-%dT%H:%M:%SZ")
        if kind == "blob":
            raw = bytes([1, 2, 250, self.random.randint(0, 255)])
            return raw, base64.b64encode(raw).decode()
        if kind == "boolean":
            value = self.random.random() < 0.5
        elif kind in ("integer", "long"):
            value = self.random.randint(0, 100_000)
        elif kind in ("float", "double"):
            value = self.random.randint(-100, 100) + 0.25
        elif name == "Bucket":
            value = "bucket-one"
        elif name in ("AccountId", "ExpectedBucketOwner") and kind == "string":
            value = "111122223333"
        elif name == "CopySource":
            value = "bucket-two/key"
        elif name == "QueueUrl":
            value = "https://sqs.eu-west-1.amazonaws.com/111122223333/queue"
        elif getattr(shape, "enum", None):
            value = self.random.choice(shape.enum)
        elif location in ("header", "headers") or name in ("RequestRoute",):
            value = self.random.choice(SAFE)
        else:
            value = self.random.choice(TEXTS)
        return value, value


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out")
    parser.add_argument("--every", type=int, default=1, help="record every Nth operation")
    parser.add_argument("--services", required=True)
    arguments = parser.parse_args()
    session = botocore.session.get_session()
    lines, skipped = [], []
    for service in arguments.services.split(","):
        config = Config(parameter_validation=False, retries={"max_attempts": 1})
        client = session.create_client(
            service, region_name="eu-west-1", aws_access_key_id="AKIAIOSFODNN7EXAMPLE",
            aws_secret_access_key="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", aws_session_token="token/with+signs==", config=config)
        captured = []

        def answer(request, **_):
            captured.append(request)
            return AWSResponse(request.url, 200, {}, type("Raw", (), {"stream": lambda self: iter([b""]), "read": lambda self, *a: b""})())

        client.meta.events.register("before-send", answer)
        for index, name in enumerate(client.meta.service_model.operation_names):
            if index % arguments.every or name in LEFT_OUT:
                continue
            model = client.meta.service_model.operation_model(name)
            if model.has_event_stream_input or model.has_event_stream_output or model.auth_type == "none" or model.deprecated:
                continue
            params, expected = Values(f"{service}.{name}").structure(model.input_shape) if model.input_shape else ({}, {})
            captured.clear()
            try:
                client._make_api_call(name, params)
            except Exception as error:
                if not captured:
                    skipped.append(f"{service}.{name}: {type(error).__name__} {error}")
                    continue
            request = captured[0]
            scheme, rest = request.url.split("://")
            path, _, query = ("/" + rest.partition("/")[2]).partition("?")
            body = request.body or b""
            if hasattr(body, "read"):
                body = body.read()
            if isinstance(body, str):
                body = body.encode()
            headers = [[key, value.decode() if isinstance(value, bytes) else value] for key, value in request.headers.items()]
            headers.append(["Host", rest.partition("/")[0]])
            lines.append(json.dumps({
                "service": service, "operation": name, "input": expected, "method": request.method, "path": path, "query": query,
                "headers": headers, "body": base64.b64encode(bytes(body)).decode()}))
    with open(arguments.out, "wb") as out:
        out.write(gzip.compress("\n".join(lines).encode(), compresslevel=9, mtime=0))
    print(f"{len(lines)} requests, {len(skipped)} skipped")
    print("\n".join(skipped), file=sys.stderr)


if __name__ == "__main__":
    main()
