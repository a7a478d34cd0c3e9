-- The W3C traceparent of the span in which a change came to be: its stages go on in that trace, however much later. A table of its
-- own, because a rebuilt change has no trace and needs none.
create table change_trace (
    change_id uuid primary key references change (id) on delete cascade,
    traceparent text not null
);
