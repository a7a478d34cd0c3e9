-- How a merged change fared in the time after it.
create table change_watch (
    change_id uuid primary key references change,
    started_at timestamptz not null,
    until timestamptz not null,
    state text not null,
    detail text,
    evidence jsonb not null default '[]',
    ended_at timestamptz
);
create index change_watch_open on change_watch (change_id) where state = 'WATCHING';

-- The steps by which a new version takes over, each with what its analysis said.
create table rollout_step (
    change_id uuid not null references change,
    workload_id text not null,
    step int not null,
    percent int not null,
    replicas int not null,
    begun_at timestamptz not null,
    begun_wall timestamptz not null,
    -- Since when all its replicas run.
    running_since timestamptz,
    verdict text,
    detail text,
    evidence jsonb not null default '[]',
    ended_at timestamptz,
    primary key (change_id, workload_id, step)
);

-- Stays set after it was removed: there is nothing to go back to.
alter table deployment add column was_lost boolean not null default false;
update deployment set was_lost = true where state = 'LOST';
