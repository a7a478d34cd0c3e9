create table workload (
    id text not null primary key,
    team text not null,
    environment text not null,
    kind text not null,
    spec jsonb not null,
    state text not null,
    version bigint not null default 0,
    author_id uuid not null,
    author_name text not null,
    traceparent text,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    decision_id uuid,
    change_id uuid,
    reason text,
    -- Wall time before which it is not decided (again); spaces out what is lost over and over.
    decide_after timestamptz not null default now(),
    -- The epoch it was last found unplaceable on.
    unplaceable_epoch bigint,
    losses int not null default 0,
    -- Something of it may run in a cloud, so a teardown has to follow its end.
    may_run boolean not null default false,
    cancel_requested boolean not null default false
);
create index workload_newest on workload (created_at desc, id desc);
create index workload_scope on workload (team, environment, created_at desc, id desc);
create index workload_to_decide on workload (decide_after, id) where state in ('submitted', 'moving');
create index workload_unplaceable on workload (unplaceable_epoch, id) where state = 'unplaceable';
create index workload_state on workload (state);

create table workload_transition (
    seq bigint generated always as identity primary key,
    workload_id text not null references workload (id),
    from_state text not null,
    to_state text not null,
    at timestamptz not null,
    reason text,
    -- The event, decision or request that caused it.
    cause_id text
);
create index workload_transition_workload on workload_transition (workload_id, seq);

create table placement_decision (
    id uuid not null primary key,
    workload_id text not null references workload (id),
    workload_version bigint not null,
    team text not null,
    environment text not null,
    decided_at timestamptz not null,
    epoch bigint not null,
    outcome text not null,
    offer_id text,
    provider text,
    hourly_cost numeric,
    confidence numeric not null,
    document jsonb not null,
    -- Everything it was decided from but the offers, which the epoch and the fingerprint name.
    inputs jsonb not null
);
create index placement_decision_workload on placement_decision (workload_id, id desc);
create index placement_decision_scope on placement_decision (team, environment, id desc);

-- Places a workload lost; it is not sent back to the same offer.
create table workload_loss (
    workload_id text not null references workload (id),
    offer_id text not null,
    at timestamptz not null,
    reason text,
    primary key (workload_id, offer_id)
);

create table reservation (
    id uuid not null primary key,
    decision_id uuid not null unique,
    workload_id text not null,
    team text not null,
    environment text not null,
    hourly_cost numeric not null,
    vcpus int not null,
    gpus int not null,
    state text not null,
    created_at timestamptz not null,
    ended_at timestamptz,
    reason text
);
create index reservation_open on reservation (team, environment) where state <> 'released';
create index reservation_workload on reservation (workload_id) where state <> 'released';

-- What is to be sent to gitops-service, once, under its key; kept until gitops has taken it, and after that as the record of it.
create table handover (
    key text not null primary key,
    workload_id text not null references workload (id),
    kind text not null,
    decision_id uuid,
    state text not null,
    attempts int not null default 0,
    next_attempt_at timestamptz not null default now(),
    change_id uuid,
    change_state text,
    last_error text,
    created_at timestamptz not null default now()
);
create index handover_waiting on handover (next_attempt_at) where state = 'waiting';
create index handover_workload on handover (workload_id, created_at);
create index handover_change on handover (change_id);
