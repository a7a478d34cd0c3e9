-- The W3C traceparent of the span in which the hand-over came to be, so that what follows from it belongs to the same trace.
alter table handover add column traceparent text;
