-- What is done about something that happened where workloads run, by a runbook; all times but next_at are domain time.
create table remediation (
    id uuid not null primary key,
    version bigint not null default 0,
    runbook text not null,
    kind text not null,
    state text not null,
    team text not null,
    environment text not null,
    workload_id text not null,
    deployment_id uuid not null,
    -- The decision whose place is in danger.
    from_decision uuid not null,
    provider text not null,
    region text not null,
    incident_id uuid,
    opened_at timestamptz not null,
    updated_at timestamptz not null,
    ended_at timestamptz,
    -- When the place is lost; null where nothing says so.
    due_at timestamptz,
    attempts int not null default 0,
    -- What routing-service was asked under, and what it decided.
    request_id uuid,
    decision_id uuid,
    change_id uuid,
    outcome text,
    in_time boolean,
    reason text,
    released boolean not null default false,
    assignee text,
    -- Wall time of the next look.
    next_at timestamptz not null default now()
);
-- One at a time for a deployment, whatever tells of it.
create unique index remediation_open on remediation (deployment_id) where ended_at is null;
create index remediation_due on remediation (next_at) where ended_at is null;
create index remediation_ask on remediation (environment, team) where state = 'REQUESTED' and request_id is null;
create index remediation_request on remediation (request_id) where request_id is not null;
create index remediation_incident on remediation (incident_id) where incident_id is not null;
create index remediation_workload on remediation (workload_id, id);

create table remediation_entry (
    seq bigint generated always as identity primary key,
    remediation_id uuid not null references remediation on delete cascade,
    at timestamptz not null,
    what text not null,
    detail text not null
);
create index remediation_entry_remediation on remediation_entry (remediation_id, seq);

-- What routing-service was asked, so that a change can only claim to answer what it was asked for.
create table replacement_request (
    id uuid not null primary key,
    environment text not null,
    team text not null,
    workloads text[] not null,
    asked_at timestamptz not null
);

-- Every notice that was heard of, once; what became of it is never null, so that none can get lost between two tables.
create table interruption_notice (
    provider text not null,
    notice_id text not null,
    instance_id text not null,
    region text not null,
    kind text not null,
    noticed_at timestamptz not null,
    effective_at timestamptz,
    received_at timestamptz not null,
    -- REMEDIATED, UNKNOWN (no instance of ours, or not yet), ENDED (ours, and not expected to run any more)
    outcome text not null,
    remediation_id uuid,
    -- Wall time until which an unknown instance may still turn out to be ours.
    retry_until timestamptz,
    primary key (provider, notice_id)
);
create index interruption_notice_unknown on interruption_notice (retry_until) where outcome = 'UNKNOWN';
create index interruption_notice_instance on interruption_notice (instance_id);

-- Incidents as telemetry-service told of them, as far as they are about places.
create table known_incident (
    id uuid not null primary key,
    provider text,
    region text,
    scope text not null,
    severity text not null,
    title text not null,
    opened_at timestamptz not null,
    resolved_at timestamptz,
    -- The last change that was taken in; an older one that comes later is left out.
    told_at timestamptz not null,
    -- How many remediations its timeline tells of.
    noted_open int not null default 0,
    noted_ended int not null default 0
);
create index known_incident_open on known_incident (region) where resolved_at is null;

-- Regions that nothing of an environment is put into for now.
create table region_cordon (
    environment text not null,
    region text not null,
    incident_id uuid not null,
    since timestamptz not null,
    -- Set once the incident is resolved: the region stays out of use until then.
    until timestamptz,
    primary key (environment, region)
);

-- When the instance was told to make ready for its end.
alter table deployment_instance add column draining_at timestamptz;
-- Its removal failed because its region does not answer, and is owed.
alter table deployment add column removal_owed boolean not null default false;
create index deployment_removal_owed on deployment (id) where removal_owed;
create index if not exists change_item_decision on change_item (decision_id);
