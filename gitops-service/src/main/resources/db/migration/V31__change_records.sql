-- Changes whose record in Git is older than their rows. Filled by triggers, so that no writer can forget it.
create table change_record_due (
    change_id uuid primary key references change,
    serial bigint not null default 1,
    since timestamptz not null default clock_timestamp()
);

-- Marks the change of a row as due when anything but the columns that are not recorded (the arguments) is another than before.
create function change_record_is_due() returns trigger language plpgsql as $$
declare
    changed uuid;
begin
    if tg_op = 'UPDATE' and to_jsonb(new) - tg_argv = to_jsonb(old) - tg_argv then
        return null;
    end if;
    if tg_table_name = 'change' then
        changed := new.id;
    elsif tg_table_name = 'deployment_instance' then
        select change_id into changed from deployment where id = new.deployment_id;
    else
        changed := new.change_id;
    end if;
    insert into change_record_due as due (change_id) values (changed)
        on conflict (change_id) do update set serial = due.serial + 1;
    return null;
end $$;

create trigger record_due after insert or update on change
    for each row execute function change_record_is_due('version', 'plan');
create trigger record_due after insert or update on change_item
    for each row execute function change_record_is_due();
create trigger record_due after insert or update on change_file
    for each row execute function change_record_is_due();
create trigger record_due after insert or update on change_stage
    for each row execute function change_record_is_due(
        'owner', 'lease_until', 'fence', 'not_before', 'polling', 'first_claimed_at');
create trigger record_due after insert or update on change_verdict
    for each row execute function change_record_is_due('noted');
create trigger record_due after insert or update on deployment
    for each row execute function change_record_is_due('observed_at');
create trigger record_due after insert or update on deployment_instance
    for each row execute function change_record_is_due('state', 'reason', 'missed', 'launch_asked_at');

insert into change_record_due (change_id) select id from change;
