-- Where what runs differs from what the repository says; one open row for each subject.
create table drift_finding (
    id uuid primary key,
    class text not null,
    -- What it is about: a workload or an instance.
    subject text not null,
    team text not null,
    environment text not null,
    workload_id text,
    provider text,
    region text,
    instance_id text,
    differences jsonb not null,
    policy text not null,
    state text not null,
    -- Why it stands where it stands.
    note text,
    looks int not null,
    -- The change that is to heal it.
    change_id uuid references change,
    first_seen_at timestamptz not null,
    first_seen_wall timestamptz not null,
    last_seen_at timestamptz not null,
    closed_at timestamptz,
    decided_by uuid
);
create unique index drift_open on drift_finding (subject, class) where closed_at is null;
create index drift_list on drift_finding (id) where closed_at is null;
create index drift_change on drift_finding (change_id) where change_id is not null;

-- Each try to heal a workload: what bounds them.
create table drift_heal (
    workload_id text not null,
    at timestamptz not null,
    change_id uuid not null references change,
    primary key (workload_id, change_id)
);

-- What an instance was started from, when it was first seen.
alter table deployment_instance add column image text;
