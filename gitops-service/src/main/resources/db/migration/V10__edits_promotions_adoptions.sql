-- Workloads whose container was changed by a push or a promotion, with the hash of the container that routing last asked for: as long
-- as routing asks for that one again, what is on main is kept; another one is an edit and counts.
create table container_override (
    workload_id text primary key,
    routed_hash text not null
);

-- What a promotion was based on when it was asked for.
create table promotion (
    change_id uuid primary key references change,
    workload_id text not null,
    from_environment text not null,
    evidence jsonb not null
);

-- The instances that a change takes under management, one a replica.
create table adoption_instance (
    change_id uuid not null references change,
    replica int not null,
    instance_id text not null,
    primary key (change_id, replica)
);
