mock_provider "aws" {
  mock_data "aws_availability_zones" {
    defaults = { names = ["us-east-1a", "us-east-1b", "us-east-1c"] }
  }
}

variables {
  name       = "swen-dev"
  cidr_block = "10.16.0.0/16"
}

run "each_ring_stands_in_two_zones_and_gives_nobody_a_public_address" {
  module {
    source = "./modules/aws/network"
  }

  assert {
    condition = alltrue([
      for ring in [aws_subnet.private, aws_subnet.data, aws_subnet.public] :
      length(distinct([for subnet in ring : subnet.availability_zone])) >= 2
    ])
    error_message = "Private, data and public subnets must each lie in two zones or more."
  }

  assert {
    condition = alltrue([
      for subnet in concat(values(aws_subnet.private), values(aws_subnet.data), values(aws_subnet.public)) :
      subnet.map_public_ip_on_launch == false
    ])
    error_message = "No subnet may give public addresses."
  }

  assert {
    condition = length(distinct([
      for subnet in concat(values(aws_subnet.private), values(aws_subnet.data), values(aws_subnet.public)) : subnet.cidr_block
    ])) == 6
    error_message = "Ranges of subnets must not be the same."
  }

  assert {
    condition     = length(aws_nat_gateway.this) == 2 && length(aws_route.private) == 2
    error_message = "Each zone must have its own way out."
  }
}

run "one_nat_gateway_can_serve_all_zones" {
  module {
    source = "./modules/aws/network"
  }

  variables {
    nat_per_zone = false
  }

  assert {
    condition     = length(aws_nat_gateway.this) == 1 && length(aws_route.private) == 2
    error_message = "All private subnets must leave through the one gateway."
  }
}

run "refuses_a_single_zone" {
  command = plan

  module {
    source = "./modules/aws/network"
  }

  variables {
    zone_count = 1
  }

  expect_failures = [var.zone_count]
}

run "refuses_a_range_that_its_rings_do_not_fit_in" {
  command = plan

  module {
    source = "./modules/aws/network"
  }

  variables {
    cidr_block = "10.16.0.0/24"
  }

  expect_failures = [var.cidr_block]
}
