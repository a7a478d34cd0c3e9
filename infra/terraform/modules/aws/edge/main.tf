# What the world sees: CloudFront with a firewall, a load balancer with the same firewall behind it, HTTPS only.

locals {
  # CloudFront takes its certificate and its firewall from there only.
  global = "us-east-1"
}

data "aws_route53_zone" "this" {
  name         = var.site.zone
  private_zone = false
}

resource "aws_acm_certificate" "load_balancer" {
  domain_name       = var.site.origin
  validation_method = "DNS"

  tags = { Name = var.site.origin }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_acm_certificate" "distribution" {
  region            = local.global
  domain_name       = var.site.host
  validation_method = "DNS"

  tags = { Name = var.site.host }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_route53_record" "validation" {
  for_each = {
    load_balancer = tolist(aws_acm_certificate.load_balancer.domain_validation_options)[0]
    distribution  = tolist(aws_acm_certificate.distribution.domain_validation_options)[0]
  }

  zone_id = data.aws_route53_zone.this.zone_id
  name    = each.value.resource_record_name
  type    = each.value.resource_record_type
  records = [each.value.resource_record_value]
  ttl     = 300
}

resource "aws_acm_certificate_validation" "load_balancer" {
  certificate_arn         = aws_acm_certificate.load_balancer.arn
  validation_record_fqdns = [aws_route53_record.validation["load_balancer"].fqdn]
}

resource "aws_acm_certificate_validation" "distribution" {
  region                  = local.global
  certificate_arn         = aws_acm_certificate.distribution.arn
  validation_record_fqdns = [aws_route53_record.validation["distribution"].fqdn]
}

resource "aws_lb" "this" {
  name                       = var.name
  load_balancer_type         = "application"
  internal                   = false
  security_groups            = [var.security_group_id]
  subnets                    = var.subnet_ids
  enable_deletion_protection = var.protected
  drop_invalid_header_fields = true
  desync_mitigation_mode     = "strictest"
  idle_timeout               = 120

  access_logs {
    bucket  = var.log_bucket
    prefix  = "load-balancer"
    enabled = true
  }

  tags = { Name = var.name }
}

resource "aws_lb_target_group" "gateway" {
  name                 = "${var.name}-gateway"
  port                 = var.gateway_port
  protocol             = "HTTP"
  vpc_id               = var.vpc_id
  target_type          = "instance"
  deregistration_delay = 60

  health_check {
    path                = "/health"
    matcher             = "200"
    interval            = 10
    timeout             = 5
    healthy_threshold   = 2
    unhealthy_threshold = 3
  }

  tags = { Name = "${var.name}-gateway" }
}

resource "aws_lb_listener" "https" {
  load_balancer_arn = aws_lb.this.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn   = aws_acm_certificate_validation.load_balancer.certificate_arn

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.gateway.arn
  }

  tags = { Name = "${var.name}-https" }
}

locals {
  managed_rules = ["AWSManagedRulesAmazonIpReputationList", "AWSManagedRulesCommonRuleSet", "AWSManagedRulesKnownBadInputsRuleSet"]
}

resource "aws_wafv2_web_acl" "load_balancer" {
  name        = var.name
  description = "In front of the load balancer"
  scope       = "REGIONAL"

  default_action {
    allow {}
  }

  dynamic "rule" {
    for_each = local.managed_rules

    content {
      name     = rule.value
      priority = rule.key

      override_action {
        none {}
      }

      statement {
        managed_rule_group_statement {
          name        = rule.value
          vendor_name = "AWS"
        }
      }

      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = rule.value
        sampled_requests_enabled   = true
      }
    }
  }

  rule {
    name     = "rate"
    priority = 100

    action {
      block {}
    }

    statement {
      rate_based_statement {
        limit              = var.requests_per_5_minutes
        aggregate_key_type = "FORWARDED_IP"

        forwarded_ip_config {
          header_name       = "X-Forwarded-For"
          fallback_behavior = "MATCH"
        }
      }
    }

    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "rate"
      sampled_requests_enabled   = true
    }
  }

  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = var.name
    sampled_requests_enabled   = true
  }

  tags = { Name = var.name }
}

resource "aws_wafv2_web_acl_association" "load_balancer" {
  resource_arn = aws_lb.this.arn
  web_acl_arn  = aws_wafv2_web_acl.load_balancer.arn
}

resource "aws_wafv2_web_acl" "distribution" {
  region      = local.global
  name        = "${var.name}-distribution"
  description = "In front of CloudFront"
  scope       = "CLOUDFRONT"

  default_action {
    allow {}
  }

  dynamic "rule" {
    for_each = local.managed_rules

    content {
      name     = rule.value
      priority = rule.key

      override_action {
        none {}
      }

      statement {
        managed_rule_group_statement {
          name        = rule.value
          vendor_name = "AWS"
        }
      }

      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = rule.value
        sampled_requests_enabled   = true
      }
    }
  }

  rule {
    name     = "rate"
    priority = 100

    action {
      block {}
    }

    statement {
      rate_based_statement {
        limit              = var.requests_per_5_minutes
        aggregate_key_type = "IP"
      }
    }

    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "rate"
      sampled_requests_enabled   = true
    }
  }

  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = "${var.name}-distribution"
    sampled_requests_enabled   = true
  }

  tags = { Name = "${var.name}-distribution" }
}

locals {
  # Policies that AWS keeps, by their published ids.
  caching_optimized   = "658327ea-f89d-4fab-a63d-7e88639e58f6"
  caching_disabled    = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
  all_viewer          = "216adef6-5c7f-47e4-b989-5492eafa07d3"
  security_headers    = "67f7725c-6f97-4210-82d7-5512b31e9d03"
  compressed_contents = "/ui/assets/*"
}

# The dashboard's built files are cached; everything else, WebSockets included, goes through to the gateway.
resource "aws_cloudfront_distribution" "this" {
  comment         = var.name
  enabled         = true
  is_ipv6_enabled = true
  http_version    = "http2and3"
  price_class     = "PriceClass_100"
  aliases         = [var.site.host]
  web_acl_id      = aws_wafv2_web_acl.distribution.arn

  origin {
    origin_id   = "gateway"
    domain_name = var.site.origin

    custom_origin_config {
      http_port              = 80
      https_port             = 443
      origin_protocol_policy = "https-only"
      origin_ssl_protocols   = ["TLSv1.2"]
      origin_read_timeout    = 60
    }
  }

  default_cache_behavior {
    target_origin_id           = "gateway"
    viewer_protocol_policy     = "redirect-to-https"
    allowed_methods            = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]
    cached_methods             = ["GET", "HEAD"]
    cache_policy_id            = local.caching_disabled
    origin_request_policy_id   = local.all_viewer
    response_headers_policy_id = local.security_headers
  }

  ordered_cache_behavior {
    path_pattern               = local.compressed_contents
    target_origin_id           = "gateway"
    viewer_protocol_policy     = "redirect-to-https"
    allowed_methods            = ["GET", "HEAD"]
    cached_methods             = ["GET", "HEAD"]
    compress                   = true
    cache_policy_id            = local.caching_optimized
    response_headers_policy_id = local.security_headers
  }

  viewer_certificate {
    acm_certificate_arn      = aws_acm_certificate_validation.distribution.certificate_arn
    minimum_protocol_version = "TLSv1.2_2021"
    ssl_support_method       = "sni-only"
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }

  tags = { Name = var.name }
}

resource "aws_route53_record" "origin" {
  zone_id = data.aws_route53_zone.this.zone_id
  name    = var.site.origin
  type    = "A"

  alias {
    name                   = aws_lb.this.dns_name
    zone_id                = aws_lb.this.zone_id
    evaluate_target_health = true
  }
}

resource "aws_route53_record" "host" {
  zone_id = data.aws_route53_zone.this.zone_id
  name    = var.site.host
  type    = "A"

  alias {
    name                   = aws_cloudfront_distribution.this.domain_name
    zone_id                = aws_cloudfront_distribution.this.hosted_zone_id
    evaluate_target_health = false
  }
}

# Shield Standard guards both without being asked. Advanced is subscribed to once an organisation, by hand, for a year; where
# that was done these two are put under it.
resource "aws_shield_protection" "load_balancer" {
  count = var.shield_advanced ? 1 : 0

  name         = "${var.name}-load-balancer"
  resource_arn = aws_lb.this.arn

  tags = { Name = "${var.name}-load-balancer" }
}

resource "aws_shield_protection" "distribution" {
  count = var.shield_advanced ? 1 : 0

  name         = "${var.name}-distribution"
  resource_arn = aws_cloudfront_distribution.this.arn

  tags = { Name = "${var.name}-distribution" }
}
