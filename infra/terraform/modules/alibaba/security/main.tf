data "alicloud_caller_identity" "current" {}

data "alicloud_regions" "current" {
  current = true
}

locals {
  account = data.alicloud_caller_identity.current.account_id
  region  = data.alicloud_regions.current.regions[0].id
}
