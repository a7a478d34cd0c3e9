mock_provider "aws" {
  mock_data "aws_availability_zones" {
    defaults = {
      names = ["us-east-1a", "us-east-1b", "us-east-1c"]
    }
  }
}

mock_provider "alicloud" {
  mock_data "alicloud_zones" {
    defaults = {
      zones = [{ id = "eu-central-1a" }, { id = "eu-central-1b" }]
    }
  }
}

run "spreads_over_two_zones_in_both_clouds" {
  variables {
    environment = "dev"
  }

  assert {
    condition     = length(output.aws.subnet_ids) == 2
    error_message = "AWS must have subnets in two zones."
  }

  assert {
    condition     = length(output.alibaba.vswitch_ids) == 2
    error_message = "Alibaba Cloud must have vSwitches in two zones."
  }
}

run "refuses_an_environment_it_does_not_know" {
  command = plan

  variables {
    environment = "test"
  }

  expect_failures = [var.environment]
}
