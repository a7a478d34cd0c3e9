output "topic_arn" {
  description = "Where alarms are published."
  value       = aws_sns_topic.alarms.arn
}

output "notice_queue_arn" {
  description = "Queue of interruption notices, for SWEN_AWS_NOTICE_QUEUES."
  value       = aws_sqs_queue.notices.arn
}

output "log_group" {
  description = "Where the nodes log to."
  value       = aws_cloudwatch_log_group.platform.name
}
