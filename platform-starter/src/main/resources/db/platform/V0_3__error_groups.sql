-- Errors of this service that look the same, and what people made of them. Times are wall times, as in the log.
create table error_group (
    fingerprint text primary key check (length(fingerprint) = 16),
    state text not null default 'open' check (state in ('open', 'acknowledged', 'resolved')),
    level text not null,
    logger text not null,
    exception text,
    place text,
    message text not null,
    sample text not null,
    frames text[] not null,
    trace_id text,
    occurrences bigint not null,
    first_seen timestamptz not null,
    last_seen timestamptz not null,
    reopened integer not null default 0,
    version bigint not null default 0,
    judged_by uuid,
    judged_at timestamptz,
    note text
);
create index error_group_by_time on error_group (last_seen desc, fingerprint desc);
