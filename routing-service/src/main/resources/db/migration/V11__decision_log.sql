-- What a decision was made from now holds the whole request, so that every part of it is stored whatever it consists of.
update placement_decision
set inputs = (inputs - 'workload' - 'limits' - 'lost_offers') || jsonb_build_object('request', jsonb_build_object(
        'spec', inputs -> 'workload', 'now', inputs -> 'decided_at', 'limits', inputs -> 'limits',
        'lost_offers', inputs -> 'lost_offers', 'weights', null), 'artifacts', '{}'::jsonb)
where inputs ? 'workload';

-- The sealer goes by transaction first: a smaller seq may be committed after a larger one, but never below the oldest open
-- transaction.
alter table placement_decision
    add column tx xid8 not null default pg_current_xact_id(),
    add column seq bigint not null generated always as identity;
create index placement_decision_order on placement_decision (tx, seq);

-- Place n of the chain: which decision stands there, and the hash of it and all before it.
create table decision_chain (
    n bigint not null primary key,
    decision_id uuid not null unique references placement_decision (id),
    hash bytea not null check (length(hash) = 32)
);

-- Decisions first_n to last_n, sealed together; the newest seal is written to the audit log, which is signed and copied outside.
create table decision_seal (
    batch bigint not null primary key,
    first_n bigint not null,
    last_n bigint not null,
    last_tx xid8 not null,
    last_seq bigint not null,
    previous_hash bytea not null check (length(previous_hash) = 32),
    hash bytea not null check (length(hash) = 32),
    sealed_at timestamptz not null default now(),
    check (last_n >= first_n)
);

create function decision_log_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception '% of % is refused: the decision log is append-only', tg_op, tg_table_name
        using errcode = 'restrict_violation';
end
$$;
create trigger append_only before update or delete or truncate on placement_decision
    for each statement execute function decision_log_is_append_only();
create trigger append_only before update or delete or truncate on decision_chain
    for each statement execute function decision_log_is_append_only();
create trigger append_only before update or delete or truncate on decision_seal
    for each statement execute function decision_log_is_append_only();
