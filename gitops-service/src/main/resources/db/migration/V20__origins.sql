-- What brought a change about: a decision, a push, a person, or one of this service's own loops.
alter table change add column origin text not null default 'DECISION';
update change set origin = 'OPERATOR' where kind = 'TERRAFORM';
-- The change that it reverts, or the drift or remediation that it answers.
alter table change add column cause uuid;
alter table change add column incident_id uuid;
create index change_cause on change (cause) where cause is not null;

-- Under which key a part of this service opened a change, so that asking twice opens one.
create table change_opening (
    key text primary key,
    change_id uuid not null references change
);
