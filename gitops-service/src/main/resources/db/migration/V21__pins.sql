-- What keeps a workload as it is after a change of it went wrong: until it is released, decisions about it are not applied.
create table pin (
    id uuid primary key,
    workload_id text not null,
    team text not null,
    environment text not null,
    -- The change that went wrong.
    change_id uuid not null references change,
    reason text not null,
    automatic boolean not null,
    actor_id uuid not null,
    pinned_at timestamptz not null,
    -- Null until somebody releases it.
    until timestamptz,
    released_at timestamptz,
    released_by uuid,
    release_reason text,
    constraint release_is_whole check ((released_at is null) = (released_by is null))
);
create unique index pin_in_force on pin (workload_id) where released_at is null;
create index pin_workload on pin (workload_id, id);
