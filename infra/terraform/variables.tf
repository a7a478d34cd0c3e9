variable "environment" {
  description = "Which environment this is; part of every name and tag."
  type        = string

  validation {
    condition     = contains(["dev", "staging", "prod"], var.environment)
    error_message = "environment must be dev, staging or prod."
  }
}

# Whose it is: set by the organisation, the same in kind for every environment.

variable "account_ids" {
  description = "The accounts that may be changed; with other credentials nothing is done. prod has to name both."
  type = object({
    aws     = optional(string)
    alibaba = optional(string)
  })
  default = {}

  validation {
    condition     = var.account_ids.aws == null ? true : can(regex("^[0-9]{12}$", var.account_ids.aws))
    error_message = "account_ids.aws must have twelve digits."
  }

  validation {
    condition     = var.account_ids.alibaba == null ? true : can(regex("^[0-9]{12,20}$", var.account_ids.alibaba))
    error_message = "account_ids.alibaba must have 12 to 20 digits."
  }

  validation {
    condition     = var.environment != "prod" || (var.account_ids.aws != null && var.account_ids.alibaba != null)
    error_message = "account_ids must name both accounts in prod."
  }
}

variable "sites" {
  description = "By cloud the name the world uses, the name that the content network reaches the load balancer by, and the DNS zone of both, which has to be there; for Alibaba Cloud also the certificate for both names (its number and region in the certificate service) and where the content network serves."
  type = object({
    aws = object({
      host   = string
      origin = string
      zone   = string
    })
    alibaba = object({
      host               = string
      origin             = string
      zone               = string
      certificate_id     = string
      certificate_region = optional(string, "ap-southeast-1")
      scope              = optional(string, "overseas")
    })
  })
}

variable "images" {
  description = "Images of the nodes, with the release in them. Without one the newest image of the cloud's own Linux is used, which starts and serves nothing. prod has to name both."
  type = object({
    aws     = optional(string)
    alibaba = optional(string)
  })
  default = {}

  validation {
    condition     = var.environment != "prod" || (var.images.aws != null && var.images.alibaba != null)
    error_message = "images must name both images in prod."
  }
}

variable "alarm_emails" {
  description = "Who is told of alarms; each address has to confirm. prod needs one."
  type        = list(string)
  default     = []

  validation {
    condition     = var.environment != "prod" || length(var.alarm_emails) > 0
    error_message = "alarm_emails must name somebody in prod."
  }
}

variable "ci" {
  description = "Whose jobs may publish releases: the issuer of CI's tokens, their audience, the exact subjects, and for Alibaba Cloud the fingerprints of the issuer's certificate authority. Null for none."
  type = object({
    issuer       = string
    audience     = string
    subjects     = list(string)
    fingerprints = list(string)
  })
  default = null
}

variable "trusted_role_arns" {
  description = "By cloud the roles besides the nodes' that may take on the collector's and the deployer's, such as those of service accounts in Kubernetes."
  type = object({
    aws     = optional(list(string), [])
    alibaba = optional(list(string), [])
  })
  default = {}
}

variable "aws_cost_export" {
  description = "Bucket and prefix of the account's data export with bills, such as my-bills/exports/swen; null for none."
  type        = string
  default     = null
}

variable "backup_copies" {
  description = "Where backups are copied to as well: a vault of AWS Backup in another region or account, and a region of Alibaba Cloud. prod has to name both."
  type = object({
    aws_vault_arn  = optional(string)
    alibaba_region = optional(string)
  })
  default = {}

  validation {
    condition     = var.environment != "prod" || (var.backup_copies.aws_vault_arn != null && var.backup_copies.alibaba_region != null)
    error_message = "backup_copies must name both places in prod."
  }
}

# Where it is.

variable "aws_region" {
  description = "AWS region."
  type        = string
  default     = "us-east-1"

  validation {
    condition     = can(regex("^[a-z]{2}-[a-z]+-[0-9]$", var.aws_region))
    error_message = "aws_region must be a region such as eu-central-1."
  }
}

variable "alibaba_region" {
  description = "Alibaba Cloud region."
  type        = string
  default     = "eu-central-1"

  validation {
    condition     = can(regex("^[a-z]{2}-[a-z]+(-[0-9])?$", var.alibaba_region))
    error_message = "alibaba_region must be a region such as eu-central-1 or cn-hangzhou."
  }
}

variable "aws_cidr_block" {
  description = "IPv4 range of the AWS network, /16 to /18; must not overlap with alibaba_cidr_block where the two are to be joined."
  type        = string
  default     = "10.16.0.0/16"

  validation {
    condition     = can(cidrhost(var.aws_cidr_block, 0)) && can(regex("/1[678]$", var.aws_cidr_block))
    error_message = "aws_cidr_block must be an IPv4 range of /16 to /18, such as 10.16.0.0/16."
  }
}

variable "alibaba_cidr_block" {
  description = "IPv4 range of the Alibaba Cloud network, /16 to /18."
  type        = string
  default     = "10.32.0.0/16"

  validation {
    condition     = can(cidrhost(var.alibaba_cidr_block, 0)) && can(regex("/1[678]$", var.alibaba_cidr_block))
    error_message = "alibaba_cidr_block must be an IPv4 range of /16 to /18, such as 10.32.0.0/16."
  }
}

variable "zone_count" {
  description = "Over how many zones everything is spread."
  type        = number
  default     = 2

  validation {
    condition     = var.zone_count >= 2 && var.zone_count <= 6
    error_message = "zone_count must be 2 to 6, so that losing one zone leaves another."
  }
}

# How much of it there is, and how well it is kept: what the environments differ in.

variable "nat_per_zone" {
  description = "On AWS a NAT gateway in each zone rather than one for all. Alibaba Cloud's fails over by itself."
  type        = bool
  default     = true
}

variable "public_cidr_blocks" {
  description = "From where the load balancers may be reached, by HTTPS only."
  type        = list(string)
  default     = ["0.0.0.0/0"]

  validation {
    condition     = length(var.public_cidr_blocks) > 0 && alltrue([for range in var.public_cidr_blocks : can(cidrhost(range, 0))])
    error_message = "public_cidr_blocks must be IPv4 ranges, such as 198.51.100.0/24."
  }
}

variable "nodes" {
  description = "Nodes of the platform, on each cloud: types with the preferred one first, fewest, most and how many at first, how many on demand in any case, and which percentage of those above."
  type = object({
    aws_types            = list(string)
    alibaba_types        = list(string)
    min                  = number
    max                  = number
    desired              = number
    on_demand_base       = number
    on_demand_percentage = number
  })

  validation {
    condition     = var.environment != "prod" || var.nodes.on_demand_base >= 2
    error_message = "nodes.on_demand_base must be 2 or more in prod, one for each zone."
  }
}

variable "database" {
  description = "PostgreSQL, on each cloud: version, instance class, GiB at first, and for how many days backups are kept. There is always a standby in another zone."
  type = object({
    version       = string
    aws_class     = string
    alibaba_class = string
    storage_gb    = number
    backup_days   = number
  })
}

variable "requests_per_5_minutes" {
  description = "How many requests one address may make in five minutes before the firewall blocks it."
  type        = number
  default     = 3000
}

variable "ddos_advanced" {
  description = "Whether Shield Advanced (subscribed to by the organisation) and Anti-DDoS Pro or Premium (bought here) guard what is public. The basic protection of both clouds is always there."
  type        = bool
  default     = false
}

variable "protected" {
  description = "Whether what keeps data resists deletion. prod is always protected."
  type        = bool
  default     = true

  validation {
    condition     = var.environment != "prod" || var.protected
    error_message = "protected must be true in prod."
  }
}
