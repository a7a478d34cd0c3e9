mock_provider "aws" {
  mock_resource "aws_acm_certificate" {
    defaults = {
      domain_validation_options = [{
        domain_name           = "origin.swen.example.com"
        resource_record_name  = "_1.origin.swen.example.com."
        resource_record_type  = "CNAME"
        resource_record_value = "_2.acm-validations.aws."
      }]
    }
  }
}

variables {
  name              = "swen-prod"
  site              = { host = "swen.example.com", origin = "origin.swen.example.com", zone = "example.com" }
  vpc_id            = "vpc-1"
  subnet_ids        = ["subnet-1", "subnet-2"]
  security_group_id = "sg-1"
  log_bucket        = "swen-prod-000000000000-access"
  shield_advanced   = true
}

run "the_load_balancer_speaks_tls_in_two_zones_behind_a_firewall" {
  module {
    source = "./modules/aws/edge"
  }

  assert {
    condition     = aws_lb_listener.https.port == 443 && aws_lb_listener.https.protocol == "HTTPS" && strcontains(aws_lb_listener.https.ssl_policy, "TLS13-1-2")
    error_message = "The only listener must speak TLS 1.2 or newer."
  }

  assert {
    condition     = length(aws_lb.this.subnets) >= 2 && aws_lb.this.enable_deletion_protection && aws_lb.this.drop_invalid_header_fields && aws_lb.this.access_logs[0].enabled
    error_message = "The load balancer must span zones, resist deletion, drop bad headers and log."
  }

  assert {
    condition     = aws_wafv2_web_acl_association.load_balancer.resource_arn == aws_lb.this.arn && length(aws_wafv2_web_acl.load_balancer.rule) == 4
    error_message = "The firewall must stand in front of the load balancer with its four rules."
  }
}

run "cloudfront_has_the_firewall_too_and_redirects_to_https" {
  module {
    source = "./modules/aws/edge"
  }

  assert {
    condition     = aws_cloudfront_distribution.this.web_acl_id == aws_wafv2_web_acl.distribution.arn && aws_wafv2_web_acl.distribution.scope == "CLOUDFRONT" && aws_wafv2_web_acl.distribution.region == "us-east-1"
    error_message = "CloudFront must have the firewall."
  }

  assert {
    condition = (
      aws_cloudfront_distribution.this.default_cache_behavior[0].viewer_protocol_policy == "redirect-to-https"
      && one(one(aws_cloudfront_distribution.this.origin).custom_origin_config).origin_protocol_policy == "https-only"
      && aws_cloudfront_distribution.this.viewer_certificate[0].minimum_protocol_version == "TLSv1.2_2021"
    )
    error_message = "CloudFront must speak TLS on both sides."
  }

  assert {
    condition     = length(aws_shield_protection.load_balancer) == 1 && length(aws_shield_protection.distribution) == 1
    error_message = "Shield Advanced must guard both where it is asked for."
  }
}

run "refuses_names_outside_of_the_zone" {
  command = plan

  module {
    source = "./modules/aws/edge"
  }

  variables {
    site = { host = "swen.example.org", origin = "origin.swen.example.com", zone = "example.com" }
  }

  expect_failures = [var.site]
}
