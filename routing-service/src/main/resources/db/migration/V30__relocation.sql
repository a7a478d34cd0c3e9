-- A move of what runs: it goes on at its old place until the new one has taken over, and stays there if that fails.
create table relocation (
    workload_id text not null primary key references workload (id),
    from_decision uuid not null,
    to_decision uuid not null unique,
    -- What the workload needed before; null where a move changes nothing of that.
    spec_before jsonb,
    why text not null,
    -- Nothing runs at the old place any more, so there is no way back.
    old_place_lost boolean not null default false,
    started_at timestamptz not null
);
create index relocation_from on relocation (from_decision);
