-- Leases of a stage that ran out one after the other without a result: its worker ended, or its process did.
alter table change_stage add column deaths int not null default 0;
