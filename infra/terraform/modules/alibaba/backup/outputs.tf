output "vault_id" {
  description = "Id of the vault."
  value       = alicloud_hbr_vault.this.id
}
