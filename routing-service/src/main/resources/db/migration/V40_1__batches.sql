create table batch (
    id uuid not null primary key,
    author_id uuid not null,
    size int not null,
    -- How much of it may be in one zone, in per cent; null is unlimited.
    zone_percent int,
    state text not null,
    created_at timestamptz not null,
    attempts int not null default 0,
    -- Wall time until which the worker that claimed it has it to itself.
    lease_until timestamptz not null default now(),
    decided_at timestamptz,
    result jsonb
);
create index batch_waiting on batch (created_at) where state = 'submitted';

alter table workload add column batch_id uuid references batch (id);
create index workload_batch on workload (batch_id, id) where batch_id is not null;
