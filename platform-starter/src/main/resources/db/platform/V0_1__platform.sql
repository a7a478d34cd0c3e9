create table event_log (
    seq bigint generated always as identity,
    tx xid8 not null default pg_current_xact_id(),
    id uuid not null primary key,
    type text not null,
    subject text not null,
    time timestamptz not null,
    team text,
    environment text,
    actor_id uuid,
    traceparent text,
    data jsonb not null
);
-- Readers go by transaction first: a smaller seq may be committed after a larger one, but never below the oldest open transaction.
create unique index event_log_order on event_log (tx, seq);

create table event_cursor (
    consumer text not null primary key,
    cursor text
);

-- Events of the batch at hand that were handled already; emptied when the cursor moves past them.
create table event_inbox (
    consumer text not null,
    event_id uuid not null,
    primary key (consumer, event_id)
);

create table idempotency_key (
    caller text not null,
    operation text not null,
    key text not null,
    request_hash text not null,
    status int,
    location text,
    body text,
    created_at timestamptz not null default now(),
    primary key (caller, operation, key)
);
create index idempotency_key_created_at on idempotency_key (created_at);

create table audit_event (
    seq bigint generated always as identity primary key,
    id uuid not null unique,
    at timestamptz not null,
    actor_id uuid,
    action text not null,
    resource_type text not null,
    resource_id text not null,
    before jsonb,
    after jsonb,
    trace_id text
);
create index audit_event_resource on audit_event (resource_type, resource_id, seq);
