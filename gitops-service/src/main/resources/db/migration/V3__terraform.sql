-- What a change is about: workloads, or files of an environment's Terraform root module.
alter table change add column kind text not null default 'WORKLOADS';

create table change_file (
    change_id uuid not null references change,
    position int not null,
    path text not null,
    -- Null removes the file.
    content text,
    primary key (change_id, position)
);

-- The right of one run of Terraform to read and write one environment's state; only the hash of its password is kept.
create table terraform_run (
    id uuid primary key,
    change_id uuid not null references change,
    environment text not null,
    password_hash text not null,
    host text not null,
    pid bigint,
    process_started_at timestamptz,
    created_at timestamptz not null,
    expires_at timestamptz not null
);
create index terraform_run_change on terraform_run (change_id);

-- Every version of an environment's state that was ever written, sealed, because a state holds secrets.
create table terraform_state (
    environment text not null,
    version bigint not null,
    serial bigint not null,
    lineage text not null,
    state text not null,
    run_id uuid not null references terraform_run,
    created_at timestamptz not null,
    primary key (environment, version)
);

create table terraform_state_lock (
    environment text primary key,
    lock_id text not null,
    info text not null,
    run_id uuid not null references terraform_run,
    taken_at timestamptz not null
);

-- The binary plan that was approved, sealed, and what it is bound to.
create table terraform_plan (
    change_id uuid primary key references change,
    plan text not null,
    binding jsonb not null,
    created_at timestamptz not null
);
