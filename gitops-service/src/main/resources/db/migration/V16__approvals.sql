-- What approvers allow beforehand for replacements of what they agreed to.
create table envelope (
    id uuid primary key,
    change_id uuid not null references change,
    team text not null,
    environment text not null,
    workload_ids text[] not null,
    -- The level that the change was agreed to under; nothing that needs more is covered.
    level text not null,
    max_hourly_cost numeric not null,
    regions text[] not null,
    uses int not null check (uses > 0),
    used int not null default 0 check (used between 0 and uses),
    valid_until timestamptz not null,
    granted_by uuid not null,
    granted_name text not null,
    granted_at timestamptz not null,
    revoked_by uuid,
    revoked_name text,
    revoked_at timestamptz,
    revoke_reason text
);
create index envelope_workloads on envelope using gin (workload_ids);
create index envelope_change on envelope (change_id);

create table envelope_use (
    change_id uuid primary key references change,
    envelope_id uuid not null references envelope,
    hourly_cost numeric not null,
    regions text[] not null,
    at timestamptz not null
);
create index envelope_use_envelope on envelope_use (envelope_id);

create table delegation (
    id uuid primary key,
    from_id uuid not null,
    from_name text not null,
    -- By login name; the id is learnt when it is used first and holds from then on.
    to_name text not null,
    to_id uuid,
    teams text[] not null,
    environments text[] not null,
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    reason text not null,
    created_at timestamptz not null,
    revoked_by uuid,
    revoked_name text,
    revoked_at timestamptz
);
create index delegation_from on delegation (from_id, ends_at);
create index delegation_to on delegation (to_name, ends_at);

alter table change_verdict add column on_behalf_of uuid;
alter table change_verdict add column on_behalf_name text;

-- Who took it upon himself to apply a change without the approvals it lacked, or in a freeze.
create table break_glass (
    change_id uuid primary key references change,
    actor_id uuid not null,
    actor_name text not null,
    reason text not null,
    plan_hash text not null,
    overridden jsonb not null,
    team text not null,
    environment text not null,
    at timestamptz not null,
    reviewed_by uuid,
    reviewed_name text,
    reviewed_at timestamptz,
    review_outcome text,
    review_note text,
    noted boolean not null default false
);
create index break_glass_open on break_glass (change_id) where reviewed_at is null;

alter table change add column approval_requested_at timestamptz;
update change set approval_requested_at = updated_at where state = 'AWAITING_APPROVAL';
-- What was told of an approval, each once.
create table approval_notice (
    change_id uuid not null references change,
    kind text not null,
    at timestamptz not null,
    primary key (change_id, kind)
);
