# Small, mostly spot, and easy to take away again.
environment  = "dev"
nat_per_zone = false
protected    = false

nodes = {
  aws_types            = ["m7i-flex.large", "m7i.large", "m6i.large"]
  alibaba_types        = ["ecs.g7.large", "ecs.g6.large"]
  min                  = 1
  max                  = 4
  desired              = 2
  on_demand_base       = 1
  on_demand_percentage = 0
}

database = {
  version       = "17"
  aws_class     = "db.t4g.medium"
  alibaba_class = "pg.n2.2c.2m"
  storage_gb    = 50
  backup_days   = 7
}
