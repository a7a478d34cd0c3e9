# What an organisation has to say, with values that are nobody's: for tests and for the pretend cloud.
account_ids = {
  aws     = "000000000000"
  alibaba = "0000000000000000"
}

sites = {
  aws = {
    host   = "swen.example.com"
    origin = "origin.swen.example.com"
    zone   = "example.com"
  }
  alibaba = {
    host           = "swen.example.net"
    origin         = "origin.swen.example.net"
    zone           = "example.net"
    certificate_id = "1"
  }
}

images = {
  aws     = "ami-0123456789abcdef0"
  alibaba = "m-0123456789abcdefghij"
}

alarm_emails = ["platform@example.com"]

backup_copies = {
  aws_vault_arn  = "arn:aws:backup:eu-west-1:000000000000:backup-vault:copies"
  alibaba_region = "ap-southeast-1"
}

ci = {
  issuer       = "https://token.actions.githubusercontent.com"
  audience     = "swen"
  subjects     = ["repo:example/swen:environment:release"]
  fingerprints = ["0000000000000000000000000000000000000000"]
}
