#!/usr/bin/env python3
"""Writes the service descriptions that Landward.Aws embeds, from an installed botocore.

Usage: generate-service-descriptions.py [--botocore PATH] [--services FILE] [--out DIR]

PATH is the folder of the botocore package (default: the one this Python imports). The output is one gzip-compressed
JSON document per service, the same bytes for the same botocore, and loses all documentation.
The format is described in README.md beside this file.
"""

import argparse
import gzip
import json
import pathlib
import sys

SCALARS = {"string", "integer", "long", "float", "double", "boolean", "timestamp", "blob"}
PARTITIONS = {"aws": ("eu-west-1", "us-west-2"), "aws-cn": ("cn-north-1", "cn-northwest-1"), "aws-us-gov": ("us-gov-west-1", "us-gov-east-1")}
GLOBAL_REGION = {"aws": "us-east-1", "aws-cn": "cn-north-1", "aws-us-gov": "us-gov-west-1"}
LIMITS = ("min", "max", "pattern")

# XML namespaces of services whose metadata has none: the responses name these.
NAMESPACES = {
    "s3": "http://s3.amazonaws.com/doc/2006-03-01/",
    "s3control": "http://awss3control.amazonaws.com/doc/2018-08-20/",
    "sqs": "http://queue.amazonaws.com/doc/2012-11-05/",
}

# SQS spoke the query protocol before JSON; today's model no longer has those names. Source: the "Actions" pages of the
# Amazon SQS API Reference, API version 2012-11-05 (example requests and responses under the query protocol).
SQS_QUERY_MEMBERS = {
    "AttributeNameList": ("AttributeName", None, None),
    "MessageSystemAttributeList": ("MessageSystemAttributeName", None, None),
    "MessageAttributeNameList": ("MessageAttributeName", None, None),
    "AWSAccountIdList": ("AWSAccountId", None, None),
    "ActionNameList": ("ActionName", None, None),
    "QueueUrlList": ("QueueUrl", None, None),
    "TagKeyList": ("TagKey", None, None),
    "MessageList": ("Message", None, None),
    "SendMessageBatchRequestEntryList": ("SendMessageBatchRequestEntry", None, None),
    "DeleteMessageBatchRequestEntryList": ("DeleteMessageBatchRequestEntry", None, None),
    "ChangeMessageVisibilityBatchRequestEntryList": ("ChangeMessageVisibilityBatchRequestEntry", None, None),
    "SendMessageBatchResultEntryList": ("SendMessageBatchResultEntry", None, None),
    "DeleteMessageBatchResultEntryList": ("DeleteMessageBatchResultEntry", None, None),
    "ChangeMessageVisibilityBatchResultEntryList": ("ChangeMessageVisibilityBatchResultEntry", None, None),
    "BatchResultErrorEntryList": ("BatchResultErrorEntry", None, None),
    "ListMessageMoveTasksResultEntryList": ("ListMessageMoveTasksResultEntry", None, None),
    "QueueAttributeMap": ("Attribute", "Name", "Value"),
    "MessageSystemAttributeMap": ("Attribute", "Name", "Value"),
    "MessageBodyAttributeMap": ("MessageAttribute", "Name", "Value"),
    "MessageBodySystemAttributeMap": ("MessageSystemAttribute", "Name", "Value"),
    "TagMap": ("Tag", "Key", "Value"),
}

# Codes of the query protocol where they differ from the shape's name; JSON answers carry them in x-amzn-query-error.
SQS_QUERY_CODES = {
    "QueueDoesNotExist": "AWS.SimpleQueueService.NonExistentQueue",
    "QueueNameExists": "QueueAlreadyExists",
} | {
    name: f"AWS.SimpleQueueService.{name}"
    for name in (
        "BatchEntryIdsNotDistinct", "BatchRequestTooLong", "EmptyBatchRequest", "InvalidBatchEntryId", "MessageNotInflight",
        "PurgeQueueInProgress", "QueueDeletedRecently", "TooManyEntriesInBatchRequest", "UnsupportedOperation",
    )
}


def load(folder, name):
    plain, packed = folder / f"{name}.json", folder / f"{name}.json.gz"
    if plain.exists():
        return json.loads(plain.read_text(encoding="utf-8"))
    if packed.exists():
        return json.loads(gzip.decompress(packed.read_bytes()))
    return None


def merge(target, extra):
    for key, value in extra.items():
        if isinstance(value, dict) and isinstance(target.get(key), dict):
            merge(target[key], value)
        else:
            target[key] = value


def reference(ref, shapes):
    """A member, list element, map key or value: the traits of the reference laid over those of its shape."""
    shape = shapes[ref["shape"]]
    trait = lambda name: ref.get(name, shape.get(name))
    out = {"shape": ref["shape"]}
    if ref.get("location"):
        out["at"] = ref["location"]
    if trait("locationName"):
        out["name"] = trait("locationName")
    if ref.get("queryName"):
        out["query"] = ref["queryName"]
    if trait("flattened"):
        out["flat"] = True
    if trait("xmlAttribute"):
        out["attribute"] = True
    namespace = trait("xmlNamespace")
    if namespace:
        out["ns"] = namespace if isinstance(namespace, str) else namespace["uri"]
        if isinstance(namespace, dict) and namespace.get("prefix"):
            out["prefix"] = namespace["prefix"]
    if trait("timestampFormat"):
        out["format"] = trait("timestampFormat")
    if trait("streaming"):
        out["streaming"] = True
    if ref.get("idempotencyToken"):
        out["token"] = True
    if ref.get("jsonvalue"):
        out["jsonValue"] = True
    if ref.get("hostLabel"):
        out["hostLabel"] = True
    return out


def shape_of(shape, shapes):
    kind = shape["type"]
    out = {"type": kind}
    if kind == "structure":
        members = shape.get("members", {})
        out["members"] = {name: reference(ref, shapes) for name, ref in members.items()}
        for key in ("required", "payload", "document", "union"):
            if shape.get(key):
                out[key] = shape[key]
        if shape.get("exception") or shape.get("error"):
            error = {}
            details = shape.get("error", {})
            if details.get("code"):
                error["code"] = details["code"]
            if details.get("httpStatusCode"):
                error["status"] = details["httpStatusCode"]
            if shape.get("fault") or details.get("fault"):
                error["fault"] = True
            if shape.get("retryable"):
                error["retryable"] = "throttling" if shape["retryable"].get("throttling") else "transient"
            out["error"] = error
    elif kind == "list":
        out["element"] = reference(shape["member"], shapes)
    elif kind == "map":
        out["key"] = reference(shape["key"], shapes)
        out["value"] = reference(shape["value"], shapes)
    elif kind not in SCALARS:
        sys.exit(f"unknown shape type {kind}")
    for key in LIMITS:
        if key in shape:
            out[key] = shape[key]
    if shape.get("enum"):
        out["enum"] = shape["enum"]
    if shape.get("sensitive"):
        out["sensitive"] = True
    return out


def reached(roots, shapes):
    found, pending = set(), list(roots)
    while pending:
        name = pending.pop()
        if name in found:
            continue
        found.add(name)
        shape = shapes[name]
        pending += [ref["shape"] for ref in shape.get("members", {}).values()]
        pending += [shape[part]["shape"] for part in ("member", "key", "value") if part in shape]
    return found


def has_event_stream(operation, shapes):
    for side in ("input", "output"):
        if side in operation:
            members = shapes[operation[side]["shape"]].get("members", {})
            if any(shapes[ref["shape"]].get("eventstream") for ref in members.values()):
                return True
    return False


def page_of(paginator):
    as_list = lambda value: value if isinstance(value, list) else [value]
    out = {"in": as_list(paginator["input_token"]), "out": as_list(paginator["output_token"])}
    if "limit_key" in paginator:
        out["limit"] = paginator["limit_key"]
    if "more_results" in paginator:
        out["more"] = paginator["more_results"]
    if "result_key" in paginator:
        out["results"] = as_list(paginator["result_key"])
    return out


def operation_of(operation, paginators):
    http = operation["http"]
    out = {"method": http["method"], "uri": http["requestUri"]}
    if http.get("responseCode", 200) != 200:
        out["status"] = http["responseCode"]
    if "input" in operation:
        out["input"] = operation["input"]["shape"]
        if operation["input"].get("locationName"):
            out["root"] = operation["input"]["locationName"]
        if operation["input"].get("xmlNamespace"):
            out["ns"] = operation["input"]["xmlNamespace"]["uri"]
    if "output" in operation:
        out["output"] = operation["output"]["shape"]
        if operation["output"].get("resultWrapper"):
            out["wrapper"] = operation["output"]["resultWrapper"]
    errors = [error["shape"] for error in operation.get("errors", [])]
    if errors:
        out["errors"] = errors
    if operation["name"] in paginators:
        out["page"] = page_of(paginators[operation["name"]])
    prefix = operation.get("endpoint", {}).get("hostPrefix")
    if prefix:
        out["hostPrefix"] = prefix
    if operation.get("deprecated"):
        out["deprecated"] = True
    if operation.get("authtype") == "none" or operation.get("auth") == ["smithy.api#noAuth"]:
        out["unsigned"] = True
    if operation.get("httpChecksumRequired") or operation.get("httpChecksum", {}).get("requestChecksumRequired"):
        out["checksum"] = True
    return out


def endpoints_of(botocore_session, service):
    """Host templates per partition, asked of botocore's own resolver; {region} stands for the Region."""
    out = {}
    for partition, (first, second) in PARTITIONS.items():
        seen = []
        for region in (first, second):
            try:
                client = botocore_session.create_client(service, region_name=region, aws_access_key_id="x", aws_secret_access_key="x")
            except Exception:
                break
            host = client.meta.endpoint_url.split("://")[1]
            seen.append((host.replace(region, "{region}"), region))
        if len(seen) < 2:
            continue
        if seen[0][0] == seen[1][0] and "{region}" in seen[0][0]:
            out[partition] = {"host": seen[0][0]}
        else:
            host = seen[0][0].replace("{region}", first)
            named = [region for region in PARTITIONS[partition] if region in host]
            out[partition] = {"host": host, "region": named[0] if named else GLOBAL_REGION[partition]}
    return out


def sqs_query_names(shapes):
    out = {}
    for name, (location, key, value) in SQS_QUERY_MEMBERS.items():
        if name not in shapes:
            sys.exit(f"sqs has no shape {name} any more")
        out[name] = {"name": location}
        if key:
            out[name] |= {"key": key, "value": value}
    return out


def describe(folder, service, wanted, botocore_session):
    version = sorted(path.name for path in (folder / service).iterdir() if path.is_dir())[-1]
    source = folder / service / version
    model = load(source, "service-2")
    extras = load(source, "service-2.sdk-extras")
    if extras:
        merge(model, extras.get("merge", {}))
    paginators = (load(source, "paginators-1") or {}).get("pagination", {})
    metadata, shapes = model["metadata"], model["shapes"]
    names = sorted(model["operations"]) if wanted == ["*"] else sorted(set(wanted))
    missing = [name for name in names if name not in model["operations"]]
    if missing:
        sys.exit(f"{service} has no operation {' '.join(missing)}")
    operations = {n: model["operations"][n] for n in names if not has_event_stream(model["operations"][n], shapes)}
    roots = set()
    for operation in operations.values():
        roots |= {operation[side]["shape"] for side in ("input", "output") if side in operation}
        roots |= {error["shape"] for error in operation.get("errors", [])}
    # Errors that no operation lists (throttling, validation) are still in the shapes.
    roots |= {name for name, shape in shapes.items() if shape.get("exception")}
    protocols = metadata.get("protocols", [metadata["protocol"]])
    out = {
        "service": service,
        "serviceId": metadata["serviceId"],
        "protocols": [p for p in protocols if p != "smithy-rpc-v2-cbor"],
        "apiVersion": metadata["apiVersion"],
        "signingName": metadata.get("signingName", metadata["endpointPrefix"]),
        "endpoints": endpoints_of(botocore_session, service),
    }
    for key in ("jsonVersion", "targetPrefix"):
        if key in metadata:
            out[key] = metadata[key]
    namespace = metadata.get("xmlNamespace", NAMESPACES.get(service))
    if namespace:
        out["xmlNamespace"] = namespace
    if "awsQueryCompatible" in metadata:
        out["queryCompatible"] = True
    if service == "sqs":
        out["protocols"].append("query")
        out["queryNames"] = sqs_query_names(shapes)
    out["operations"] = {name: operation_of(op, paginators) for name, op in operations.items()}
    out["shapes"] = {name: shape_of(shapes[name], shapes) for name in sorted(reached(roots, shapes))}
    if service == "sqs":
        for name, code in SQS_QUERY_CODES.items():
            out["shapes"][name]["error"]["code"] = code
    return out


def services_in(path):
    for line in path.read_text(encoding="utf-8").splitlines():
        words = line.split("#")[0].split()
        if words:
            yield words[0], words[1:]


def main():
    here = pathlib.Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--botocore", type=pathlib.Path, help="folder of the botocore package")
    parser.add_argument("--services", type=pathlib.Path, default=here / "service-descriptions.txt")
    parser.add_argument("--out", type=pathlib.Path, default=here.parent / "src" / "Landward.Aws" / "Descriptions" / "Data")
    arguments = parser.parse_args()
    if arguments.botocore:
        sys.path.insert(0, str(arguments.botocore.resolve().parent))
    import botocore
    import botocore.session

    folder = pathlib.Path(botocore.__path__[0]) / "data"
    session = botocore.session.get_session()
    arguments.out.mkdir(parents=True, exist_ok=True)
    total = 0
    wanted, index = {}, []
    for service, operations in services_in(arguments.services):
        wanted.setdefault(service, []).extend(operations)
    for service, operations in wanted.items():
        document = describe(folder, service, operations, session)
        text = json.dumps(document, separators=(",", ":"), ensure_ascii=False).encode()
        packed = gzip.compress(text, compresslevel=9, mtime=0)
        (arguments.out / f"{service}.json.gz").write_bytes(packed)
        total += len(packed)
        index.append({key: document[key] for key in ("service", "signingName", "targetPrefix", "apiVersion", "protocols") if key in document})
        print(f"{service}: {len(document['operations'])} operations, {len(document['shapes'])} shapes, {len(text)} bytes, {len(packed)} packed")
    # Routing asks which service a request is for before any description is read.
    lines = ",\n".join("  " + json.dumps(entry) for entry in sorted(index, key=lambda entry: entry["service"]))
    (arguments.out / "index.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    print(f"botocore {botocore.__version__}: {len(wanted)} services, {total} bytes")


if __name__ == "__main__":
    main()
