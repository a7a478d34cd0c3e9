-- Plans are stored sealed from now on; those of before are sealed in the background.
alter table change alter column plan type text using plan::text;
