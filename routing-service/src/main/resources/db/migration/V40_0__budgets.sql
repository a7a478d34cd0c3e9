-- What telemetry-service last said of budgets; kept here so that decisions see all of them in one transaction, after a restart too.
create table known_budget (
    id uuid not null primary key,
    name text not null,
    team text,
    environment text,
    provider text,
    amount_usd numeric not null,
    month date not null,
    spent_usd numeric not null
);

-- One row once they were read.
create table budget_reading (
    id int not null primary key check (id = 1),
    -- Domain time: what was spent until then may be part of what budgets say is spent.
    read_at timestamptz not null
);

alter table reservation
    add column provider text,
    -- How long it is expected to be used; null for as long as nobody ends it.
    add column hours double precision,
    add column used_at timestamptz;
update reservation r set provider = d.provider from placement_decision d where d.id = r.decision_id;
update reservation set used_at = created_at where state = 'used';
create index reservation_was_used on reservation (ended_at) where used_at is not null;
