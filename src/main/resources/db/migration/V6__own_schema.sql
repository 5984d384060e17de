-- The gateway's tables are in a schema of their own, in which every migration runs. Its functions run
-- with the search path of whoever changes a row, so they name it; and they tell on channels that begin
-- with its name, so that gateways with other schemas in the same database do not hear them.
create or replace function "${schema}".services_changed() returns trigger language plpgsql as $$
begin
    if tg_op <> 'INSERT' then
        perform pg_notify('${schema}_services', old.id);
    end if;
    if tg_op <> 'DELETE' then
        perform pg_notify('${schema}_services', new.id);
    end if;
    return null;
end
$$;

create or replace function "${schema}".register_service(service_id text, service_info json, max_services integer)
    returns table (service_revision bigint, created boolean) language plpgsql as $$
begin
    for attempt in 1..2 loop
        return query update "${schema}".services s
            set info = service_info, revision = nextval('"${schema}".service_revisions'), updated_at = now()
            where s.id = service_id
            returning s.revision, false;
        if found then
            return;
        end if;
        -- New ids one after the other, until the commit: otherwise two would count before
        -- either is there. The one before may have brought this very id, hence the loop.
        perform pg_advisory_xact_lock(hashtext('${schema}_services'));
    end loop;
    if (select count(*) from "${schema}".services) < max_services then
        return query insert into "${schema}".services as s (id, info) values (service_id, service_info)
            returning s.revision, true;
    end if;
end
$$;

create or replace function "${schema}".mcp_tasks_changed() returns trigger language plpgsql as $$
begin
    perform pg_notify('${schema}_tasks', new.id || ' ' || new.status);
    return null;
end
$$;

-- Serves every table with an id, so that a table of somebody else's that is offered as documents can
-- have these triggers too.
create or replace function "${schema}".documents_changed() returns trigger language plpgsql as $$
declare
    most constant integer := 100;
begin
    if tg_op = 'TRUNCATE' then
        perform pg_notify('${schema}_resources', ' ');
    elsif (select count(*) from (select from changed limit most + 1) counted) > most then
        perform pg_notify('${schema}_resources', ' ');
    else
        perform pg_notify('${schema}_resources', ' documents://' || id) from changed;
    end if;
    return null;
end
$$;
