create table notification (
    id uuid not null primary key,
    receiver text not null,
    subject uuid not null,
    kind text not null,
    payload jsonb not null,
    state text not null check (state in ('waiting', 'sending', 'sent', 'failed', 'superseded')),
    attempts int not null,
    created_wall timestamptz not null,
    -- When it is tried next; while it is being tried, when somebody else may take it over.
    due_wall timestamptz not null,
    sent_wall timestamptz,
    error text
);
create index notification_due on notification (due_wall) where state in ('waiting', 'sending');
create index notification_subject on notification (subject, receiver, created_wall);
create index change_expired on change (approval_expires_at) where state = 'EXPIRED';
