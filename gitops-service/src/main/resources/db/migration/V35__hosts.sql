-- A delivery that was heard already does nothing; that it came at all only says that the remote is to be looked at.
create table webhook_delivery (
    host text not null,
    delivery_id text not null,
    event text not null,
    received_at timestamptz not null,
    primary key (host, delivery_id)
);
create index webhook_delivery_received on webhook_delivery (received_at);

-- One row: how it stands with the remote.
create table remote_state (
    id int primary key check (id = 1),
    state text not null,
    detail text,
    since timestamptz not null,
    looked_at timestamptz not null,
    remote_commit text,
    local_commit text,
    change_id uuid,
    failures int not null default 0,
    next_look_at timestamptz
);

-- What became of the remote's commits that did not come from here.
create table outside_commit (
    tip text primary key,
    change_id uuid unique references change,
    refusal text,
    taken_at timestamptz not null,
    check ((change_id is null) <> (refusal is null))
);

-- What the host is told of a change, and how far that is.
create table host_report (
    change_id uuid primary key references change,
    commit_id text not null,
    pull_number int,
    pull_looked boolean not null default false,
    told text,
    ended boolean not null default false,
    attempts int not null default 0,
    not_before timestamptz not null default now(),
    error text
);
create index host_report_open on host_report (not_before) where not ended;
