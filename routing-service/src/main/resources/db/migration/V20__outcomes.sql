-- Placed decisions whose deployment runs, or has ended and waits for its cost; a row becomes a placement_outcome.
create table placement_run (
    decision_id uuid not null primary key,
    workload_id text not null references workload (id),
    team text not null,
    environment text not null,
    author_id uuid not null,
    kind text not null,
    offer_id text not null,
    zone text not null,
    instance_type text not null,
    replicas int not null,
    simulated boolean not null,
    -- Hours within which an interruption counts for the model: the estimated duration, a day for a service.
    horizon_hours double precision not null,
    -- As decided, USD per hour of all replicas.
    predicted_hourly numeric not null,
    features jsonb not null,
    queued_at timestamptz not null,
    decided_at timestamptz not null,
    -- Null where it was lost before it ran.
    started_at timestamptz,
    -- Our own meter: what it cost until metered_until, and what it costs since.
    usd_per_hour numeric not null,
    accrued_usd numeric not null,
    metered_until timestamptz not null,
    ended_at timestamptz,
    ending text,
    -- Wall time.
    ended_wall timestamptz,
    next_attempt_at timestamptz
);
create index placement_run_open on placement_run (decision_id) where ended_at is null;
create index placement_run_workload on placement_run (workload_id);
create index placement_run_waiting on placement_run (next_attempt_at) where ended_at is not null;

create table placement_outcome (
    seq bigint generated always as identity primary key,
    decision_id uuid not null unique,
    workload_id text not null,
    team text not null,
    environment text not null,
    kind text not null,
    offer_id text not null,
    zone text not null,
    simulated boolean not null,
    horizon_hours double precision not null,
    features jsonb not null,
    decided_at timestamptz not null,
    started_at timestamptz,
    ended_at timestamptz not null,
    ending text not null,
    interrupted boolean not null,
    hours_run double precision not null,
    queue_seconds double precision,
    predicted_cost numeric not null,
    realised_cost numeric not null,
    cost_ratio double precision,
    cost_basis text not null,
    recorded_at timestamptz not null
);
create index placement_outcome_scope on placement_outcome (team, environment, seq desc);
create index placement_outcome_workload on placement_outcome (workload_id, seq desc);
