-- A name of its own: "tasks" is what others in this schema may call a table of theirs.
create table mcp_tasks (
    id text collate "C" primary key,
    caller text not null,
    status text not null check (status in
        ('working', 'input_required', 'completed', 'failed', 'interrupted', 'cancelled')),
    status_message text,
    -- JSON as it is written to the caller, not to be rewritten here: what is asked, the result, the
    -- error. Of what was interrupted, the reason.
    payload text,
    -- What the call needs to be run again with the client's answers.
    continuation text,
    -- The process that runs it, and until when it is taken to.
    owner text,
    lease_until timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    expires_at timestamptz not null,
    poll_ms bigint not null,
    revision bigint not null default 1,
    check ((status = 'working') = (owner is not null and lease_until is not null)),
    check ((status = 'input_required') = (continuation is not null)),
    check ((status in ('working', 'cancelled')) = (payload is null))
);

create index mcp_tasks_expiry_idx on mcp_tasks (expires_at);

create function mcp_tasks_changed() returns trigger language plpgsql as $$
begin
    perform pg_notify('mcp_gateway_tasks', new.id || ' ' || new.status);
    return null;
end
$$;

-- A claim that is renewed is no news.
create trigger mcp_tasks_changed after update on mcp_tasks
    for each row when (old.revision is distinct from new.revision or old.status is distinct from new.status)
    execute function mcp_tasks_changed();
