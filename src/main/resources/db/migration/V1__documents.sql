-- "if not exists": a table that another service of the same contract has made is taken over.
create table if not exists documents (
    id bigint generated always as identity primary key,
    title varchar(255) not null,
    content text not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);

-- Such a table may leave its times to the service that made it, which nobody calls any more.
alter table documents
    alter column created_at set default now(),
    alter column updated_at set default now();
update documents
    set created_at = coalesce(created_at, updated_at, now()), updated_at = coalesce(updated_at, created_at, now())
    where created_at is null or updated_at is null;
alter table documents alter column created_at set not null, alter column updated_at set not null;

-- Search covers the first 100,000 characters of the content: a tsvector holds at most 1 MB, and a
-- hyphenated word of a script that needs 3 or 4 bytes a letter takes 8 bytes a letter, being indexed
-- whole and in parts.
alter table documents add column if not exists search_vector tsvector
    generated always as (
        setweight(to_tsvector('english', title), 'A') ||
        setweight(to_tsvector('english', left(content, 100000)), 'B')
    ) stored;

create index if not exists documents_search_idx on documents using gin (search_vector);

create or replace function documents_touch() returns trigger language plpgsql as $$
begin
    new.updated_at := now();
    return new;
end
$$;

drop trigger if exists documents_touch on documents;
create trigger documents_touch before update on documents
    for each row execute function documents_touch();
