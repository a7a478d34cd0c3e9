-- What decisions were made from, stored once each under the hash of its content.
create table artifact (
    hash text not null primary key check (hash ~ '^sha256:[0-9a-f]{64}$'),
    kind text not null,
    -- Of the content, before compression.
    size bigint not null check (size >= 0),
    -- Deflated; null once it has expired, when the row stays to say so.
    content bytea,
    -- The artifact whose bytes these are the difference to; that one is stored in full.
    base text references artifact (hash),
    stored_at timestamptz not null default now(),
    last_used_at timestamptz not null default now(),
    expired_at timestamptz,
    expired_because text,
    check ((content is null) = (expired_at is not null)),
    check (base <> hash)
);
-- It is compressed already.
alter table artifact alter column content set storage external;
create index artifact_base on artifact (base) where base is not null;
create index artifact_to_expire on artifact (last_used_at) where content is not null;
create index artifact_bases on artifact (kind, stored_at) where base is null and content is not null;
