# What the world sees: a content network that also carries WebSockets (DCDN), a load balancer with a firewall in it behind
# that, HTTPS only.

resource "alicloud_alb_load_balancer" "this" {
  load_balancer_name     = var.name
  load_balancer_edition  = "StandardWithWaf"
  address_type           = "Internet"
  address_allocated_mode = "Fixed"
  vpc_id                 = var.vpc_id

  load_balancer_billing_config {
    pay_type = "PayAsYouGo"
  }

  dynamic "zone_mappings" {
    for_each = var.vswitch_ids

    content {
      zone_id    = zone_mappings.key
      vswitch_id = zone_mappings.value
    }
  }

  access_log_config {
    log_project = var.log_project
    log_store   = var.access_log_store
  }

  deletion_protection_config {
    enabled = var.protected
  }

  modification_protection_config {
    status = var.protected ? "ConsoleProtection" : "NonProtection"
  }

  tags = var.tags
}

resource "alicloud_alb_load_balancer_security_group_attachment" "this" {
  load_balancer_id  = alicloud_alb_load_balancer.this.id
  security_group_id = var.security_group_id
}

resource "alicloud_alb_server_group" "gateway" {
  server_group_name = "${var.name}-gateway"
  server_group_type = "Instance"
  protocol          = "HTTP"
  vpc_id            = var.vpc_id

  health_check_config {
    health_check_enabled      = true
    health_check_protocol     = "HTTP"
    health_check_method       = "GET"
    health_check_path         = "/health"
    health_check_codes        = ["http_2xx"]
    health_check_connect_port = var.gateway_port
    health_check_interval     = 10
    health_check_timeout      = 5
    healthy_threshold         = 2
    unhealthy_threshold       = 3
  }

  connection_drain_config {
    connection_drain_enabled = true
    connection_drain_timeout = 60
  }

  sticky_session_config {
    sticky_session_enabled = false
  }

  tags = var.tags
}

resource "alicloud_alb_listener" "https" {
  load_balancer_id     = alicloud_alb_load_balancer.this.id
  listener_description = "HTTPS"
  listener_protocol    = "HTTPS"
  listener_port        = 443
  security_policy_id   = "tls_cipher_policy_1_2_strict_with_1_3"
  idle_timeout         = 60
  request_timeout      = 60
  http2_enabled        = true

  certificates {
    certificate_id = "${var.site.certificate_id}-${var.site.certificate_region}"
  }

  x_forwarded_for_config {
    x_forwarded_for_enabled       = true
    x_forwarded_for_proto_enabled = true
  }

  default_actions {
    type = "ForwardGroup"

    forward_group_config {
      server_group_tuples {
        server_group_id = alicloud_alb_server_group.gateway.id
      }
    }
  }

  tags = var.tags
}

# The instance is the account's; its rules here are for this environment's load balancer only.
resource "alicloud_wafv3_instance" "this" {}

resource "alicloud_wafv3_defense_template" "core" {
  instance_id           = alicloud_wafv3_instance.this.id
  defense_template_name = "${var.name}-core"
  description           = "Injections, traversal, known attacks"
  defense_scene         = "waf_group"
  template_type         = "user_custom"
  template_origin       = "custom"
  status                = "1"
  resources             = ["${alicloud_alb_load_balancer.this.id}-alb"]
}

resource "alicloud_wafv3_defense_rule" "core" {
  instance_id    = alicloud_wafv3_instance.this.id
  defense_scene  = "waf_group"
  defense_type   = "template"
  defense_origin = "custom"
  rule_name      = "${var.name}-core"
  rule_status    = 1
  template_id    = alicloud_wafv3_defense_template.core.defense_template_id

  config {
    rule_action = "block"
    auto_update = true
  }
}

resource "alicloud_wafv3_defense_template" "rate" {
  instance_id           = alicloud_wafv3_instance.this.id
  defense_template_name = "${var.name}-rate"
  description           = "Requests of one address"
  defense_scene         = "custom_acl"
  template_type         = "user_custom"
  template_origin       = "custom"
  status                = "1"
  resources             = ["${alicloud_alb_load_balancer.this.id}-alb"]
}

resource "alicloud_wafv3_defense_rule" "rate" {
  instance_id    = alicloud_wafv3_instance.this.id
  defense_scene  = "custom_acl"
  defense_type   = "template"
  defense_origin = "custom"
  rule_name      = "${var.name}-rate"
  rule_status    = 1
  template_id    = alicloud_wafv3_defense_template.rate.defense_template_id

  config {
    rule_action = "block"
    cc_status   = 1
    cc_effect   = "rule"

    conditions {
      key      = "URL"
      op_value = "contain"
      values   = "/"
    }

    rate_limit {
      target    = "remote_addr"
      interval  = 300
      threshold = var.requests_per_5_minutes
      ttl       = 300
    }
  }
}

# Anti-DDoS Basic guards the load balancer's addresses without being asked. Pro or Premium stands in front of it.
resource "alicloud_ddoscoo_instance" "this" {
  count = var.anti_ddos_advanced ? 1 : 0

  name              = var.name
  product_type      = startswith(var.region, "cn-") ? "ddoscoo" : "ddoscoo_intl"
  bandwidth         = "30"
  base_bandwidth    = "30"
  service_bandwidth = "100"
  domain_count      = "50"
  port_count        = "50"
  period            = 1

  tags = var.tags
}

resource "alicloud_ddoscoo_domain_resource" "this" {
  count = var.anti_ddos_advanced ? 1 : 0

  domain          = var.site.origin
  instance_ids    = [alicloud_ddoscoo_instance.this[0].id]
  real_servers    = [alicloud_alb_load_balancer.this.dns_name]
  rs_type         = 1
  cert_identifier = "${var.site.certificate_id}-${var.site.certificate_region}"
  ssl_protocols   = "tls1.2"

  proxy_types {
    proxy_type  = "https"
    proxy_ports = [443]
  }
}

resource "alicloud_alidns_record" "origin" {
  domain_name = var.site.zone
  rr          = trimsuffix(var.site.origin, ".${var.site.zone}")
  type        = "CNAME"
  value       = var.anti_ddos_advanced ? alicloud_ddoscoo_domain_resource.this[0].cname : alicloud_alb_load_balancer.this.dns_name
  ttl         = 600
}

resource "alicloud_dcdn_domain" "this" {
  domain_name  = var.site.host
  scope        = var.site.scope
  ssl_protocol = "on"
  cert_type    = "cas"
  cert_id      = var.site.certificate_id
  cert_region  = var.site.certificate_region

  sources {
    content  = var.site.origin
    type     = "domain"
    port     = 443
    priority = "20"
    weight   = "10"
  }

  tags = var.tags
}

locals {
  # The dashboard's built files are cached; everything else, WebSockets included, goes through to the gateway.
  content_network = {
    https_force         = { enable = "on" }
    https_tls_version   = { tls10 = "off", tls11 = "off", tls12 = "on", tls13 = "on" }
    forward_scheme      = { enable = "on", scheme_origin = "https" }
    set_req_host_header = { domain_name = var.site.origin }
    websocket           = { enabled = "on" }
    path_based_ttl_set  = { path = "/ui/assets/", ttl = "86400", weight = "99" }
    hsts                = { enabled = "on", https_hsts_max_age = "31536000", https_hsts_include_subdomains = "on" }
  }
}

resource "alicloud_dcdn_domain_config" "this" {
  for_each = local.content_network

  domain_name   = alicloud_dcdn_domain.this.domain_name
  function_name = each.key

  dynamic "function_args" {
    for_each = each.value

    content {
      arg_name  = function_args.key
      arg_value = function_args.value
    }
  }
}

resource "alicloud_alidns_record" "host" {
  domain_name = var.site.zone
  rr          = trimsuffix(var.site.host, ".${var.site.zone}")
  type        = "CNAME"
  value       = alicloud_dcdn_domain.this.cname
  ttl         = 600
}
