-- What moving a workload about has cost, beside what it would have cost to leave it where it was.
create table rebalance_account (
    workload_id text not null primary key references workload (id),
    team text not null,
    environment text not null,
    decision_id uuid not null,
    -- Domain time of the newest look.
    looked_at timestamptz not null,
    spent numeric not null,
    stayed numeric not null,
    disruption numeric not null,
    document jsonb not null
);
create index rebalance_account_scope on rebalance_account (team, environment, workload_id);
