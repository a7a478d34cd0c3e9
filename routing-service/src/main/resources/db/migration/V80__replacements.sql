-- Decisions that are handed over together, as one change: the row of kind 'replacement' is what is sent, those of kind 'deploy'
-- with its key as their group are its items and are never due by themselves.
alter table handover add column group_key text;
create index handover_group on handover (group_key) where group_key is not null;

-- What gitops-service asked to be replaced, restarted or scaled; the queue of those that wait.
create table replacement_run (
    id uuid not null primary key,
    request jsonb not null,
    state text not null,
    attempts int not null default 0,
    lease_until timestamptz not null default now(),
    received_at timestamptz not null,
    decided_at timestamptz,
    result jsonb
);
create index replacement_run_waiting on replacement_run (received_at) where state = 'waiting';

-- Regions that nothing of an environment is put into for now.
create table cordoned_region (
    environment text not null,
    region text not null,
    why text not null,
    since timestamptz not null,
    primary key (environment, region)
);
