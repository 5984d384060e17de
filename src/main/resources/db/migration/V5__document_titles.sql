-- Finds documents by the beginning of their titles, in the order of the index.
create index documents_title_idx on documents (lower(title) text_pattern_ops, id);
