create sequence service_revisions;

create table services (
    -- In the order of bytes, whatever the locale of the database: lists are read by it.
    id text collate "C" primary key check (id ~ '^[a-z0-9-]{1,63}$'),
    -- json, not jsonb: what was registered is given back as it was.
    info json not null,
    -- Never used twice, also not by an id that was deleted and registered again.
    revision bigint not null default nextval('service_revisions'),
    registered_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);

create function services_changed() returns trigger language plpgsql as $$
begin
    if tg_op <> 'INSERT' then
        perform pg_notify('mcp_gateway_services', old.id);
    end if;
    if tg_op <> 'DELETE' then
        perform pg_notify('mcp_gateway_services', new.id);
    end if;
    return null;
end
$$;

create trigger services_changed after insert or update or delete on services
    for each row execute function services_changed();

-- Replaces what is registered under an id, or adds it while there are fewer than max_services.
-- No row: there are as many already.
create function register_service(service_id text, service_info json, max_services integer)
    returns table (service_revision bigint, created boolean) language plpgsql as $$
begin
    for attempt in 1..2 loop
        return query update services s
            set info = service_info, revision = nextval('service_revisions'), updated_at = now()
            where s.id = service_id
            returning s.revision, false;
        if found then
            return;
        end if;
        -- New ids one after the other, until the commit: otherwise two would count before
        -- either is there. The one before may have brought this very id, hence the loop.
        perform pg_advisory_xact_lock(hashtext('mcp_gateway_services'));
    end loop;
    if (select count(*) from services) < max_services then
        return query insert into services as s (id, info) values (service_id, service_info)
            returning s.revision, true;
    end if;
end
$$;
