create sequence service_revisions;

create table services (
    id text primary key,
    -- json, not jsonb: what was registered is given back as it was.
    info json not null,
    -- Never used twice, also not by an id that was deleted and registered again.
    revision bigint not null default nextval('service_revisions'),
    registered_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);

create or replace function services_changed() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        perform pg_notify('mcp_gateway_services', old.id);
        return old;
    end if;
    perform pg_notify('mcp_gateway_services', new.id);
    return new;
end
$$;

create trigger services_changed after insert or update or delete on services
    for each row execute function services_changed();
