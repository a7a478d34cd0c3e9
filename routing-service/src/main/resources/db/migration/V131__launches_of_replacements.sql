-- How many instances an answered order asks of each region.
alter table replacement_run add column launches jsonb;
create index replacement_run_launches on replacement_run (decided_at) where launches is not null;
