-- SPDX-License-Identifier: Apache-2.0
-- pg_catalog and information_schema over what one asker may see: the tables hanse_asker, hanse_schemas, hanse_tables
-- and hanse_columns of hanse_pg are made from it (catalog_rows.h). Columns and numbers as PostgreSQL 15 has them.
CREATE MACRO hanse_pg.quote_ident(x) AS CASE WHEN regexp_full_match(x, '[a-z_][a-z0-9_$]*') THEN x
  ELSE '"' || replace(x, '"', '""') || '"' END;
CREATE TABLE hanse_pg.hanse_types AS SELECT * FROM (VALUES
  (16, 'bool', 'boolean', 1, true, 'b', 'B', true, 0, 1000, 'c', 'p', 0),
  (17, 'bytea', 'bytea', -1, false, 'b', 'U', false, 0, 1001, 'i', 'x', 0),
  (18, 'char', '"char"', 1, true, 'b', 'Z', false, 0, 1002, 'c', 'p', 0),
  (19, 'name', 'name', 64, false, 'b', 'S', false, 18, 1003, 'c', 'p', 950),
  (20, 'int8', 'bigint', 8, true, 'b', 'N', false, 0, 1016, 'd', 'p', 0),
  (21, 'int2', 'smallint', 2, true, 'b', 'N', false, 0, 1005, 's', 'p', 0),
  (22, 'int2vector', 'int2vector', -1, false, 'b', 'A', false, 21, 1006, 'i', 'p', 0),
  (23, 'int4', 'integer', 4, true, 'b', 'N', false, 0, 1007, 'i', 'p', 0),
  (24, 'regproc', 'regproc', 4, true, 'b', 'N', false, 0, 1008, 'i', 'p', 0),
  (25, 'text', 'text', -1, false, 'b', 'S', true, 0, 1009, 'i', 'x', 100),
  (26, 'oid', 'oid', 4, true, 'b', 'N', true, 0, 1028, 'i', 'p', 0),
  (27, 'tid', 'tid', 6, false, 'b', 'U', false, 0, 1010, 's', 'p', 0),
  (28, 'xid', 'xid', 4, true, 'b', 'U', false, 0, 1011, 'i', 'p', 0),
  (30, 'oidvector', 'oidvector', -1, false, 'b', 'A', false, 26, 1013, 'i', 'p', 0),
  (114, 'json', 'json', -1, false, 'b', 'U', false, 0, 199, 'i', 'x', 0),
  (199, '_json', 'json[]', -1, false, 'b', 'A', false, 114, 0, 'i', 'x', 0),
  (700, 'float4', 'real', 4, true, 'b', 'N', false, 0, 1021, 'i', 'p', 0),
  (701, 'float8', 'double precision', 8, true, 'b', 'N', true, 0, 1022, 'd', 'p', 0),
  (705, 'unknown', 'unknown', -2, false, 'p', 'X', false, 0, 0, 'c', 'p', 0),
  (1000, '_bool', 'boolean[]', -1, false, 'b', 'A', false, 16, 0, 'i', 'x', 0),
  (1001, '_bytea', 'bytea[]', -1, false, 'b', 'A', false, 17, 0, 'i', 'x', 0),
  (1002, '_char', '"char"[]', -1, false, 'b', 'A', false, 18, 0, 'i', 'x', 0),
  (1003, '_name', 'name[]', -1, false, 'b', 'A', false, 19, 0, 'i', 'x', 950),
  (1005, '_int2', 'smallint[]', -1, false, 'b', 'A', false, 21, 0, 'i', 'x', 0),
  (1007, '_int4', 'integer[]', -1, false, 'b', 'A', false, 23, 0, 'i', 'x', 0),
  (1009, '_text', 'text[]', -1, false, 'b', 'A', false, 25, 0, 'i', 'x', 100),
  (1014, '_bpchar', 'character[]', -1, false, 'b', 'A', false, 1042, 0, 'i', 'x', 100),
  (1015, '_varchar', 'character varying[]', -1, false, 'b', 'A', false, 1043, 0, 'i', 'x', 100),
  (1016, '_int8', 'bigint[]', -1, false, 'b', 'A', false, 20, 0, 'd', 'x', 0),
  (1021, '_float4', 'real[]', -1, false, 'b', 'A', false, 700, 0, 'i', 'x', 0),
  (1022, '_float8', 'double precision[]', -1, false, 'b', 'A', false, 701, 0, 'd', 'x', 0),
  (1028, '_oid', 'oid[]', -1, false, 'b', 'A', false, 26, 0, 'i', 'x', 0),
  (1042, 'bpchar', 'character', -1, false, 'b', 'S', false, 0, 1014, 'i', 'x', 100),
  (1043, 'varchar', 'character varying', -1, false, 'b', 'S', false, 0, 1015, 'i', 'x', 100),
  (1082, 'date', 'date', 4, true, 'b', 'D', false, 0, 1182, 'i', 'p', 0),
  (1083, 'time', 'time without time zone', 8, true, 'b', 'D', false, 0, 1183, 'd', 'p', 0),
  (1114, 'timestamp', 'timestamp without time zone', 8, true, 'b', 'D', false, 0, 1115, 'd', 'p', 0),
  (1115, '_timestamp', 'timestamp without time zone[]', -1, false, 'b', 'A', false, 1114, 0, 'd', 'x', 0),
  (1182, '_date', 'date[]', -1, false, 'b', 'A', false, 1082, 0, 'i', 'x', 0),
  (1183, '_time', 'time without time zone[]', -1, false, 'b', 'A', false, 1083, 0, 'd', 'x', 0),
  (1184, 'timestamptz', 'timestamp with time zone', 8, true, 'b', 'D', true, 0, 1185, 'd', 'p', 0),
  (1185, '_timestamptz', 'timestamp with time zone[]', -1, false, 'b', 'A', false, 1184, 0, 'd', 'x', 0),
  (1186, 'interval', 'interval', 16, false, 'b', 'T', true, 0, 1187, 'd', 'p', 0),
  (1187, '_interval', 'interval[]', -1, false, 'b', 'A', false, 1186, 0, 'd', 'x', 0),
  (1231, '_numeric', 'numeric[]', -1, false, 'b', 'A', false, 1700, 0, 'i', 'x', 0),
  (1266, 'timetz', 'time with time zone', 12, false, 'b', 'D', false, 0, 1270, 'd', 'p', 0),
  (1270, '_timetz', 'time with time zone[]', -1, false, 'b', 'A', false, 1266, 0, 'd', 'x', 0),
  (1560, 'bit', 'bit', -1, false, 'b', 'V', false, 0, 1561, 'i', 'x', 0),
  (1562, 'varbit', 'bit varying', -1, false, 'b', 'V', true, 0, 1563, 'i', 'x', 0),
  (1563, '_varbit', 'bit varying[]', -1, false, 'b', 'A', false, 1562, 0, 'i', 'x', 0),
  (1700, 'numeric', 'numeric', -1, false, 'b', 'N', false, 0, 1231, 'i', 'm', 0),
  (2205, 'regclass', 'regclass', 4, true, 'b', 'N', false, 0, 2210, 'i', 'p', 0),
  (2206, 'regtype', 'regtype', 4, true, 'b', 'N', false, 0, 2211, 'i', 'p', 0),
  (2210, '_regclass', 'regclass[]', -1, false, 'b', 'A', false, 2205, 0, 'i', 'x', 0),
  (2249, 'record', 'record', -1, false, 'p', 'P', false, 0, 2287, 'd', 'x', 0),
  (2275, 'cstring', 'cstring', -2, false, 'p', 'P', false, 0, 1263, 'c', 'p', 0),
  (2276, 'any', '"any"', 4, true, 'p', 'P', false, 0, 0, 'i', 'p', 0),
  (2277, 'anyarray', 'anyarray', -1, false, 'p', 'P', false, 0, 0, 'd', 'x', 0),
  (2278, 'void', 'void', 4, true, 'p', 'P', false, 0, 0, 'i', 'p', 0),
  (2283, 'anyelement', 'anyelement', 4, true, 'p', 'P', false, 0, 0, 'i', 'p', 0),
  (2950, 'uuid', 'uuid', 16, false, 'b', 'U', false, 0, 2951, 'c', 'p', 0),
  (2951, '_uuid', 'uuid[]', -1, false, 'b', 'A', false, 2950, 0, 'i', 'x', 0),
  (3802, 'jsonb', 'jsonb', -1, false, 'b', 'U', false, 0, 3807, 'i', 'x', 0),
  (3807, '_jsonb', 'jsonb[]', -1, false, 'b', 'A', false, 3802, 0, 'i', 'x', 0))
  AS t(oid, name, sql_name, size, by_value, kind, category, preferred, element, array_oid, align, storage, collation_oid);
CREATE VIEW hanse_pg.pg_type AS SELECT oid::UINTEGER AS oid, name AS typname, 11::UINTEGER AS typnamespace,
  10::UINTEGER AS typowner, size::SMALLINT AS typlen, by_value AS typbyval, kind AS typtype, category AS typcategory,
  preferred AS typispreferred, true AS typisdefined, ',' AS typdelim, 0::UINTEGER AS typrelid,
  CASE WHEN category = 'A' THEN 'array_subscript_handler' ELSE '-' END AS typsubscript, element::UINTEGER AS typelem,
  array_oid::UINTEGER AS typarray, CASE WHEN category = 'A' THEN 'array_in' ELSE name || 'in' END AS typinput,
  CASE WHEN category = 'A' THEN 'array_out' ELSE name || 'out' END AS typoutput,
  CASE WHEN category = 'A' THEN 'array_recv' ELSE name || 'recv' END AS typreceive,
  CASE WHEN category = 'A' THEN 'array_send' ELSE name || 'send' END AS typsend, '-' AS typmodin, '-' AS typmodout,
  '-' AS typanalyze, align AS typalign, storage AS typstorage, false AS typnotnull, 0::UINTEGER AS typbasetype,
  -1::INTEGER AS typtypmod, 0::INTEGER AS typndims, collation_oid::UINTEGER AS typcollation,
  NULL::VARCHAR AS typdefaultbin, NULL::VARCHAR AS typdefault, NULL::VARCHAR[] AS typacl, 1247::UINTEGER AS tableoid
  FROM hanse_pg.hanse_types;
CREATE VIEW hanse_pg.pg_authid AS
  SELECT 10::UINTEGER AS oid, name AS rolname, false AS rolsuper, true AS rolinherit, false AS rolcreaterole,
    false AS rolcreatedb, true AS rolcanlogin, false AS rolreplication, false AS rolbypassrls,
    -1::INTEGER AS rolconnlimit, NULL::VARCHAR AS rolpassword, NULL::TIMESTAMPTZ AS rolvaliduntil
    FROM hanse_pg.hanse_asker
  UNION ALL SELECT oid, name, false, true, false, false, false, false, false, -1, NULL, NULL
    FROM hanse_pg.hanse_schemas WHERE name <> (SELECT name FROM hanse_pg.hanse_asker);
CREATE VIEW hanse_pg.pg_roles AS SELECT rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin,
  rolreplication, rolconnlimit, '********' AS rolpassword, rolvaliduntil, rolbypassrls, NULL::VARCHAR[] AS rolconfig,
  oid FROM hanse_pg.pg_authid;
CREATE VIEW hanse_pg.pg_user AS SELECT rolname AS usename, oid AS usesysid, false AS usecreatedb, false AS usesuper,
  false AS userepl, false AS usebypassrls, '********' AS passwd, NULL::TIMESTAMPTZ AS valuntil,
  NULL::VARCHAR[] AS useconfig FROM hanse_pg.pg_authid WHERE rolcanlogin;
CREATE VIEW hanse_pg.pg_namespace AS
  SELECT oid, name AS nspname, oid AS nspowner, NULL::VARCHAR[] AS nspacl, 2615::UINTEGER AS tableoid
    FROM hanse_pg.hanse_schemas
  UNION ALL SELECT * FROM (VALUES (11::UINTEGER, 'pg_catalog', 10::UINTEGER, NULL::VARCHAR[], 2615::UINTEGER),
    (13000, 'information_schema', 10, NULL, 2615));
CREATE TABLE hanse_pg.hanse_system AS SELECT * FROM (VALUES (1247, 'pg_type'), (1249, 'pg_attribute'), (1255, 'pg_proc'),
  (1259, 'pg_class'), (1260, 'pg_authid'), (1262, 'pg_database'), (2601, 'pg_am'), (2604, 'pg_attrdef'),
  (2606, 'pg_constraint'), (2609, 'pg_description'), (2610, 'pg_index'), (2611, 'pg_inherits'), (2612, 'pg_language'),
  (2615, 'pg_namespace'), (2616, 'pg_opclass'), (2617, 'pg_operator'), (2618, 'pg_rewrite'), (2620, 'pg_trigger'),
  (2753, 'pg_opfamily'), (1213, 'pg_tablespace'), (1417, 'pg_foreign_server'), (2328, 'pg_foreign_data_wrapper'),
  (3079, 'pg_extension'), (3456, 'pg_collation'), (3501, 'pg_enum'), (3764, 'pg_ts_template'), (2224, 'pg_sequence'),
  (3381, 'pg_statistic_ext'), (3466, 'pg_event_trigger'), (6104, 'pg_publication'), (2396, 'pg_shdescription'))
  AS t(oid, name);
CREATE VIEW hanse_pg.hanse_keys AS SELECT table_oid, list(number ORDER BY key_number)::SMALLINT[] AS numbers,
  list(name ORDER BY key_number) AS names, string_agg(hanse_pg.quote_ident(name), ', '
  ORDER BY key_number) AS quoted FROM hanse_pg.hanse_columns WHERE key_number > 0 GROUP BY table_oid;
CREATE VIEW hanse_pg.pg_class AS
  WITH relations AS (
    SELECT t.oid, t.name, s.oid AS schema_oid, s.oid AS owner, t.kind, CASE WHEN t.readable
          THEN [hanse_pg.quote_ident(a.name) || '=r/' || hanse_pg.quote_ident(t.schema)]
          ELSE []::VARCHAR[] END AS access_list,
        (SELECT count(*) FROM hanse_pg.hanse_columns c WHERE c.table_oid = t.oid) AS columns,
        EXISTS (SELECT 1 FROM hanse_pg.hanse_keys k WHERE k.table_oid = t.oid) AS has_key, 2::UINTEGER AS access
      FROM hanse_pg.hanse_tables t JOIN hanse_pg.hanse_schemas s ON s.name = t.schema CROSS JOIN hanse_pg.hanse_asker a
    UNION ALL SELECT t.key_oid, t.name || '_pkey', s.oid, s.oid, 'i', NULL, len(k.numbers), false, 403
      FROM hanse_pg.hanse_tables t JOIN hanse_pg.hanse_schemas s ON s.name = t.schema
      JOIN hanse_pg.hanse_keys k ON k.table_oid = t.oid
    UNION ALL SELECT oid, name, 11, 10, 'r', ['=r'], 0, false, 2 FROM hanse_pg.hanse_system)
  SELECT oid::UINTEGER AS oid, name AS relname, schema_oid::UINTEGER AS relnamespace, 0::UINTEGER AS reltype,
    0::UINTEGER AS reloftype, owner::UINTEGER AS relowner, CASE WHEN kind = 'v' THEN 0 ELSE access END::UINTEGER AS relam,
    0::UINTEGER AS relfilenode, 0::UINTEGER AS reltablespace, 0::INTEGER AS relpages, -1::FLOAT AS reltuples,
    0::INTEGER AS relallvisible, 0::UINTEGER AS reltoastrelid, has_key AS relhasindex, false AS relisshared,
    'p' AS relpersistence, kind AS relkind, columns::SMALLINT AS relnatts, 0::SMALLINT AS relchecks,
    false AS relhasrules, false AS relhastriggers, false AS relhassubclass, false AS relrowsecurity,
    false AS relforcerowsecurity, true AS relispopulated, CASE WHEN has_key THEN 'd' ELSE 'n' END AS relreplident,
    false AS relispartition, 0::UINTEGER AS relrewrite, 0::UINTEGER AS relfrozenxid, 0::UINTEGER AS relminmxid,
    access_list AS relacl, NULL::VARCHAR[] AS reloptions, NULL::VARCHAR AS relpartbound, 1259::UINTEGER AS tableoid
  FROM relations;
CREATE VIEW hanse_pg.pg_attribute AS
  WITH columns AS (
    SELECT table_oid, name, type_oid, modifier, number FROM hanse_pg.hanse_columns
    UNION ALL SELECT t.key_oid, c.name, c.type_oid, c.modifier, c.key_number FROM hanse_pg.hanse_columns c
      JOIN hanse_pg.hanse_tables t ON t.oid = c.table_oid WHERE c.key_number > 0)
  SELECT c.table_oid::UINTEGER AS attrelid, c.name AS attname, c.type_oid::UINTEGER AS atttypid,
    -1::INTEGER AS attstattarget, t.size::SMALLINT AS attlen, c.number::SMALLINT AS attnum,
    CASE WHEN t.category = 'A' THEN 1 ELSE 0 END::INTEGER AS attndims, -1::INTEGER AS attcacheoff,
    c.modifier::INTEGER AS atttypmod, t.by_value AS attbyval, t.align AS attalign, t.storage AS attstorage,
    '' AS attcompression, false AS attnotnull, false AS atthasdef, false AS atthasmissing, '' AS attidentity,
    '' AS attgenerated, false AS attisdropped, true AS attislocal, 0::INTEGER AS attinhcount,
    t.collation_oid::UINTEGER AS attcollation, NULL::VARCHAR[] AS attacl, NULL::VARCHAR[] AS attoptions,
    NULL::VARCHAR[] AS attfdwoptions, NULL::VARCHAR AS attmissingval, 1249::UINTEGER AS tableoid
  FROM columns c JOIN hanse_pg.hanse_types t ON t.oid = c.type_oid;
CREATE VIEW hanse_pg.pg_index AS SELECT t.key_oid::UINTEGER AS indexrelid, t.oid::UINTEGER AS indrelid,
  len(k.numbers)::SMALLINT AS indnatts, len(k.numbers)::SMALLINT AS indnkeyatts, true AS indisunique,
  false AS indnullsnotdistinct, true AS indisprimary, false AS indisexclusion, true AS indimmediate,
  false AS indisclustered, true AS indisvalid, false AS indcheckxmin, true AS indisready, true AS indislive,
  false AS indisreplident, k.numbers AS indkey, list_transform(k.numbers, lambda n: 0::UINTEGER) AS indcollation,
  list_transform(k.numbers, lambda n: 0::UINTEGER) AS indclass,
  list_transform(k.numbers, lambda n: 0::SMALLINT) AS indoption, NULL::VARCHAR AS indexprs, NULL::VARCHAR AS indpred
  FROM hanse_pg.hanse_tables t JOIN hanse_pg.hanse_keys k ON k.table_oid = t.oid;
CREATE VIEW hanse_pg.pg_constraint AS SELECT (t.key_oid + 1)::UINTEGER AS oid, t.name || '_pkey' AS conname,
  s.oid::UINTEGER AS connamespace, 'p' AS contype, false AS condeferrable, false AS condeferred, true AS convalidated,
  t.oid::UINTEGER AS conrelid, 0::UINTEGER AS contypid, t.key_oid::UINTEGER AS conindid, 0::UINTEGER AS conparentid,
  0::UINTEGER AS confrelid, ' ' AS confupdtype, ' ' AS confdeltype, ' ' AS confmatchtype, true AS conislocal,
  0::INTEGER AS coninhcount, true AS connoinherit, k.numbers AS conkey, NULL::SMALLINT[] AS confkey,
  NULL::UINTEGER[] AS conpfeqop, NULL::UINTEGER[] AS conppeqop, NULL::UINTEGER[] AS conffeqop,
  NULL::SMALLINT[] AS confdelsetcols, NULL::UINTEGER[] AS conexclop, NULL::VARCHAR AS conbin, 2606::UINTEGER AS tableoid
  FROM hanse_pg.hanse_tables t JOIN hanse_pg.hanse_keys k ON k.table_oid = t.oid
  JOIN hanse_pg.hanse_schemas s ON s.name = t.schema;
CREATE VIEW hanse_pg.pg_description AS
  SELECT oid::UINTEGER AS objoid, 1259::UINTEGER AS classoid, 0::INTEGER AS objsubid, comment AS description
    FROM hanse_pg.hanse_tables WHERE comment <> ''
  UNION ALL SELECT table_oid, 1259, number, comment FROM hanse_pg.hanse_columns WHERE comment <> ''
  UNION ALL SELECT oid, 2615, 0, comment FROM hanse_pg.hanse_schemas WHERE comment <> '';
CREATE VIEW hanse_pg.pg_database AS SELECT 5::UINTEGER AS oid, mesh AS datname, 10::UINTEGER AS datdba, 6::INTEGER AS encoding,
  'c' AS datlocprovider, false AS datistemplate, true AS datallowconn, -1::INTEGER AS datconnlimit,
  0::UINTEGER AS datfrozenxid, 0::UINTEGER AS datminmxid, 1663::UINTEGER AS dattablespace, 'C' AS datcollate, 'C' AS datctype,
  NULL::VARCHAR AS daticulocale, NULL::VARCHAR AS datcollversion, NULL::VARCHAR[] AS datacl FROM hanse_pg.hanse_asker;
CREATE TABLE hanse_pg.pg_am AS SELECT * FROM (VALUES (2::UINTEGER, 'heap', '-', 't'), (403, 'btree', '-', 'i'))
  AS t(oid, amname, amhandler, amtype);
CREATE TABLE hanse_pg.pg_tablespace AS SELECT * FROM
  (VALUES (1663::UINTEGER, 'pg_default', 10::UINTEGER, NULL::VARCHAR[], NULL::VARCHAR[]))
  AS t(oid, spcname, spcowner, spcacl, spcoptions);
CREATE TABLE hanse_pg.pg_collation AS SELECT * FROM (VALUES
  (100::UINTEGER, 'default', 11::UINTEGER, 10::UINTEGER, 'd', true, -1, NULL::VARCHAR, NULL::VARCHAR, NULL::VARCHAR, NULL::VARCHAR),
  (950, 'C', 11, 10, 'c', true, -1, 'C', 'C', NULL, NULL)) AS t(oid, collname, collnamespace, collowner, collprovider,
  collisdeterministic, collencoding, collcollate, collctype, colliculocale, collversion);
CREATE TABLE hanse_pg.pg_language AS SELECT * FROM
  (VALUES (14::UINTEGER, 'sql', 10::UINTEGER, false, true, 0::UINTEGER, 0::UINTEGER, 0::UINTEGER, NULL::VARCHAR[], 2612::UINTEGER))
  AS t(oid, lanname, lanowner, lanispl, lanpltrusted, lanplcallfoid, laninline, lanvalidator, lanacl, tableoid);
CREATE TABLE hanse_pg.pg_proc (oid UINTEGER, proname VARCHAR, pronamespace UINTEGER, proowner UINTEGER, prolang UINTEGER,
  procost FLOAT, prorows FLOAT, provariadic UINTEGER, prosupport VARCHAR, prokind VARCHAR, prosecdef BOOLEAN,
  proleakproof BOOLEAN, proisstrict BOOLEAN, proretset BOOLEAN, provolatile VARCHAR, proparallel VARCHAR,
  pronargs SMALLINT, pronargdefaults SMALLINT, prorettype UINTEGER, proargtypes UINTEGER[], proallargtypes UINTEGER[],
  proargmodes VARCHAR[], proargnames VARCHAR[], proargdefaults VARCHAR, protrftypes UINTEGER[], prosrc VARCHAR,
  probin VARCHAR, prosqlbody VARCHAR, proconfig VARCHAR[], proacl VARCHAR[], tableoid UINTEGER);
CREATE VIEW hanse_pg.pg_settings AS SELECT name, setting, NULL::VARCHAR AS unit, 'Hanse' AS category, '' AS short_desc,
  NULL::VARCHAR AS extra_desc, 'user' AS context, 'string' AS vartype, 'default' AS source, NULL::VARCHAR AS min_val,
  NULL::VARCHAR AS max_val, NULL::VARCHAR[] AS enumvals, setting AS boot_val, setting AS reset_val,
  NULL::VARCHAR AS sourcefile, NULL::INTEGER AS sourceline, false AS pending_restart FROM hanse_pg.hanse_settings;
CREATE VIEW hanse_pg.pg_tables AS SELECT t.schema AS schemaname, t.name AS tablename, t.schema AS tableowner,
  NULL::VARCHAR AS tablespace, EXISTS (SELECT 1 FROM hanse_pg.hanse_keys k WHERE k.table_oid = t.oid) AS hasindexes,
  false AS hasrules, false AS hastriggers, false AS rowsecurity FROM hanse_pg.hanse_tables t WHERE t.kind = 'r';
CREATE VIEW hanse_pg.pg_views AS SELECT t.schema AS schemaname, t.name AS viewname, t.schema AS viewowner,
  NULL::VARCHAR AS definition FROM hanse_pg.hanse_tables t WHERE t.kind = 'v';
CREATE VIEW hanse_pg.pg_indexes AS SELECT t.schema AS schemaname, t.name AS tablename, t.name || '_pkey' AS indexname,
  NULL::VARCHAR AS tablespace, NULL::VARCHAR AS indexdef FROM hanse_pg.hanse_tables t
  JOIN hanse_pg.hanse_keys k ON k.table_oid = t.oid;
CREATE VIEW hanse_info.information_schema_catalog_name AS SELECT mesh AS catalog_name FROM hanse_pg.hanse_asker;
CREATE VIEW hanse_info.enabled_roles AS SELECT name AS role_name FROM hanse_pg.hanse_asker;
CREATE VIEW hanse_info.applicable_roles AS SELECT NULL::VARCHAR AS grantee, NULL::VARCHAR AS role_name,
  NULL::VARCHAR AS is_grantable WHERE false;
CREATE VIEW hanse_info.character_sets AS SELECT NULL::VARCHAR AS character_set_catalog,
  NULL::VARCHAR AS character_set_schema, 'UTF8' AS character_set_name, 'UCS' AS character_repertoire,
  'UTF8' AS form_of_use, mesh AS default_collate_catalog, 'pg_catalog' AS default_collate_schema,
  'C' AS default_collate_name FROM hanse_pg.hanse_asker;
CREATE VIEW hanse_info.schemata AS SELECT a.mesh AS catalog_name, n.nspname AS schema_name,
  coalesce(r.rolname, n.nspname) AS schema_owner, NULL::VARCHAR AS default_character_set_catalog,
  NULL::VARCHAR AS default_character_set_schema, NULL::VARCHAR AS default_character_set_name, NULL::VARCHAR AS sql_path
  FROM hanse_pg.pg_namespace n CROSS JOIN hanse_pg.hanse_asker a LEFT JOIN hanse_pg.pg_authid r ON r.oid = n.nspowner;
CREATE VIEW hanse_info.tables AS SELECT a.mesh AS table_catalog, t.schema AS table_schema, t.name AS table_name,
  CASE WHEN t.kind = 'v' THEN 'VIEW' ELSE 'BASE TABLE' END AS table_type, NULL::VARCHAR AS self_referencing_column_name,
  NULL::VARCHAR AS reference_generation, NULL::VARCHAR AS user_defined_type_catalog,
  NULL::VARCHAR AS user_defined_type_schema, NULL::VARCHAR AS user_defined_type_name, 'NO' AS is_insertable_into,
  'NO' AS is_typed, NULL::VARCHAR AS commit_action FROM hanse_pg.hanse_tables t CROSS JOIN hanse_pg.hanse_asker a;
CREATE VIEW hanse_info.views AS SELECT a.mesh AS table_catalog, t.schema AS table_schema, t.name AS table_name,
  NULL::VARCHAR AS view_definition, 'NONE' AS check_option, 'NO' AS is_updatable, 'NO' AS is_insertable_into,
  'NO' AS is_trigger_updatable, 'NO' AS is_trigger_deletable, 'NO' AS is_trigger_insertable_into
  FROM hanse_pg.hanse_tables t CROSS JOIN hanse_pg.hanse_asker a WHERE t.kind = 'v';
CREATE VIEW hanse_info.columns AS SELECT a.mesh AS table_catalog, t.schema AS table_schema, t.name AS table_name,
  c.name AS column_name, c.number::INTEGER AS ordinal_position, NULL::VARCHAR AS column_default, 'YES' AS is_nullable,
  CASE WHEN y.category = 'A' THEN 'ARRAY' ELSE y.sql_name END AS data_type,
  NULL::INTEGER AS character_maximum_length, CASE WHEN y.category = 'S' THEN 1073741824 END::INTEGER AS character_octet_length,
  CASE y.name WHEN 'int2' THEN 16 WHEN 'int4' THEN 32 WHEN 'int8' THEN 64 WHEN 'float4' THEN 24 WHEN 'float8' THEN 53
    WHEN 'numeric' THEN CASE WHEN c.modifier >= 4 THEN (c.modifier - 4) >> 16 END END::INTEGER AS numeric_precision,
  CASE WHEN y.name IN ('int2', 'int4', 'int8', 'float4', 'float8') THEN 2 WHEN y.name = 'numeric' THEN 10 END::INTEGER
    AS numeric_precision_radix,
  CASE WHEN y.name IN ('int2', 'int4', 'int8') THEN 0
    WHEN y.name = 'numeric' AND c.modifier >= 4 THEN (c.modifier - 4) & 65535 END::INTEGER AS numeric_scale,
  CASE WHEN y.name = 'date' THEN 0 WHEN y.category IN ('D', 'T') THEN 6 END::INTEGER AS datetime_precision,
  NULL::VARCHAR AS interval_type, NULL::INTEGER AS interval_precision, NULL::VARCHAR AS character_set_catalog,
  NULL::VARCHAR AS character_set_schema, NULL::VARCHAR AS character_set_name, NULL::VARCHAR AS collation_catalog,
  NULL::VARCHAR AS collation_schema, NULL::VARCHAR AS collation_name, NULL::VARCHAR AS domain_catalog,
  NULL::VARCHAR AS domain_schema, NULL::VARCHAR AS domain_name, a.mesh AS udt_catalog, 'pg_catalog' AS udt_schema,
  y.name AS udt_name, NULL::VARCHAR AS scope_catalog, NULL::VARCHAR AS scope_schema, NULL::VARCHAR AS scope_name,
  NULL::INTEGER AS maximum_cardinality, c.number::VARCHAR AS dtd_identifier, 'NO' AS is_self_referencing,
  'NO' AS is_identity, NULL::VARCHAR AS identity_generation, NULL::VARCHAR AS identity_start,
  NULL::VARCHAR AS identity_increment, NULL::VARCHAR AS identity_maximum, NULL::VARCHAR AS identity_minimum,
  'NO' AS identity_cycle, 'NEVER' AS is_generated, NULL::VARCHAR AS generation_expression, 'NO' AS is_updatable
  FROM hanse_pg.hanse_columns c JOIN hanse_pg.hanse_tables t ON t.oid = c.table_oid
  JOIN hanse_pg.hanse_types y ON y.oid = c.type_oid CROSS JOIN hanse_pg.hanse_asker a;
CREATE VIEW hanse_info.table_constraints AS SELECT a.mesh AS constraint_catalog, t.schema AS constraint_schema,
  t.name || '_pkey' AS constraint_name, a.mesh AS table_catalog, t.schema AS table_schema, t.name AS table_name,
  'PRIMARY KEY' AS constraint_type, 'NO' AS is_deferrable, 'NO' AS initially_deferred, 'NO' AS enforced,
  NULL::VARCHAR AS nulls_distinct FROM hanse_pg.hanse_tables t JOIN hanse_pg.hanse_keys k ON k.table_oid = t.oid
  CROSS JOIN hanse_pg.hanse_asker a;
CREATE VIEW hanse_info.key_column_usage AS SELECT a.mesh AS constraint_catalog, t.schema AS constraint_schema,
  t.name || '_pkey' AS constraint_name, a.mesh AS table_catalog, t.schema AS table_schema, t.name AS table_name,
  c.name AS column_name, c.key_number::INTEGER AS ordinal_position, NULL::INTEGER AS position_in_unique_constraint
  FROM hanse_pg.hanse_columns c JOIN hanse_pg.hanse_tables t ON t.oid = c.table_oid CROSS JOIN hanse_pg.hanse_asker a
  WHERE c.key_number > 0;
CREATE VIEW hanse_info.constraint_column_usage AS SELECT table_catalog, table_schema, table_name, column_name,
  constraint_catalog, constraint_schema, constraint_name FROM hanse_info.key_column_usage;
CREATE VIEW hanse_info.table_privileges AS SELECT t.schema AS grantor, a.name AS grantee, a.mesh AS table_catalog,
  t.schema AS table_schema, t.name AS table_name, 'SELECT' AS privilege_type, 'NO' AS is_grantable,
  'NO' AS with_hierarchy FROM hanse_pg.hanse_tables t CROSS JOIN hanse_pg.hanse_asker a WHERE t.readable;
CREATE VIEW hanse_info.role_table_grants AS SELECT * FROM hanse_info.table_privileges;
CREATE VIEW hanse_info.column_privileges AS SELECT t.schema AS grantor, a.name AS grantee, a.mesh AS table_catalog,
  t.schema AS table_schema, t.name AS table_name, c.name AS column_name, 'SELECT' AS privilege_type,
  'NO' AS is_grantable FROM hanse_pg.hanse_columns c JOIN hanse_pg.hanse_tables t ON t.oid = c.table_oid
  CROSS JOIN hanse_pg.hanse_asker a WHERE t.readable;
CREATE VIEW hanse_info.role_column_grants AS SELECT * FROM hanse_info.column_privileges;
