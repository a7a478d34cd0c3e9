environment   = "prod"
zone_count    = 3
ddos_advanced = true

nodes = {
  aws_types            = ["m7i.xlarge", "m6i.xlarge", "m7a.xlarge"]
  alibaba_types        = ["ecs.g7.xlarge", "ecs.g6.xlarge"]
  min                  = 3
  max                  = 12
  desired              = 4
  on_demand_base       = 3
  on_demand_percentage = 50
}

database = {
  version       = "17"
  aws_class     = "db.m7g.xlarge"
  alibaba_class = "pg.n4.4c.2m"
  storage_gb    = 200
  backup_days   = 35
}
