create table change (
    id uuid primary key,
    version bigint not null,
    state text not null,
    stage text not null,
    team text not null,
    environment text not null,
    title text not null,
    reason text,
    author_id uuid not null,
    author_name text not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    commit_id text,
    commit_subject text,
    merged_commit text,
    plan jsonb,
    approval_level text,
    approval_reasons jsonb,
    approval_required int,
    approval_expires_at timestamptz,
    deployment_ids jsonb not null default '[]',
    failure_stage text,
    failure_code text,
    failure_detail text,
    unwind_to text
);
create index change_state on change (state, id);

create table change_item (
    change_id uuid not null references change,
    position int not null,
    action text not null,
    workload_id text not null,
    workload jsonb,
    decision jsonb,
    decision_id uuid,
    primary key (change_id, position)
);
create index change_item_workload on change_item (workload_id, change_id);

-- The unit of work of the pipeline: whoever holds the lease runs the stage; fence rises with each claim, so that an owner
-- that was believed dead cannot finish what somebody else took over.
create table change_stage (
    change_id uuid not null references change,
    position int not null,
    name text not null,
    state text not null,
    attempts int not null default 0,
    polling boolean not null default false,
    started_at timestamptz,
    first_claimed_at timestamptz,
    finished_at timestamptz,
    summary text,
    not_before timestamptz not null default now(),
    owner text,
    lease_until timestamptz,
    fence bigint not null default 0,
    primary key (change_id, name)
);
create index change_stage_open on change_stage (not_before) where state in ('WAITING', 'RUNNING');

create table change_stage_log (
    seq bigint generated always as identity primary key,
    change_id uuid not null references change,
    stage text not null,
    at timestamptz not null,
    level text not null,
    message text not null
);
create index change_stage_log_change on change_stage_log (change_id, stage, seq);

create table change_verdict (
    change_id uuid not null references change,
    actor_id uuid not null,
    name text not null,
    admin boolean not null,
    verdict text not null,
    reason text,
    plan_hash text not null,
    at timestamptz not null,
    noted boolean not null default false,
    primary key (change_id, actor_id)
);
create index change_verdict_not_noted on change_verdict (change_id) where not noted;

create table deployment (
    id uuid primary key,
    change_id uuid not null references change,
    workload_id text not null,
    decision_id uuid not null,
    team text not null,
    environment text not null,
    kind text not null,
    provider text not null,
    region text not null,
    zone text not null,
    instance_type text not null,
    purchase_option text not null,
    replicas int not null,
    stateful boolean not null,
    offer_id text not null,
    hourly_cost numeric not null,
    simulated boolean not null,
    state text not null,
    reason text,
    author_id uuid not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    observed_at timestamptz,
    -- Set when this service itself removes the instances, so that the observer does not call them lost.
    removing boolean not null default false,
    unique (change_id, workload_id)
);
create index deployment_workload on deployment (workload_id);
create index deployment_active on deployment (provider, region) where state in ('PENDING', 'RUNNING');

create table deployment_instance (
    deployment_id uuid not null references deployment,
    replica int not null,
    client_token text not null,
    instance_id text,
    state text not null,
    reason text,
    missed int not null default 0,
    primary key (deployment_id, replica)
);
create unique index deployment_instance_id on deployment_instance (instance_id);
