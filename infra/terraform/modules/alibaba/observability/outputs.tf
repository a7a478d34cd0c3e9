output "contact_group" {
  description = "Who is told of alarms."
  value       = alicloud_cms_alarm_contact_group.this.alarm_contact_group_name
}
