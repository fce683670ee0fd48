-- SPDX-License-Identifier: Apache-2.0
-- Functions of PostgreSQL 15 that tools call on its catalog; `hanse_` ones stand for its casts (dialect.h). A caller's
-- columns are put into a macro's text as they are: what it reads has names that no caller has.
CREATE VIEW hanse_pg.hq_schemas AS SELECT oid AS hq_oid, nspname AS hq_name FROM hanse_pg.pg_namespace;
CREATE VIEW hanse_pg.hq_relations AS SELECT c.oid AS hq_oid, c.relname AS hq_name, n.nspname AS hq_schema,
  n.oid = 11 AS hq_system FROM hanse_pg.pg_class c JOIN hanse_pg.pg_namespace n ON n.oid = c.relnamespace;
CREATE VIEW hanse_pg.hq_types AS SELECT oid::UINTEGER AS hq_oid, name AS hq_name, sql_name AS hq_sql_name
  FROM hanse_pg.hanse_types;
CREATE VIEW hanse_pg.hq_roles AS SELECT oid AS hq_oid, rolname AS hq_name FROM hanse_pg.pg_authid;
CREATE VIEW hanse_pg.hq_comments AS SELECT objoid AS hq_object, classoid AS hq_class, objsubid AS hq_sub,
  description AS hq_text FROM hanse_pg.pg_description;
CREATE VIEW hanse_pg.hq_keys AS SELECT t.key_oid AS hq_index, t.key_oid + 1 AS hq_constraint, t.schema AS hq_schema,
  t.name AS hq_table, k.names AS hq_names, k.quoted AS hq_quoted FROM hanse_pg.hanse_tables t
  JOIN hanse_pg.hanse_keys k ON k.table_oid = t.oid;
CREATE VIEW hanse_pg.hq_tables AS SELECT oid AS hq_oid, readable AS hq_readable FROM hanse_pg.hanse_tables;
CREATE VIEW hanse_pg.hq_settings AS SELECT name AS hq_name, setting AS hq_setting FROM hanse_pg.hanse_settings;
CREATE VIEW hanse_pg.hq_asker AS SELECT name AS hq_name, mesh AS hq_mesh FROM hanse_pg.hanse_asker;
CREATE MACRO hanse_pg.hanse_oid(x) AS CASE WHEN regexp_full_match(x::VARCHAR, '[0-9]+') THEN x::VARCHAR::UINTEGER
  ELSE (SELECT min(hq_oid) FROM hanse_pg.hq_relations WHERE lower(replace(x::VARCHAR, '"', '')) IN
    (lower(hq_schema || '.' || hq_name), CASE WHEN hq_system THEN hq_name END)) END;
CREATE MACRO hanse_pg.hanse_relation_name(x) AS coalesce((SELECT CASE WHEN hq_system THEN hq_name
  ELSE hanse_pg.quote_ident(hq_schema) || '.' || hanse_pg.quote_ident(hq_name) END FROM hanse_pg.hq_relations
  WHERE hq_oid::VARCHAR = x::VARCHAR), x::VARCHAR);
CREATE MACRO hanse_pg.hanse_schema_oid(x) AS CASE WHEN regexp_full_match(x::VARCHAR, '[0-9]+') THEN x::VARCHAR::UINTEGER
  ELSE (SELECT hq_oid FROM hanse_pg.hq_schemas WHERE hq_name = x::VARCHAR) END;
CREATE MACRO hanse_pg.hanse_schema_name(x) AS
  coalesce((SELECT hq_name FROM hanse_pg.hq_schemas WHERE hq_oid::VARCHAR = x::VARCHAR), x::VARCHAR);
CREATE MACRO hanse_pg.hanse_type_oid(x) AS CASE WHEN regexp_full_match(x::VARCHAR, '[0-9]+') THEN x::VARCHAR::UINTEGER
  ELSE (SELECT min(hq_oid) FROM hanse_pg.hq_types
    WHERE replace(x::VARCHAR, 'pg_catalog.', '') IN (hq_name, hq_sql_name)) END;
CREATE MACRO hanse_pg.hanse_type_name(x) AS
  coalesce((SELECT hq_sql_name FROM hanse_pg.hq_types WHERE hq_oid::VARCHAR = x::VARCHAR), x::VARCHAR);
CREATE MACRO hanse_pg.hanse_role_name(x) AS
  coalesce((SELECT hq_name FROM hanse_pg.hq_roles WHERE hq_oid::VARCHAR = x::VARCHAR), x::VARCHAR);
CREATE MACRO hanse_pg.hanse_role_oid(x) AS CASE WHEN regexp_full_match(x::VARCHAR, '[0-9]+') THEN x::VARCHAR::UINTEGER
  ELSE (SELECT hq_oid FROM hanse_pg.hq_roles WHERE hq_name = x::VARCHAR) END;
CREATE MACRO hanse_pg.quote_literal(x) AS '''' || replace(x::VARCHAR, '''', '''''') || '''';
CREATE MACRO hanse_pg.format_type(x, y) AS CASE WHEN x IS NULL THEN NULL ELSE coalesce((SELECT CASE
  WHEN hq_name IN ('numeric', '_numeric') AND y >= 4 THEN 'numeric(' || ((y - 4) >> 16) || ',' || ((y - 4) & 65535) ||
    ')' || CASE WHEN hq_name = '_numeric' THEN '[]' ELSE '' END
  WHEN hq_name = 'varchar' AND y >= 4 THEN 'character varying(' || (y - 4) || ')' ELSE hq_sql_name END
  FROM hanse_pg.hq_types WHERE hq_oid = x), '???') END;
CREATE MACRO hanse_pg.to_regclass(x) AS hanse_pg.hanse_oid(x);
CREATE MACRO hanse_pg.to_regtype(x) AS hanse_pg.hanse_type_oid(x);
CREATE MACRO hanse_pg.to_regnamespace(x) AS hanse_pg.hanse_schema_oid(x);
CREATE MACRO hanse_pg.pg_get_userbyid(x) AS coalesce((SELECT hq_name FROM hanse_pg.hq_roles WHERE hq_oid = x),
  'unknown (OID=' || x || ')');
CREATE MACRO hanse_pg.pg_encoding_to_char(x) AS CASE WHEN x = 6 THEN 'UTF8' ELSE '' END;
CREATE MACRO hanse_pg.pg_char_to_encoding(x) AS CASE WHEN upper(x) = 'UTF8' THEN 6 ELSE -1 END;
CREATE MACRO hanse_pg.getdatabaseencoding() AS 'UTF8';
CREATE MACRO hanse_pg.pg_client_encoding() AS 'UTF8';
CREATE MACRO hanse_pg.pg_table_is_visible(x) AS x IS NOT NULL;
CREATE MACRO hanse_pg.pg_type_is_visible(x) AS x IS NOT NULL;
CREATE MACRO hanse_pg.pg_function_is_visible(x) AS x IS NOT NULL;
CREATE MACRO hanse_pg.pg_operator_is_visible(x) AS x IS NOT NULL;
CREATE MACRO hanse_pg.pg_opclass_is_visible(x) AS x IS NOT NULL;
CREATE MACRO hanse_pg.pg_opfamily_is_visible(x) AS x IS NOT NULL;
CREATE MACRO hanse_pg.pg_collation_is_visible(x) AS x IS NOT NULL;
CREATE MACRO hanse_pg.pg_conversion_is_visible(x) AS x IS NOT NULL;
CREATE MACRO hanse_pg.pg_statistics_obj_is_visible(x) AS x IS NOT NULL;
CREATE MACRO hanse_pg.pg_ts_config_is_visible(x) AS x IS NOT NULL;
CREATE MACRO hanse_pg.pg_ts_dict_is_visible(x) AS x IS NOT NULL;
CREATE MACRO hanse_pg.pg_ts_parser_is_visible(x) AS x IS NOT NULL;
CREATE MACRO hanse_pg.pg_ts_template_is_visible(x) AS x IS NOT NULL;
CREATE MACRO hanse_pg.obj_description(x) AS (SELECT min(hq_text) FROM hanse_pg.hq_comments
  WHERE hq_object = x AND hq_sub = 0), (x, y) AS (SELECT min(hq_text) FROM hanse_pg.hq_comments
  WHERE hq_object = x AND hq_sub = 0 AND hq_class = CASE y WHEN 'pg_class' THEN 1259 WHEN 'pg_namespace' THEN 2615
    ELSE 0 END);
CREATE MACRO hanse_pg.col_description(x, y) AS (SELECT min(hq_text) FROM hanse_pg.hq_comments
  WHERE hq_object = x AND hq_sub = y AND hq_class = 1259);
CREATE MACRO hanse_pg.shobj_description(x, catalog_name) AS NULL::VARCHAR;
CREATE MACRO hanse_pg.pg_get_expr(x, relation) AS NULL::VARCHAR, (x, relation, pretty) AS NULL::VARCHAR;
CREATE MACRO hanse_pg.pg_get_viewdef(x) AS NULL::VARCHAR, (x, pretty) AS NULL::VARCHAR;
CREATE MACRO hanse_pg.pg_get_ruledef(x) AS NULL::VARCHAR, (x, pretty) AS NULL::VARCHAR;
CREATE MACRO hanse_pg.pg_get_triggerdef(x) AS NULL::VARCHAR, (x, pretty) AS NULL::VARCHAR;
CREATE MACRO hanse_pg.pg_get_partkeydef(x) AS NULL::VARCHAR;
CREATE MACRO hanse_pg.pg_get_functiondef(x) AS NULL::VARCHAR;
CREATE MACRO hanse_pg.pg_get_function_arguments(x) AS NULL::VARCHAR;
CREATE MACRO hanse_pg.pg_get_function_identity_arguments(x) AS NULL::VARCHAR;
CREATE MACRO hanse_pg.pg_get_function_result(x) AS NULL::VARCHAR;
CREATE MACRO hanse_pg.pg_get_function_sqlbody(x) AS NULL::VARCHAR;
CREATE MACRO hanse_pg.pg_get_statisticsobjdef(x) AS NULL::VARCHAR;
CREATE MACRO hanse_pg.pg_get_statisticsobjdef_columns(x) AS NULL::VARCHAR;
CREATE MACRO hanse_pg.pg_get_serial_sequence(relation, column_name) AS NULL::VARCHAR;
CREATE MACRO hanse_pg.pg_sequence_last_value(x) AS NULL::BIGINT;
CREATE MACRO hanse_pg.hanse_key(x) AS
  (SELECT 'PRIMARY KEY (' || hq_quoted || ')' FROM hanse_pg.hq_keys WHERE hq_constraint = x);
CREATE MACRO hanse_pg.pg_get_constraintdef(x) AS hanse_pg.hanse_key(x), (x, y) AS hanse_pg.hanse_key(x);
CREATE MACRO hanse_pg.hanse_index(x) AS (SELECT 'CREATE UNIQUE INDEX ' || hanse_pg.quote_ident(hq_table || '_pkey') ||
  ' ON ' || hanse_pg.quote_ident(hq_schema) || '.' || hanse_pg.quote_ident(hq_table) || ' USING btree (' || hq_quoted ||
  ')' FROM hanse_pg.hq_keys WHERE hq_index = x);
CREATE MACRO hanse_pg.pg_get_indexdef(x) AS hanse_pg.hanse_index(x), (x, y, z) AS CASE WHEN y = 0
  THEN hanse_pg.hanse_index(x) ELSE (SELECT hanse_pg.quote_ident(hq_names[y]) FROM hanse_pg.hq_keys
    WHERE hq_index = x) END;
CREATE MACRO hanse_pg.pg_relation_is_publishable(x) AS false;
CREATE MACRO hanse_pg.pg_partition_ancestors(x) AS unnest([]::UINTEGER[]);
CREATE MACRO hanse_pg.pg_partition_ancestors(x) AS TABLE
  SELECT NULL::UINTEGER AS relid, NULL::BIGINT AS ordinality WHERE false;
CREATE MACRO hanse_pg.pg_size_pretty(x) AS format_bytes(x::BIGINT);
CREATE MACRO hanse_pg.pg_table_size(x) AS NULL::BIGINT;
CREATE MACRO hanse_pg.pg_relation_size(x) AS NULL::BIGINT, (x, fork) AS NULL::BIGINT;
CREATE MACRO hanse_pg.pg_total_relation_size(x) AS NULL::BIGINT;
CREATE MACRO hanse_pg.pg_indexes_size(x) AS NULL::BIGINT;
CREATE MACRO hanse_pg.pg_database_size(x) AS NULL::BIGINT;
CREATE MACRO hanse_pg.pg_tablespace_size(x) AS NULL::BIGINT;
CREATE MACRO hanse_pg.pg_tablespace_location(x) AS '';
CREATE MACRO hanse_pg.pg_stat_get_numscans(x) AS 0::UINTEGER;
CREATE MACRO hanse_pg.pg_relation_filenode(x) AS NULL::BIGINT;
CREATE MACRO hanse_pg.hanse_may(relation, privilege) AS upper(privilege) = 'SELECT' AND coalesce((SELECT hq_readable
  FROM hanse_pg.hq_tables WHERE hq_oid = hanse_pg.hanse_oid(relation)), true);
CREATE MACRO hanse_pg.has_table_privilege(relation, privilege) AS hanse_pg.hanse_may(relation, privilege),
  (who, relation, privilege) AS hanse_pg.hanse_may(relation, privilege);
CREATE MACRO hanse_pg.has_any_column_privilege(relation, privilege) AS hanse_pg.hanse_may(relation, privilege),
  (who, relation, privilege) AS hanse_pg.hanse_may(relation, privilege);
CREATE MACRO hanse_pg.has_column_privilege(relation, column_name, privilege) AS hanse_pg.hanse_may(relation, privilege),
  (who, relation, column_name, privilege) AS hanse_pg.hanse_may(relation, privilege);
CREATE MACRO hanse_pg.has_schema_privilege(x, privilege) AS upper(privilege) = 'USAGE',
  (who, x, privilege) AS upper(privilege) = 'USAGE';
CREATE MACRO hanse_pg.has_database_privilege(x, privilege) AS upper(privilege) = 'CONNECT',
  (who, x, privilege) AS upper(privilege) = 'CONNECT';
CREATE MACRO hanse_pg.has_function_privilege(x, privilege) AS false, (who, x, privilege) AS false;
CREATE MACRO hanse_pg.has_sequence_privilege(x, privilege) AS false, (who, x, privilege) AS false;
CREATE MACRO hanse_pg.has_type_privilege(x, privilege) AS upper(privilege) = 'USAGE',
  (who, x, privilege) AS upper(privilege) = 'USAGE';
CREATE MACRO hanse_pg.has_language_privilege(x, privilege) AS false, (who, x, privilege) AS false;
CREATE MACRO hanse_pg.has_tablespace_privilege(x, privilege) AS false, (who, x, privilege) AS false;
CREATE MACRO hanse_pg.pg_has_role(x, privilege) AS true, (who, x, privilege) AS true;
CREATE MACRO hanse_pg.current_schemas(implicit) AS CASE WHEN implicit THEN ['pg_catalog'] ELSE []::VARCHAR[] END;
CREATE MACRO hanse_pg.current_schema() AS NULL::VARCHAR;
CREATE MACRO hanse_pg.current_database() AS (SELECT hq_mesh FROM hanse_pg.hq_asker);
CREATE MACRO hanse_pg.current_user() AS (SELECT hq_name FROM hanse_pg.hq_asker);
CREATE MACRO hanse_pg.hanse_setting(x) AS (SELECT hq_setting FROM hanse_pg.hq_settings
  WHERE lower(hq_name) = lower(x));
CREATE MACRO hanse_pg.current_setting(x) AS hanse_pg.hanse_setting(x), (x, missing_ok) AS hanse_pg.hanse_setting(x);
CREATE MACRO hanse_pg.version() AS 'PostgreSQL ' || hanse_pg.hanse_setting('server_version');
CREATE MACRO hanse_pg.pg_backend_pid() AS 0;
CREATE MACRO hanse_pg.pg_is_in_recovery() AS true;
CREATE MACRO hanse_pg.pg_my_temp_schema() AS 0::UINTEGER;
CREATE MACRO hanse_pg.pg_is_other_temp_schema(x) AS false;
CREATE MACRO hanse_pg.pg_advisory_unlock_all() AS NULL::VARCHAR;
CREATE MACRO hanse_pg.inet_server_addr() AS NULL::VARCHAR;
CREATE MACRO hanse_pg.inet_server_port() AS NULL::INTEGER;
CREATE MACRO hanse_pg.inet_client_addr() AS NULL::VARCHAR;
CREATE MACRO hanse_pg.hanse_series(x, y) AS generate_series(x::BIGINT, least(y::BIGINT, 10000)),
  (x, y, z) AS generate_series(x::BIGINT, least(y::BIGINT, 10000), z::BIGINT);
CREATE MACRO hanse_pg.generate_subscripts(x, y) AS unnest(generate_series(1, len(x)::BIGINT));
CREATE MACRO hanse_pg.array_upper(x, dimension) AS nullif(len(x), 0)::INTEGER;
CREATE MACRO hanse_pg.array_lower(x, dimension) AS CASE WHEN len(x) > 0 THEN 1 END::INTEGER;
CREATE MACRO hanse_pg.array_ndims(x) AS CASE WHEN len(x) > 0 THEN 1 END::INTEGER;
CREATE MACRO hanse_pg.array_to_string(x, separator) AS list_aggregate(x::VARCHAR[], 'string_agg', separator);
CREATE MACRO hanse_pg.pg_typeof(x) AS lower(typeof(x));
CREATE MACRO hanse_pg._pg_expandarray(x) AS unnest(list_transform(x, lambda v, n: {x: v, n: n::INTEGER}));
CREATE MACRO hanse_pg.acldefault(kind, owner) AS NULL::VARCHAR[];
CREATE MACRO hanse_pg.pg_get_keywords() AS TABLE SELECT * FROM (VALUES ('asof', 'R', false, 'reserved', ''),
  ('lambda', 'R', false, 'reserved', ''), ('pivot', 'R', false, 'reserved', ''), ('qualify', 'R', false, 'reserved', ''),
  ('summarize', 'R', false, 'reserved', ''), ('unpivot', 'R', false, 'reserved', ''))
  AS t(word, catcode, barelabel, catdesc, baredesc);
CREATE MACRO hanse_pg.aclexplode(x) AS TABLE SELECT NULL::UINTEGER AS grantor, NULL::UINTEGER AS grantee,
  NULL::VARCHAR AS privilege_type, NULL::BOOLEAN AS is_grantable WHERE false;
CREATE MACRO hanse_pg.pg_options_to_table(x) AS TABLE SELECT NULL::VARCHAR AS option_name,
  NULL::VARCHAR AS option_value WHERE false;
CREATE MACRO hanse_pg.pg_show_all_settings() AS TABLE SELECT * FROM hanse_pg.pg_settings;
