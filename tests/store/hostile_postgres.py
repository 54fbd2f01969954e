"""Statements that mean harm, for PostgreSQL; OTHER is the schema of somebody else's replica."""

CHANGES = r"""
INSERT INTO tasks (id) VALUES ('x')
UPDATE tasks SET name = 'x'
DELETE FROM tasks
TRUNCATE tasks
MERGE INTO tasks USING lists ON FALSE WHEN NOT MATCHED THEN DO NOTHING
DROP TABLE tasks
DROP SCHEMA mine CASCADE
CREATE TABLE x (a int)
CREATE TEMP TABLE x AS SELECT 1
CREATE FUNCTION x() RETURNS int LANGUAGE sql AS 'SELECT 1'
ALTER TABLE tasks ADD COLUMN x int
GRANT ALL ON tasks TO PUBLIC
COPY tasks TO '/tmp/stolen'
COPY tasks TO PROGRAM 'sh'
COPY (SELECT 1) TO STDOUT
DO $$ BEGIN DELETE FROM tasks; END $$
CALL x()
LOCK TABLE tasks
VACUUM
ANALYZE
CLUSTER
REINDEX TABLE tasks
CHECKPOINT
LOAD 'x'
NOTIFY x
LISTEN x
PREPARE x AS SELECT 1
EXECUTE x
DEALLOCATE ALL
DECLARE x CURSOR FOR SELECT 1
FETCH ALL FROM x
DISCARD ALL
SET ROLE postgres
SET LOCAL ROLE postgres
RESET ROLE
RESET ALL
SET SESSION AUTHORIZATION DEFAULT
SET search_path = OTHER
SET statement_timeout = 0
SET TRANSACTION READ WRITE
BEGIN
COMMIT
ROLLBACK
END
SAVEPOINT a
EXPLAIN ANALYZE DELETE FROM tasks
SHOW ALL
TABLE tasks
SELECT 1; DELETE FROM tasks
SELECT 1; RESET ROLE; SELECT name FROM OTHER.tasks
SELECT 1; COMMIT; DELETE FROM tasks
SELECT 1) AS a; DELETE FROM tasks; SELECT * FROM (SELECT 1
SELECT 1) AS a, LATERAL (SELECT name FROM OTHER.tasks
SELECT 1 /* */; DELETE FROM tasks --
) SELECT 1 (
SELECT 1)) --
SELECT ((1)
WITH a AS (DELETE FROM tasks RETURNING id) SELECT * FROM a
WITH a AS (INSERT INTO tasks (id) VALUES ('x') RETURNING id) SELECT * FROM a
WITH a AS (UPDATE tasks SET name = 'x' RETURNING id) SELECT * FROM a
WITH a AS (SELECT 1) DELETE FROM tasks
SELECT * FROM (WITH a AS (DELETE FROM tasks RETURNING id) SELECT * FROM a) b
SELECT 1 INTO x
SELECT * INTO TEMP x FROM tasks
SELECT id FROM tasks FOR UPDATE
SELECT id FROM tasks FOR SHARE
SELECT id FROM tasks FOR KEY SHARE SKIP LOCKED
SELECT nextval('x')
SELECT setval('x', 1)
SELECT lo_create(0)
SELECT lo_import('/etc/passwd')
SELECT lo_export(1, '/tmp/stolen')
SELECT lo_from_bytea(0, 'x')
SELECT lo_unlink(1)
SELECT set_config('role', 'none', true)
SELECT set_config('role', 'none', false), set_config('search_path', 'OTHER', false)
SELECT pg_notify('a', 'b')
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
SELECT pg_cancel_backend(1)
SELECT pg_reload_conf()
SELECT pg_rotate_logfile()
SELECT pg_switch_wal()
SELECT pg_create_restore_point('x')
SELECT pg_logical_emit_message(false, 'a', 'b')
SELECT pg_stat_reset()
""".strip("\n").splitlines()
"""Change something, or what comes after them."""

REACHES = r"""
SELECT name FROM OTHER.tasks
SELECT name FROM "OTHER".tasks
SELECT name FROM "OTHER"."tasks"
SELECT name FROM OTHER . tasks
SELECT name FROM/**/OTHER/**/./**/tasks
SELECT OTHER.tasks.name FROM OTHER.tasks
SELECT (SELECT name FROM OTHER.tasks LIMIT 1)
SELECT name FROM tasks UNION ALL SELECT name FROM OTHER.tasks
SELECT * FROM tasks NATURAL JOIN OTHER.tasks
SELECT 1 FROM tasks WHERE EXISTS (SELECT 1 FROM OTHER.tasks WHERE name LIKE '%')
SELECT CASE WHEN (SELECT count(*) FROM OTHER.tasks) > 0 THEN 1 ELSE 1 / 0 END
WITH a AS (SELECT * FROM OTHER.tasks) SELECT * FROM a
WITH RECURSIVE a AS (SELECT name FROM OTHER.tasks UNION SELECT name FROM a) SELECT * FROM a
SELECT t FROM OTHER.tasks t
SELECT name FROM OTHER.overdue
SELECT name FROM OTHER.tasks_words
SELECT data FROM OTHER.store_records
SELECT * FROM ONLY OTHER.tasks
SELECT * FROM OTHER.tasks TABLESAMPLE system (100)
SELECT NULL::OTHER.tasks
SELECT 'OTHER.tasks'::regclass
SELECT CAST('OTHER.tasks' AS regclass)
SELECT regclass 'OTHER.tasks'
SELECT "regclass" 'OTHER.tasks'
SELECT to_regclass('OTHER.tasks')
SELECT query_to_xml('SELECT name FROM OTHER.tasks', true, false, '')
SELECT "query_to_xml"('SELECT name FROM OTHER.tasks', true, false, '')
SELECT pg_catalog.query_to_xml('SELECT name FROM OTHER.tasks', true, false, '')
SELECT pg_catalog . "query_to_xml" ('SELECT name FROM OTHER.tasks', true, false, '')
SELECT QUERY_TO_XML('SELECT name FROM OTHER.tasks', true, false, '')
SELECT query_to_xml /* */ ('SELECT name FROM OTHER.tasks', true, false, '')
SELECT query_to_xml_and_xmlschema('SELECT 1', true, false, '')
SELECT table_to_xml('OTHER.tasks', true, false, '')
SELECT schema_to_xml('OTHER', true, false, '')
SELECT database_to_xml(true, false, '')
SELECT cursor_to_xml('x', 1, true, false, '')
SELECT DISTINCT ON (x) query_to_xml(x, y, z, w) FROM (SELECT '' x, true y, true z, '' w) a
SELECT * FROM tasks, query_to_xml(name, true, false, '') AS a
SELECT * FROM (SELECT 'x' AS a) b, dblink(a) AS (values text)
SELECT * FROM (SELECT 'x' AS a) b, dblink(a) AS (x text)
SELECT * FROM dblink('dbname=test', 'SELECT 1') AS a(x int)
SELECT dblink_connect('dbname=test')
SELECT dblink_exec('DELETE FROM tasks')
SELECT * FROM ROWS FROM (query_to_xml('SELECT 1', true, false, '')) AS a
SELECT * FROM LATERAL query_to_xml('SELECT 1', true, false, '') a
SELECT * FROM json_populate_recordset(NULL::tasks, '[]')
SELECT * FROM json_to_recordset('[{"a": "OTHER.tasks"}]') AS x(a regclass)
SELECT set_config('role', 'none', true), query_to_xml('TABLE OTHER.tasks', true, false, '')
SELECT current_setting('is_superuser')
SELECT current_setting('data_directory')
SELECT current_user
SELECT session_user
SELECT user
SELECT current_role
SELECT current_catalog
SELECT current_database()
SELECT current_schemas(true)
SELECT version()
SELECT inet_server_addr()
SELECT * FROM pg_class
SELECT relname FROM pg_catalog.pg_class
SELECT relname FROM "pg_class"
SELECT relname FROM PG_CLASS
SELECT relname FROM U&"pg_cl\0061ss"
SELECT U&'\0061'
SELECT E'\x41'
SELECT * FROM pg_namespace
SELECT * FROM pg_roles
SELECT * FROM pg_user
SELECT * FROM pg_shadow
SELECT * FROM pg_authid
SELECT * FROM pg_database
SELECT * FROM pg_settings
SELECT * FROM pg_stat_activity
SELECT * FROM pg_stat_user_tables
SELECT * FROM pg_stats
SELECT * FROM pg_locks
SELECT * FROM pg_views
SELECT * FROM pg_proc
SELECT * FROM pg_largeobject
SELECT * FROM pg_hba_file_rules
SELECT * FROM pg_file_settings
SELECT * FROM pg_prepared_statements
SELECT * FROM pg_cursors
SELECT * FROM pg_timezone_names
SELECT * FROM information_schema.tables
SELECT * FROM "information_schema"."columns"
SELECT * FROM INFORMATION_SCHEMA.schemata
SELECT pg_read_file('/etc/passwd')
SELECT pg_read_binary_file('/etc/passwd')
SELECT pg_ls_dir('/')
SELECT pg_stat_file('/etc/passwd')
SELECT lo_get(1)
SELECT pg_get_viewdef('overdue')
SELECT pg_get_functiondef(1)
SELECT pg_relation_size('tasks')
SELECT pg_size_pretty(pg_database_size('postgres'))
SELECT has_table_privilege('OTHER.tasks', 'select')
SELECT obj_description(1)
SELECT txid_current()
SELECT tableoid::regclass FROM tasks
SELECT * FROM store_records
SELECT * FROM "store_facts"
SELECT value FROM store_facts WHERE name = 'account'
SELECT * FROM public.connectors
SELECT * FROM postgres.public.connectors
SELECT 1 OPERATOR(pg_catalog.+) 2
SELECT collation for ('a')
SELECT xmlparse(document '<a/>')
SELECT xml '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
SELECT '<a/>'::xml
SELECT $1
SELECT $$a$$
SELECT $a$ DELETE FROM tasks $a$
SELECT name FROM tasks WHERE name = '\'; DELETE FROM tasks; --'
SELECT 'a
SELECT "a
SELECT /* a
SELECT /* /* */ 1
SELECT 1 \g
""".strip("\n").splitlines()
"""Reach for what is not theirs, or tell of it."""

STOPS = r"""
SELECT pg_sleep(60)
SELECT pg_sleep_for('1 minute')
SELECT pg_sleep_until('2099-01-01')
SELECT pg_advisory_lock(1)
SELECT pg_advisory_xact_lock(1)
SELECT pg_try_advisory_lock(1)
SELECT repeat('x', 1000000000)
SELECT lpad('x', 1000000000)
SELECT rpad('x', 1000000000)
SELECT format('%1000000000s', 'x')
SELECT * FROM generate_series(1, 1000000000)
SELECT array_fill(1, ARRAY[100000000])
SELECT gen_random_bytes(1000)
SELECT crypt('x', 'y')
SELECT max(e) OVER () FROM (SELECT exp(1) FROM tasks, tasks a, tasks b, tasks c, tasks d) f(e)
SELECT count(*) FROM tasks a, tasks b, tasks c, tasks d, tasks e
SELECT count(*) FROM tasks a, tasks b, tasks c, tasks d WHERE a.name || b.name ~ '(a+)+(b+)+$'
WITH RECURSIVE a(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM a) SELECT count(*) FROM a
WITH RECURSIVE a(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM a) SELECT max(n) FROM a
WITH RECURSIVE a(n) AS (SELECT 1 UNION ALL SELECT b.n FROM a b, tasks) SELECT count(*) FROM a
SELECT count(*) FROM tasks a, tasks b, tasks c, tasks d WHERE a.name < b.name AND c.name > d.name
SELECT array(SELECT a.id FROM tasks a, tasks b, tasks c)
SELECT array_agg(a.description) FROM tasks a, tasks b, tasks c
SELECT jsonb_agg(a) FROM tasks a, tasks b, tasks c
SELECT 'a'::tsvector
SELECT tsvector 'a'
SELECT "tsvector" 'a'
SELECT CAST(CAST('a' AS tsquery) AS text)
SELECT name OPERATOR(pg_catalog.~~) name FROM tasks
SELECT concat_ws(name, VARIADIC ARRAY['a']) FROM tasks
SELECT agent_store_fitting(name) FROM tasks
SELECT '{}'::jsonb @? '$' FROM tasks
""".strip("\n").splitlines()
"""Take all there is of time or memory, or keep others waiting."""
