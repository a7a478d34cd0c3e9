-- Rows that go with a change and are added to it later, or taken away.
create or replace function change_record_is_due() returns trigger language plpgsql as $$
declare
    changed uuid;
begin
    if tg_op = 'UPDATE' and to_jsonb(new) - tg_argv = to_jsonb(old) - tg_argv then
        return null;
    end if;
    if tg_op = 'DELETE' then
        changed := old.change_id;
    elsif tg_table_name = 'change' then
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

create trigger record_due after insert or update or delete on break_glass
    for each row execute function change_record_is_due('noted');
create trigger record_due after insert or update or delete on pin
    for each row execute function change_record_is_due();
create trigger record_due after insert or update or delete on envelope
    for each row execute function change_record_is_due();
create trigger record_due after insert or update or delete on envelope_use
    for each row execute function change_record_is_due();
create trigger record_due after insert or update or delete on promotion
    for each row execute function change_record_is_due();
create trigger record_due after insert or update or delete on adoption_instance
    for each row execute function change_record_is_due();
insert into change_record_due as due (change_id) select id from change
    on conflict (change_id) do update set serial = due.serial + 1;

-- What goes with no change has one record for all of it. A row a write, so that writers do not wait for each other.
create table control_record_due (
    seq bigint generated always as identity primary key
);

create function control_record_is_due() returns trigger language plpgsql as $$
begin
    insert into control_record_due default values;
    return null;
end $$;

create trigger record_due after insert or update or delete on environment_mode
    for each row execute function control_record_is_due();
create trigger record_due after insert or update or delete on kill_switch
    for each row execute function control_record_is_due();
create trigger record_due after insert or update or delete on freeze_window
    for each row execute function control_record_is_due();
create trigger record_due after insert or update or delete on delegation
    for each row execute function control_record_is_due();
create trigger record_due after insert or update or delete on container_override
    for each row execute function control_record_is_due();
insert into control_record_due default values;
