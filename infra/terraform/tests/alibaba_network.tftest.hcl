mock_provider "alicloud" {
  mock_data "alicloud_zones" {
    defaults = { zones = [{ id = "eu-central-1a" }, { id = "eu-central-1b" }, { id = "eu-central-1c" }] }
  }

  mock_data "alicloud_regions" {
    defaults = { regions = [{ id = "eu-central-1" }] }
  }
}

variables {
  name       = "swen-dev"
  cidr_block = "10.32.0.0/16"
  tags       = { Project = "swen", Environment = "dev", ManagedBy = "terraform" }
}

run "each_ring_stands_in_two_zones" {
  module {
    source = "./modules/alibaba/network"
  }

  assert {
    condition = alltrue([
      for ring in [alicloud_vswitch.private, alicloud_vswitch.data, alicloud_vswitch.edge] :
      length(distinct([for vswitch in ring : vswitch.zone_id])) >= 2
    ])
    error_message = "Private, data and edge vSwitches must each lie in two zones or more."
  }

  assert {
    condition = length(distinct([
      for vswitch in concat(values(alicloud_vswitch.private), values(alicloud_vswitch.data), values(alicloud_vswitch.edge)) : vswitch.cidr_block
    ])) == 6
    error_message = "Ranges of vSwitches must not be the same."
  }

  assert {
    condition     = toset(keys(alicloud_snat_entry.private)) == toset(keys(alicloud_vswitch.private))
    error_message = "Only private vSwitches may have a way out."
  }
}

run "everything_has_the_tags" {
  module {
    source = "./modules/alibaba/network"
  }

  assert {
    condition = alltrue([
      for tags in concat(
        [alicloud_vpc.this.tags, alicloud_nat_gateway.this.tags, alicloud_eip_address.nat.tags, alicloud_vpc_gateway_endpoint.oss.tags],
        [for vswitch in concat(values(alicloud_vswitch.private), values(alicloud_vswitch.data), values(alicloud_vswitch.edge)) : vswitch.tags],
      ) : alltrue([for key, value in var.tags : try(tags[key] == value, false)])
    ])
    error_message = "Everything that takes tags must have them."
  }
}

run "refuses_a_single_zone" {
  command = plan

  module {
    source = "./modules/alibaba/network"
  }

  variables {
    zone_count = 1
  }

  expect_failures = [var.zone_count]
}
