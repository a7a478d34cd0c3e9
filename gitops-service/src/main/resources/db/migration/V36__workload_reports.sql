-- What signs the callbacks of instances; sealed.
create table callback_key (
    name text primary key,
    key text not null
);

-- From when the first token of a deployment's instances counts, in wall time: the same whenever its instances are asked for again,
-- so that a cloud's own idempotency sees the same request.
alter table deployment add column callback_from timestamptz not null default now();

-- By what a workload is deployed.
alter table deployment add column target text not null default 'CLOUD_API';

create table workload_report (
    deployment_id uuid not null references deployment,
    replica int not null,
    heartbeat_at timestamptz not null,
    image text,
    progress numeric,
    checkpoint_at timestamptz,
    interrupted_at timestamptz,
    exit_code int,
    exited_at timestamptz,
    primary key (deployment_id, replica)
);

create table workload_log (
    deployment_id uuid not null references deployment,
    replica int not null,
    seq bigint not null,
    at timestamptz not null,
    text text not null,
    primary key (deployment_id, replica, seq)
);
