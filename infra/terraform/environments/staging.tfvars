# As prod in kind, smaller in number.
environment = "staging"

nodes = {
  aws_types            = ["m7i.large", "m6i.large", "m7a.large"]
  alibaba_types        = ["ecs.g7.large", "ecs.g6.large"]
  min                  = 2
  max                  = 6
  desired              = 2
  on_demand_base       = 1
  on_demand_percentage = 25
}

database = {
  version       = "17"
  aws_class     = "db.m7g.large"
  alibaba_class = "pg.n4.2c.2m"
  storage_gb    = 100
  backup_days   = 14
}
