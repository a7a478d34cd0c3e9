-- Everything here belongs to the audit role; what the service's own role may do stands in R__grants.sql.

-- One row for each action and each refused attempt. before and after are json, not jsonb, because their exact text is hashed.
create table audit.event (
    tx xid8 not null default pg_current_xact_id(),
    seq bigint not null generated always as identity,
    id uuid not null,
    at timestamptz not null,
    actor_id uuid,
    client_id text,
    key_id uuid,
    address text,
    action text not null,
    resource_type text not null,
    resource_id text not null,
    outcome text not null check (outcome in ('succeeded', 'refused', 'failed')),
    before json,
    after json,
    request_id text,
    trace_id text,
    team text,
    environment text,
    -- The sealer goes by transaction first: a smaller seq may be committed after a larger one, but never below the oldest open
    -- transaction.
    primary key (tx, seq)
);
create index event_resource on audit.event (resource_type, resource_id, tx, seq);
create index event_actor on audit.event (actor_id, tx, seq);

-- Place n of the chain: which row stands there, and the hash of it and all before it.
create table audit.row_hash (
    n bigint not null primary key,
    tx xid8 not null,
    seq bigint not null,
    id uuid not null,
    hash bytea not null check (length(hash) = 32)
);

-- Rows first_n to last_n, sealed together and signed.
create table audit.seal (
    batch bigint not null primary key,
    first_n bigint not null,
    last_n bigint not null,
    last_tx xid8 not null,
    last_seq bigint not null,
    previous_hash bytea not null check (length(previous_hash) = 32),
    hash bytea not null check (length(hash) = 32),
    sealed_at timestamptz not null,
    key_id text not null,
    signature bytea not null
);
-- Found by their age when retention asks.
create index seal_sealed_at on audit.seal (sealed_at);

-- Up to which batch retention has removed the rows; the seals stay.
create table audit.pruning (
    through_batch bigint not null primary key references audit.seal (batch),
    through_n bigint not null,
    hash bytea not null check (length(hash) = 32),
    pruned_at timestamptz not null,
    key_id text not null,
    signature bytea not null
);

-- Up to which batch each target has got everything.
create table audit.push_place (
    target text not null primary key,
    batch bigint not null
);

-- Belt and braces: even the owner has to say that it is retention that deletes.
create function audit.append_only() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' and tg_table_name in ('event', 'row_hash')
            and current_setting('swen.audit_retention', true) = 'on' then
        return null;
    end if;
    raise exception 'audit.% is append-only, % is refused', tg_table_name, tg_op using errcode = 'insufficient_privilege';
end
$$;

create trigger append_only before update or delete or truncate on audit.event
    for each statement execute function audit.append_only();
create trigger append_only before update or delete or truncate on audit.row_hash
    for each statement execute function audit.append_only();
create trigger append_only before update or delete or truncate on audit.seal
    for each statement execute function audit.append_only();
create trigger append_only before update or delete or truncate on audit.pruning
    for each statement execute function audit.append_only();
