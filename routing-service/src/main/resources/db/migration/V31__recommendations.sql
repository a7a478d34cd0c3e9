create table recommendation (
    id uuid not null primary key,
    kind text not null,
    -- The workload's id, or provider/region/instance.
    subject text not null,
    workload_id text,
    instance_id text,
    team text,
    environment text,
    state text not null,
    version bigint not null default 0,
    saving_per_month numeric not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    expires_at timestamptz not null,
    -- The decision that it became when it was applied.
    decision_id uuid,
    document jsonb not null
);
create unique index recommendation_open on recommendation (kind, subject) where state = 'open';
create index recommendation_scope on recommendation (team, environment, id desc);
create index recommendation_workload on recommendation (workload_id, id desc);
create index recommendation_expiry on recommendation (expires_at) where state = 'open';
create index recommendation_decision on recommendation (decision_id) where decision_id is not null;
