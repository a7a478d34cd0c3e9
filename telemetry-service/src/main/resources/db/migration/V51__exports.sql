create table export (
    id uuid not null primary key,
    state text not null check (state in ('queued', 'running', 'succeeded', 'failed')),
    kinds text[] not null,
    from_day date not null,
    to_day date not null,
    target text not null,
    author uuid,
    -- The day whose end started it; null for one that somebody started.
    scheduled_day date unique,
    partitions int not null,
    partitions_done int not null default 0,
    current_partition text,
    rows bigint not null default 0,
    bytes bigint not null default 0,
    failure text,
    created_at timestamptz not null,
    started_at timestamptz,
    finished_at timestamptz
);
create index export_open on export (created_at) where state in ('queued', 'running');

-- What stands at a target, one row a kind and day; a day without rows has no file.
create table export_partition (
    target text not null,
    kind text not null,
    day date not null,
    file text,
    rows bigint not null,
    bytes bigint not null,
    -- Of the rows as they were read, so that a day that did not change is not written again.
    source_sha256 text not null,
    sha256 text,
    exported_at timestamptz not null,
    export uuid not null,
    primary key (target, kind, day)
);
