"""Raises a CloudWatch alarm in a Landward sandbox with boto3 alone and prints what it saw as one JSON object.

A console login without MFA is written to a log group whose metric filter counts it; the alarm's topic notifies a queue. The filter's
metric belongs to the minute of the login, and the alarm is evaluated within ten seconds of the next one.

Usage: raise_alarm.py ENDPOINT   (credentials from the environment, as boto3 takes them)
"""
import json
import sys
import time

import boto3
from botocore.exceptions import ClientError

endpoint = sys.argv[1]
patience = float(sys.argv[2]) if len(sys.argv) > 2 else 100


def client(service):
    return boto3.client(service, endpoint_url=endpoint, region_name="eu-west-1")


logs, cloudwatch, sns, sqs = client("logs"), client("cloudwatch"), client("sns"), client("sqs")
seen = {}
pattern = '{ ($.eventName = "ConsoleLogin") && (($.additionalEventData.MFAUsed NOT EXISTS) || ($.additionalEventData.MFAUsed != "Yes")) }'
login = json.dumps({"eventName": "ConsoleLogin", "additionalEventData": {"MFAUsed": "No"}})

tested = logs.test_metric_filter(filterPattern=pattern, logEventMessages=[login, '{"eventName": "ConsoleLogin", "additionalEventData": {"MFAUsed": "Yes"}}', "{}"])
seen["tested"] = [match["eventNumber"] for match in tested["matches"]]
transformation = {"metricName": "ConsoleLoginsWithoutMfa", "metricNamespace": "Landward", "metricValue": "1"}
logs.create_log_group(logGroupName="alarm-drill")
logs.create_log_stream(logGroupName="alarm-drill", logStreamName="s")
try:
    logs.put_metric_filter(logGroupName="alarm-drill", filterName="wrong", filterPattern="{ $.a = 'b' }", metricTransformations=[transformation])
except ClientError as refused:
    seen["refused"] = [refused.response["Error"]["Code"], refused.response["Error"]["Message"]]
logs.put_metric_filter(logGroupName="alarm-drill", filterName="logins", filterPattern=pattern, metricTransformations=[transformation])

topic = sns.create_topic(Name="alarm-drill")["TopicArn"]
account = topic.split(":")[4]
sns.set_topic_attributes(TopicArn=topic, AttributeName="Policy", AttributeValue=json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "cloudwatch.amazonaws.com"}, "Action": "sns:Publish", "Resource": topic}]}))
queue = sqs.create_queue(QueueName="alarm-drill")["QueueUrl"]
queue_arn = f"arn:aws:sqs:eu-west-1:{account}:alarm-drill"
sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": queue_arn}]})})
sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue_arn)
cloudwatch.put_metric_alarm(
    AlarmName="console-login-without-mfa", Namespace="Landward", MetricName="ConsoleLoginsWithoutMfa", Statistic="Sum", Period=60, EvaluationPeriods=1,
    Threshold=1, ComparisonOperator="GreaterThanOrEqualToThreshold", TreatMissingData="notBreaching", AlarmActions=[topic])
seen["created"] = cloudwatch.describe_alarms(AlarmNames=["console-login-without-mfa"])["MetricAlarms"][0]["StateValue"]

logs.put_log_events(logGroupName="alarm-drill", logStreamName="s", logEvents=[{"timestamp": int(time.time() * 1000), "message": login}])
seen["found"] = len(logs.filter_log_events(logGroupName="alarm-drill", filterPattern=pattern)["events"])
until = time.time() + patience
messages = []
while not messages and time.time() < until:
    messages = sqs.receive_message(QueueUrl=queue).get("Messages", [])
    time.sleep(0.5)
if messages:
    notice = json.loads(messages[0]["Body"])
    seen["subject"] = notice["Subject"]
    seen["message"] = json.loads(notice["Message"])
alarm = cloudwatch.describe_alarms(AlarmNames=["console-login-without-mfa"])["MetricAlarms"][0]
seen["state"], seen["reason"] = alarm["StateValue"], alarm["StateReason"]
cloudwatch.set_alarm_state(AlarmName="console-login-without-mfa", StateValue="OK", StateReason="the drill is over")
history = cloudwatch.describe_alarm_history(AlarmName="console-login-without-mfa", HistoryItemType="StateUpdate", ScanBy="TimestampAscending")
seen["history"] = [item["HistorySummary"] for item in history["AlarmHistoryItems"]]
print(json.dumps(seen, default=str))
