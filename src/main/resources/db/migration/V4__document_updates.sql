-- Tells of every change of a document, whoever makes it. A payload is the name of who tells, here
-- none, a space, and the URI. Without a URI it means that any resource may have changed: each of very
-- many would fill the queue of notifications, and tell its readers nothing more.
create function documents_changed() returns trigger language plpgsql as $$
declare
    most constant integer := 100;
begin
    if tg_op = 'TRUNCATE' then
        perform pg_notify('mcp_gateway_resources', ' ');
    elsif (select count(*) from (select from changed limit most + 1) counted) > most then
        perform pg_notify('mcp_gateway_resources', ' ');
    else
        perform pg_notify('mcp_gateway_resources', ' documents://' || id) from changed;
    end if;
    return null;
end
$$;

create trigger documents_inserted after insert on documents
    referencing new table as changed for each statement execute function documents_changed();

create trigger documents_updated after update on documents
    referencing new table as changed for each statement execute function documents_changed();

-- What had another id before is there no more; the same id is told once.
create trigger documents_left after update on documents
    referencing old table as changed for each statement execute function documents_changed();

create trigger documents_deleted after delete on documents
    referencing old table as changed for each statement execute function documents_changed();

create trigger documents_truncated after truncate on documents
    for each statement execute function documents_changed();
