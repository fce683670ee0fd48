-- SPDX-License-Identifier: Apache-2.0
-- Relations of PostgreSQL 15 in which a mesh has nothing, for tools that join them. Columns as its
-- documentation lists them; numbers of objects (oid) are UINTEGER, names VARCHAR.
CREATE TABLE hanse_info.sql_features (feature_id VARCHAR, feature_name VARCHAR, sub_feature_id VARCHAR,
  sub_feature_name VARCHAR, is_supported VARCHAR, is_verified_by VARCHAR, comments VARCHAR);
CREATE TABLE hanse_info.sql_implementation_info (implementation_info_id VARCHAR, implementation_info_name VARCHAR,
  integer_value INTEGER, character_value VARCHAR, comments VARCHAR);
CREATE TABLE hanse_info.sql_parts (feature_id VARCHAR, feature_name VARCHAR, is_supported VARCHAR,
  is_verified_by VARCHAR, comments VARCHAR);
CREATE TABLE hanse_info.sql_sizing (sizing_id INTEGER, sizing_name VARCHAR, supported_value INTEGER,
  comments VARCHAR);
CREATE TABLE hanse_info.administrable_role_authorizations (grantee VARCHAR, role_name VARCHAR, is_grantable VARCHAR);
CREATE TABLE hanse_info.attributes (udt_catalog VARCHAR, udt_schema VARCHAR, udt_name VARCHAR,
  attribute_name VARCHAR, ordinal_position INTEGER, attribute_default VARCHAR, is_nullable VARCHAR,
  data_type VARCHAR, character_maximum_length INTEGER, character_octet_length INTEGER, character_set_catalog VARCHAR,
  character_set_schema VARCHAR, character_set_name VARCHAR, collation_catalog VARCHAR, collation_schema VARCHAR,
  collation_name VARCHAR, numeric_precision INTEGER, numeric_precision_radix INTEGER, numeric_scale INTEGER,
  datetime_precision INTEGER, interval_type VARCHAR, interval_precision INTEGER, attribute_udt_catalog VARCHAR,
  attribute_udt_schema VARCHAR, attribute_udt_name VARCHAR, scope_catalog VARCHAR, scope_schema VARCHAR,
  scope_name VARCHAR, maximum_cardinality INTEGER, dtd_identifier VARCHAR, is_derived_reference_attribute VARCHAR);
CREATE TABLE hanse_info.check_constraint_routine_usage (constraint_catalog VARCHAR, constraint_schema VARCHAR,
  constraint_name VARCHAR, specific_catalog VARCHAR, specific_schema VARCHAR, specific_name VARCHAR);
CREATE TABLE hanse_info.check_constraints (constraint_catalog VARCHAR, constraint_schema VARCHAR,
  constraint_name VARCHAR, check_clause VARCHAR);
CREATE TABLE hanse_info.collation_character_set_applicability (collation_catalog VARCHAR, collation_schema VARCHAR,
  collation_name VARCHAR, character_set_catalog VARCHAR, character_set_schema VARCHAR, character_set_name VARCHAR);
CREATE TABLE hanse_info.collations (collation_catalog VARCHAR, collation_schema VARCHAR, collation_name VARCHAR,
  pad_attribute VARCHAR);
CREATE TABLE hanse_info.column_column_usage (table_catalog VARCHAR, table_schema VARCHAR, table_name VARCHAR,
  column_name VARCHAR, dependent_column VARCHAR);
CREATE TABLE hanse_info.column_domain_usage (domain_catalog VARCHAR, domain_schema VARCHAR, domain_name VARCHAR,
  table_catalog VARCHAR, table_schema VARCHAR, table_name VARCHAR, column_name VARCHAR);
CREATE TABLE hanse_info.column_options (table_catalog VARCHAR, table_schema VARCHAR, table_name VARCHAR,
  column_name VARCHAR, option_name VARCHAR, option_value VARCHAR);
CREATE TABLE hanse_info.column_udt_usage (udt_catalog VARCHAR, udt_schema VARCHAR, udt_name VARCHAR,
  table_catalog VARCHAR, table_schema VARCHAR, table_name VARCHAR, column_name VARCHAR);
CREATE TABLE hanse_info.constraint_table_usage (table_catalog VARCHAR, table_schema VARCHAR, table_name VARCHAR,
  constraint_catalog VARCHAR, constraint_schema VARCHAR, constraint_name VARCHAR);
CREATE TABLE hanse_info.data_type_privileges (object_catalog VARCHAR, object_schema VARCHAR, object_name VARCHAR,
  object_type VARCHAR, dtd_identifier VARCHAR);
CREATE TABLE hanse_info.domain_constraints (constraint_catalog VARCHAR, constraint_schema VARCHAR,
  constraint_name VARCHAR, domain_catalog VARCHAR, domain_schema VARCHAR, domain_name VARCHAR, is_deferrable VARCHAR,
  initially_deferred VARCHAR);
CREATE TABLE hanse_info.domain_udt_usage (udt_catalog VARCHAR, udt_schema VARCHAR, udt_name VARCHAR,
  domain_catalog VARCHAR, domain_schema VARCHAR, domain_name VARCHAR);
CREATE TABLE hanse_info.domains (domain_catalog VARCHAR, domain_schema VARCHAR, domain_name VARCHAR,
  data_type VARCHAR, character_maximum_length INTEGER, character_octet_length INTEGER, character_set_catalog VARCHAR,
  character_set_schema VARCHAR, character_set_name VARCHAR, collation_catalog VARCHAR, collation_schema VARCHAR,
  collation_name VARCHAR, numeric_precision INTEGER, numeric_precision_radix INTEGER, numeric_scale INTEGER,
  datetime_precision INTEGER, interval_type VARCHAR, interval_precision INTEGER, domain_default VARCHAR,
  udt_catalog VARCHAR, udt_schema VARCHAR, udt_name VARCHAR, scope_catalog VARCHAR, scope_schema VARCHAR,
  scope_name VARCHAR, maximum_cardinality INTEGER, dtd_identifier VARCHAR);
CREATE TABLE hanse_info.element_types (object_catalog VARCHAR, object_schema VARCHAR, object_name VARCHAR,
  object_type VARCHAR, collection_type_identifier VARCHAR, data_type VARCHAR, character_maximum_length INTEGER,
  character_octet_length INTEGER, character_set_catalog VARCHAR, character_set_schema VARCHAR,
  character_set_name VARCHAR, collation_catalog VARCHAR, collation_schema VARCHAR, collation_name VARCHAR,
  numeric_precision INTEGER, numeric_precision_radix INTEGER, numeric_scale INTEGER, datetime_precision INTEGER,
  interval_type VARCHAR, interval_precision INTEGER, domain_default VARCHAR, udt_catalog VARCHAR, udt_schema VARCHAR,
  udt_name VARCHAR, scope_catalog VARCHAR, scope_schema VARCHAR, scope_name VARCHAR, maximum_cardinality INTEGER,
  dtd_identifier VARCHAR);
CREATE TABLE hanse_info.foreign_data_wrapper_options (foreign_data_wrapper_catalog VARCHAR,
  foreign_data_wrapper_name VARCHAR, option_name VARCHAR, option_value VARCHAR);
CREATE TABLE hanse_info.foreign_data_wrappers (foreign_data_wrapper_catalog VARCHAR,
  foreign_data_wrapper_name VARCHAR, authorization_identifier VARCHAR, library_name VARCHAR,
  foreign_data_wrapper_language VARCHAR);
CREATE TABLE hanse_info.foreign_server_options (foreign_server_catalog VARCHAR, foreign_server_name VARCHAR,
  option_name VARCHAR, option_value VARCHAR);
CREATE TABLE hanse_info.foreign_servers (foreign_server_catalog VARCHAR, foreign_server_name VARCHAR,
  foreign_data_wrapper_catalog VARCHAR, foreign_data_wrapper_name VARCHAR, foreign_server_type VARCHAR,
  foreign_server_version VARCHAR, authorization_identifier VARCHAR);
CREATE TABLE hanse_info.foreign_table_options (foreign_table_catalog VARCHAR, foreign_table_schema VARCHAR,
  foreign_table_name VARCHAR, option_name VARCHAR, option_value VARCHAR);
CREATE TABLE hanse_info.foreign_tables (foreign_table_catalog VARCHAR, foreign_table_schema VARCHAR,
  foreign_table_name VARCHAR, foreign_server_catalog VARCHAR, foreign_server_name VARCHAR);
CREATE TABLE hanse_info.parameters (specific_catalog VARCHAR, specific_schema VARCHAR, specific_name VARCHAR,
  ordinal_position INTEGER, parameter_mode VARCHAR, is_result VARCHAR, as_locator VARCHAR, parameter_name VARCHAR,
  data_type VARCHAR, character_maximum_length INTEGER, character_octet_length INTEGER, character_set_catalog VARCHAR,
  character_set_schema VARCHAR, character_set_name VARCHAR, collation_catalog VARCHAR, collation_schema VARCHAR,
  collation_name VARCHAR, numeric_precision INTEGER, numeric_precision_radix INTEGER, numeric_scale INTEGER,
  datetime_precision INTEGER, interval_type VARCHAR, interval_precision INTEGER, udt_catalog VARCHAR,
  udt_schema VARCHAR, udt_name VARCHAR, scope_catalog VARCHAR, scope_schema VARCHAR, scope_name VARCHAR,
  maximum_cardinality INTEGER, dtd_identifier VARCHAR, parameter_default VARCHAR);
CREATE TABLE hanse_info.referential_constraints (constraint_catalog VARCHAR, constraint_schema VARCHAR,
  constraint_name VARCHAR, unique_constraint_catalog VARCHAR, unique_constraint_schema VARCHAR,
  unique_constraint_name VARCHAR, match_option VARCHAR, update_rule VARCHAR, delete_rule VARCHAR);
CREATE TABLE hanse_info.role_routine_grants (grantor VARCHAR, grantee VARCHAR, specific_catalog VARCHAR,
  specific_schema VARCHAR, specific_name VARCHAR, routine_catalog VARCHAR, routine_schema VARCHAR,
  routine_name VARCHAR, privilege_type VARCHAR, is_grantable VARCHAR);
CREATE TABLE hanse_info.role_udt_grants (grantor VARCHAR, grantee VARCHAR, udt_catalog VARCHAR, udt_schema VARCHAR,
  udt_name VARCHAR, privilege_type VARCHAR, is_grantable VARCHAR);
CREATE TABLE hanse_info.role_usage_grants (grantor VARCHAR, grantee VARCHAR, object_catalog VARCHAR,
  object_schema VARCHAR, object_name VARCHAR, object_type VARCHAR, privilege_type VARCHAR, is_grantable VARCHAR);
CREATE TABLE hanse_info.routine_column_usage (specific_catalog VARCHAR, specific_schema VARCHAR,
  specific_name VARCHAR, routine_catalog VARCHAR, routine_schema VARCHAR, routine_name VARCHAR,
  table_catalog VARCHAR, table_schema VARCHAR, table_name VARCHAR, column_name VARCHAR);
CREATE TABLE hanse_info.routine_privileges (grantor VARCHAR, grantee VARCHAR, specific_catalog VARCHAR,
  specific_schema VARCHAR, specific_name VARCHAR, routine_catalog VARCHAR, routine_schema VARCHAR,
  routine_name VARCHAR, privilege_type VARCHAR, is_grantable VARCHAR);
CREATE TABLE hanse_info.routine_routine_usage (specific_catalog VARCHAR, specific_schema VARCHAR,
  specific_name VARCHAR, routine_catalog VARCHAR, routine_schema VARCHAR, routine_name VARCHAR);
CREATE TABLE hanse_info.routine_sequence_usage (specific_catalog VARCHAR, specific_schema VARCHAR,
  specific_name VARCHAR, routine_catalog VARCHAR, routine_schema VARCHAR, routine_name VARCHAR,
  sequence_catalog VARCHAR, sequence_schema VARCHAR, sequence_name VARCHAR);
CREATE TABLE hanse_info.routine_table_usage (specific_catalog VARCHAR, specific_schema VARCHAR,
  specific_name VARCHAR, routine_catalog VARCHAR, routine_schema VARCHAR, routine_name VARCHAR,
  table_catalog VARCHAR, table_schema VARCHAR, table_name VARCHAR);
CREATE TABLE hanse_info.routines (specific_catalog VARCHAR, specific_schema VARCHAR, specific_name VARCHAR,
  routine_catalog VARCHAR, routine_schema VARCHAR, routine_name VARCHAR, routine_type VARCHAR,
  module_catalog VARCHAR, module_schema VARCHAR, module_name VARCHAR, udt_catalog VARCHAR, udt_schema VARCHAR,
  udt_name VARCHAR, data_type VARCHAR, character_maximum_length INTEGER, character_octet_length INTEGER,
  character_set_catalog VARCHAR, character_set_schema VARCHAR, character_set_name VARCHAR, collation_catalog VARCHAR,
  collation_schema VARCHAR, collation_name VARCHAR, numeric_precision INTEGER, numeric_precision_radix INTEGER,
  numeric_scale INTEGER, datetime_precision INTEGER, interval_type VARCHAR, interval_precision INTEGER,
  type_udt_catalog VARCHAR, type_udt_schema VARCHAR, type_udt_name VARCHAR, scope_catalog VARCHAR,
  scope_schema VARCHAR, scope_name VARCHAR, maximum_cardinality INTEGER, dtd_identifier VARCHAR,
  routine_body VARCHAR, routine_definition VARCHAR, external_name VARCHAR, external_language VARCHAR,
  parameter_style VARCHAR, is_deterministic VARCHAR, sql_data_access VARCHAR, is_null_call VARCHAR, sql_path VARCHAR,
  schema_level_routine VARCHAR, max_dynamic_result_sets INTEGER, is_user_defined_cast VARCHAR,
  is_implicitly_invocable VARCHAR, security_type VARCHAR, to_sql_specific_catalog VARCHAR,
  to_sql_specific_schema VARCHAR, to_sql_specific_name VARCHAR, as_locator VARCHAR, created TIMESTAMPTZ,
  last_altered TIMESTAMPTZ, new_savepoint_level VARCHAR, is_udt_dependent VARCHAR,
  result_cast_from_data_type VARCHAR, result_cast_as_locator VARCHAR, result_cast_char_max_length INTEGER,
  result_cast_char_octet_length INTEGER, result_cast_char_set_catalog VARCHAR, result_cast_char_set_schema VARCHAR,
  result_cast_char_set_name VARCHAR, result_cast_collation_catalog VARCHAR, result_cast_collation_schema VARCHAR,
  result_cast_collation_name VARCHAR, result_cast_numeric_precision INTEGER,
  result_cast_numeric_precision_radix INTEGER, result_cast_numeric_scale INTEGER,
  result_cast_datetime_precision INTEGER, result_cast_interval_type VARCHAR, result_cast_interval_precision INTEGER,
  result_cast_type_udt_catalog VARCHAR, result_cast_type_udt_schema VARCHAR, result_cast_type_udt_name VARCHAR,
  result_cast_scope_catalog VARCHAR, result_cast_scope_schema VARCHAR, result_cast_scope_name VARCHAR,
  result_cast_maximum_cardinality INTEGER, result_cast_dtd_identifier VARCHAR);
CREATE TABLE hanse_info.sequences (sequence_catalog VARCHAR, sequence_schema VARCHAR, sequence_name VARCHAR,
  data_type VARCHAR, numeric_precision INTEGER, numeric_precision_radix INTEGER, numeric_scale INTEGER,
  start_value VARCHAR, minimum_value VARCHAR, maximum_value VARCHAR, increment VARCHAR, cycle_option VARCHAR);
CREATE TABLE hanse_info.transforms (udt_catalog VARCHAR, udt_schema VARCHAR, udt_name VARCHAR,
  specific_catalog VARCHAR, specific_schema VARCHAR, specific_name VARCHAR, group_name VARCHAR,
  transform_type VARCHAR);
CREATE TABLE hanse_info.triggered_update_columns (trigger_catalog VARCHAR, trigger_schema VARCHAR,
  trigger_name VARCHAR, event_object_catalog VARCHAR, event_object_schema VARCHAR, event_object_table VARCHAR,
  event_object_column VARCHAR);
CREATE TABLE hanse_info.triggers (trigger_catalog VARCHAR, trigger_schema VARCHAR, trigger_name VARCHAR,
  event_manipulation VARCHAR, event_object_catalog VARCHAR, event_object_schema VARCHAR, event_object_table VARCHAR,
  action_order INTEGER, action_condition VARCHAR, action_statement VARCHAR, action_orientation VARCHAR,
  action_timing VARCHAR, action_reference_old_table VARCHAR, action_reference_new_table VARCHAR,
  action_reference_old_row VARCHAR, action_reference_new_row VARCHAR, created TIMESTAMPTZ);
CREATE TABLE hanse_info.udt_privileges (grantor VARCHAR, grantee VARCHAR, udt_catalog VARCHAR, udt_schema VARCHAR,
  udt_name VARCHAR, privilege_type VARCHAR, is_grantable VARCHAR);
CREATE TABLE hanse_info.usage_privileges (grantor VARCHAR, grantee VARCHAR, object_catalog VARCHAR,
  object_schema VARCHAR, object_name VARCHAR, object_type VARCHAR, privilege_type VARCHAR, is_grantable VARCHAR);
CREATE TABLE hanse_info.user_defined_types (user_defined_type_catalog VARCHAR, user_defined_type_schema VARCHAR,
  user_defined_type_name VARCHAR, user_defined_type_category VARCHAR, is_instantiable VARCHAR, is_final VARCHAR,
  ordering_form VARCHAR, ordering_category VARCHAR, ordering_routine_catalog VARCHAR,
  ordering_routine_schema VARCHAR, ordering_routine_name VARCHAR, reference_type VARCHAR, data_type VARCHAR,
  character_maximum_length INTEGER, character_octet_length INTEGER, character_set_catalog VARCHAR,
  character_set_schema VARCHAR, character_set_name VARCHAR, collation_catalog VARCHAR, collation_schema VARCHAR,
  collation_name VARCHAR, numeric_precision INTEGER, numeric_precision_radix INTEGER, numeric_scale INTEGER,
  datetime_precision INTEGER, interval_type VARCHAR, interval_precision INTEGER, source_dtd_identifier VARCHAR,
  ref_dtd_identifier VARCHAR);
CREATE TABLE hanse_info.user_mapping_options (authorization_identifier VARCHAR, foreign_server_catalog VARCHAR,
  foreign_server_name VARCHAR, option_name VARCHAR, option_value VARCHAR);
CREATE TABLE hanse_info.user_mappings (authorization_identifier VARCHAR, foreign_server_catalog VARCHAR,
  foreign_server_name VARCHAR);
CREATE TABLE hanse_info.view_column_usage (view_catalog VARCHAR, view_schema VARCHAR, view_name VARCHAR,
  table_catalog VARCHAR, table_schema VARCHAR, table_name VARCHAR, column_name VARCHAR);
CREATE TABLE hanse_info.view_routine_usage (table_catalog VARCHAR, table_schema VARCHAR, table_name VARCHAR,
  specific_catalog VARCHAR, specific_schema VARCHAR, specific_name VARCHAR);
CREATE TABLE hanse_info.view_table_usage (view_catalog VARCHAR, view_schema VARCHAR, view_name VARCHAR,
  table_catalog VARCHAR, table_schema VARCHAR, table_name VARCHAR);
CREATE TABLE hanse_pg.pg_aggregate (aggfnoid VARCHAR, aggkind VARCHAR, aggnumdirectargs SMALLINT, aggtransfn VARCHAR,
  aggfinalfn VARCHAR, aggcombinefn VARCHAR, aggserialfn VARCHAR, aggdeserialfn VARCHAR, aggmtransfn VARCHAR,
  aggminvtransfn VARCHAR, aggmfinalfn VARCHAR, aggfinalextra BOOLEAN, aggmfinalextra BOOLEAN, aggfinalmodify VARCHAR,
  aggmfinalmodify VARCHAR, aggsortop UINTEGER, aggtranstype UINTEGER, aggtransspace INTEGER, aggmtranstype UINTEGER,
  aggmtransspace INTEGER, agginitval VARCHAR, aggminitval VARCHAR);
CREATE TABLE hanse_pg.pg_amop (oid UINTEGER, amopfamily UINTEGER, amoplefttype UINTEGER, amoprighttype UINTEGER,
  amopstrategy SMALLINT, amoppurpose VARCHAR, amopopr UINTEGER, amopmethod UINTEGER, amopsortfamily UINTEGER);
CREATE TABLE hanse_pg.pg_amproc (oid UINTEGER, amprocfamily UINTEGER, amproclefttype UINTEGER, amprocrighttype UINTEGER,
  amprocnum SMALLINT, amproc VARCHAR);
CREATE TABLE hanse_pg.pg_attrdef (oid UINTEGER, adrelid UINTEGER, adnum SMALLINT, adbin VARCHAR);
CREATE TABLE hanse_pg.pg_auth_members (roleid UINTEGER, member UINTEGER, grantor UINTEGER, admin_option BOOLEAN);
CREATE TABLE hanse_pg.pg_cast (oid UINTEGER, castsource UINTEGER, casttarget UINTEGER, castfunc UINTEGER,
  castcontext VARCHAR, castmethod VARCHAR);
CREATE TABLE hanse_pg.pg_conversion (oid UINTEGER, conname VARCHAR, connamespace UINTEGER, conowner UINTEGER,
  conforencoding INTEGER, contoencoding INTEGER, conproc VARCHAR, condefault BOOLEAN);
CREATE TABLE hanse_pg.pg_db_role_setting (setdatabase UINTEGER, setrole UINTEGER, setconfig VARCHAR[]);
CREATE TABLE hanse_pg.pg_default_acl (oid UINTEGER, defaclrole UINTEGER, defaclnamespace UINTEGER, defaclobjtype VARCHAR,
  defaclacl VARCHAR[]);
CREATE TABLE hanse_pg.pg_depend (classid UINTEGER, objid UINTEGER, objsubid INTEGER, refclassid UINTEGER, refobjid UINTEGER,
  refobjsubid INTEGER, deptype VARCHAR);
CREATE TABLE hanse_pg.pg_enum (oid UINTEGER, enumtypid UINTEGER, enumsortorder FLOAT, enumlabel VARCHAR);
CREATE TABLE hanse_pg.pg_event_trigger (oid UINTEGER, evtname VARCHAR, evtevent VARCHAR, evtowner UINTEGER,
  evtfoid UINTEGER, evtenabled VARCHAR, evttags VARCHAR[]);
CREATE TABLE hanse_pg.pg_extension (oid UINTEGER, extname VARCHAR, extowner UINTEGER, extnamespace UINTEGER,
  extrelocatable BOOLEAN, extversion VARCHAR, extconfig UINTEGER[], extcondition VARCHAR[]);
CREATE TABLE hanse_pg.pg_foreign_data_wrapper (oid UINTEGER, fdwname VARCHAR, fdwowner UINTEGER, fdwhandler UINTEGER,
  fdwvalidator UINTEGER, fdwacl VARCHAR[], fdwoptions VARCHAR[]);
CREATE TABLE hanse_pg.pg_foreign_server (oid UINTEGER, srvname VARCHAR, srvowner UINTEGER, srvfdw UINTEGER,
  srvtype VARCHAR, srvversion VARCHAR, srvacl VARCHAR[], srvoptions VARCHAR[]);
CREATE TABLE hanse_pg.pg_foreign_table (ftrelid UINTEGER, ftserver UINTEGER, ftoptions VARCHAR[]);
CREATE TABLE hanse_pg.pg_inherits (inhrelid UINTEGER, inhparent UINTEGER, inhseqno INTEGER, inhdetachpending BOOLEAN);
CREATE TABLE hanse_pg.pg_init_privs (objoid UINTEGER, classoid UINTEGER, objsubid INTEGER, privtype VARCHAR,
  initprivs VARCHAR[]);
CREATE TABLE hanse_pg.pg_largeobject_metadata (oid UINTEGER, lomowner UINTEGER, lomacl VARCHAR[]);
CREATE TABLE hanse_pg.pg_opclass (oid UINTEGER, opcmethod UINTEGER, opcname VARCHAR, opcnamespace UINTEGER,
  opcowner UINTEGER, opcfamily UINTEGER, opcintype UINTEGER, opcdefault BOOLEAN, opckeytype UINTEGER, tableoid UINTEGER);
CREATE TABLE hanse_pg.pg_operator (oid UINTEGER, oprname VARCHAR, oprnamespace UINTEGER, oprowner UINTEGER,
  oprkind VARCHAR, oprcanmerge BOOLEAN, oprcanhash BOOLEAN, oprleft UINTEGER, oprright UINTEGER, oprresult UINTEGER,
  oprcom UINTEGER, oprnegate UINTEGER, oprcode VARCHAR, oprrest VARCHAR, oprjoin VARCHAR);
CREATE TABLE hanse_pg.pg_opfamily (oid UINTEGER, opfmethod UINTEGER, opfname VARCHAR, opfnamespace UINTEGER,
  opfowner UINTEGER, tableoid UINTEGER);
CREATE TABLE hanse_pg.pg_parameter_acl (oid UINTEGER, parname VARCHAR, paracl VARCHAR[]);
CREATE TABLE hanse_pg.pg_partitioned_table (partrelid UINTEGER, partstrat VARCHAR, partnatts SMALLINT,
  partdefid UINTEGER, partattrs SMALLINT[], partclass UINTEGER[], partcollation UINTEGER[], partexprs VARCHAR);
CREATE TABLE hanse_pg.pg_policy (oid UINTEGER, polname VARCHAR, polrelid UINTEGER, polcmd VARCHAR, polpermissive BOOLEAN,
  polroles UINTEGER[], polqual VARCHAR, polwithcheck VARCHAR);
CREATE TABLE hanse_pg.pg_publication (oid UINTEGER, pubname VARCHAR, pubowner UINTEGER, puballtables BOOLEAN,
  pubinsert BOOLEAN, pubupdate BOOLEAN, pubdelete BOOLEAN, pubtruncate BOOLEAN, pubviaroot BOOLEAN);
CREATE TABLE hanse_pg.pg_publication_namespace (oid UINTEGER, pnpubid UINTEGER, pnnspid UINTEGER);
CREATE TABLE hanse_pg.pg_publication_rel (oid UINTEGER, prpubid UINTEGER, prrelid UINTEGER, prqual VARCHAR,
  prattrs SMALLINT[]);
CREATE TABLE hanse_pg.pg_range (rngtypid UINTEGER, rngsubtype UINTEGER, rngmultitypid UINTEGER, rngcollation UINTEGER,
  rngsubopc UINTEGER, rngcanonical VARCHAR, rngsubdiff VARCHAR);
CREATE TABLE hanse_pg.pg_rewrite (oid UINTEGER, rulename VARCHAR, ev_class UINTEGER, ev_type VARCHAR, ev_enabled VARCHAR,
  is_instead BOOLEAN, ev_qual VARCHAR, ev_action VARCHAR, tableoid UINTEGER);
CREATE TABLE hanse_pg.pg_seclabel (objoid UINTEGER, classoid UINTEGER, objsubid INTEGER, provider VARCHAR, label VARCHAR);
CREATE TABLE hanse_pg.pg_sequence (seqrelid UINTEGER, seqtypid UINTEGER, seqstart BIGINT, seqincrement BIGINT,
  seqmax BIGINT, seqmin BIGINT, seqcache BIGINT, seqcycle BOOLEAN);
CREATE TABLE hanse_pg.pg_shdepend (dbid UINTEGER, classid UINTEGER, objid UINTEGER, objsubid INTEGER, refclassid UINTEGER,
  refobjid UINTEGER, deptype VARCHAR);
CREATE TABLE hanse_pg.pg_shdescription (objoid UINTEGER, classoid UINTEGER, description VARCHAR);
CREATE TABLE hanse_pg.pg_shseclabel (objoid UINTEGER, classoid UINTEGER, provider VARCHAR, label VARCHAR);
CREATE TABLE hanse_pg.pg_statistic_ext (oid UINTEGER, stxrelid UINTEGER, stxname VARCHAR, stxnamespace UINTEGER,
  stxowner UINTEGER, stxstattarget INTEGER, stxkeys SMALLINT[], stxkind VARCHAR[], stxexprs VARCHAR);
CREATE TABLE hanse_pg.pg_statistic_ext_data (stxoid UINTEGER, stxdinherit BOOLEAN, stxdndistinct VARCHAR,
  stxddependencies VARCHAR, stxdmcv VARCHAR, stxdexpr VARCHAR[]);
CREATE TABLE hanse_pg.pg_subscription (oid UINTEGER, subdbid UINTEGER, subskiplsn VARCHAR, subname VARCHAR,
  subowner UINTEGER, subenabled BOOLEAN, subbinary BOOLEAN, substream BOOLEAN, subtwophasestate VARCHAR,
  subdisableonerr BOOLEAN, subconninfo VARCHAR, subslotname VARCHAR, subsynccommit VARCHAR,
  subpublications VARCHAR[]);
CREATE TABLE hanse_pg.pg_transform (oid UINTEGER, trftype UINTEGER, trflang UINTEGER, trffromsql VARCHAR, trftosql VARCHAR);
CREATE TABLE hanse_pg.pg_trigger (oid UINTEGER, tgrelid UINTEGER, tgparentid UINTEGER, tgname VARCHAR, tgfoid UINTEGER,
  tgtype SMALLINT, tgenabled VARCHAR, tgisinternal BOOLEAN, tgconstrrelid UINTEGER, tgconstrindid UINTEGER,
  tgconstraint UINTEGER, tgdeferrable BOOLEAN, tginitdeferred BOOLEAN, tgnargs SMALLINT, tgattr SMALLINT[],
  tgargs BLOB, tgqual VARCHAR, tgoldtable VARCHAR, tgnewtable VARCHAR, tableoid UINTEGER);
CREATE TABLE hanse_pg.pg_ts_config (oid UINTEGER, cfgname VARCHAR, cfgnamespace UINTEGER, cfgowner UINTEGER,
  cfgparser UINTEGER);
CREATE TABLE hanse_pg.pg_ts_config_map (mapcfg UINTEGER, maptokentype INTEGER, mapseqno INTEGER, mapdict UINTEGER);
CREATE TABLE hanse_pg.pg_ts_dict (oid UINTEGER, dictname VARCHAR, dictnamespace UINTEGER, dictowner UINTEGER,
  dicttemplate UINTEGER, dictinitoption VARCHAR);
CREATE TABLE hanse_pg.pg_ts_parser (oid UINTEGER, prsname VARCHAR, prsnamespace UINTEGER, prsstart VARCHAR,
  prstoken VARCHAR, prsend VARCHAR, prsheadline VARCHAR, prslextype VARCHAR);
CREATE TABLE hanse_pg.pg_ts_template (oid UINTEGER, tmplname VARCHAR, tmplnamespace UINTEGER, tmplinit VARCHAR,
  tmpllexize VARCHAR);
CREATE TABLE hanse_pg.pg_user_mapping (oid UINTEGER, umuser UINTEGER, umserver UINTEGER, umoptions VARCHAR[]);
CREATE TABLE hanse_pg.pg_available_extensions (name VARCHAR, default_version VARCHAR, installed_version VARCHAR,
  comment VARCHAR);
CREATE TABLE hanse_pg.pg_cursors (name VARCHAR, statement VARCHAR, is_holdable BOOLEAN, is_binary BOOLEAN,
  is_scrollable BOOLEAN, creation_time TIMESTAMPTZ);
CREATE TABLE hanse_pg.pg_group (groname VARCHAR, grosysid UINTEGER, grolist UINTEGER[]);
CREATE TABLE hanse_pg.pg_locks (locktype VARCHAR, database UINTEGER, relation UINTEGER, page INTEGER, tuple SMALLINT,
  virtualxid VARCHAR, transactionid UINTEGER, classid UINTEGER, objid UINTEGER, objsubid SMALLINT,
  virtualtransaction VARCHAR, pid INTEGER, mode VARCHAR, granted BOOLEAN, fastpath BOOLEAN, waitstart TIMESTAMPTZ);
CREATE TABLE hanse_pg.pg_matviews (schemaname VARCHAR, matviewname VARCHAR, matviewowner VARCHAR, tablespace VARCHAR,
  hasindexes BOOLEAN, ispopulated BOOLEAN, definition VARCHAR);
CREATE TABLE hanse_pg.pg_policies (schemaname VARCHAR, tablename VARCHAR, policyname VARCHAR, permissive VARCHAR,
  roles VARCHAR[], cmd VARCHAR, qual VARCHAR, with_check VARCHAR);
CREATE TABLE hanse_pg.pg_prepared_statements (name VARCHAR, statement VARCHAR, prepare_time TIMESTAMPTZ,
  parameter_types VARCHAR[], from_sql BOOLEAN, generic_plans BIGINT, custom_plans BIGINT);
CREATE TABLE hanse_pg.pg_prepared_xacts (transaction UINTEGER, gid VARCHAR, prepared TIMESTAMPTZ, owner VARCHAR,
  database VARCHAR);
CREATE TABLE hanse_pg.pg_publication_tables (pubname VARCHAR, schemaname VARCHAR, tablename VARCHAR,
  attnames VARCHAR[], rowfilter VARCHAR);
CREATE TABLE hanse_pg.pg_replication_slots (slot_name VARCHAR, plugin VARCHAR, slot_type VARCHAR, datoid UINTEGER,
  database VARCHAR, temporary BOOLEAN, active BOOLEAN, active_pid INTEGER, xmin UINTEGER, catalog_xmin UINTEGER,
  restart_lsn VARCHAR, confirmed_flush_lsn VARCHAR, wal_status VARCHAR, safe_wal_size BIGINT, two_phase BOOLEAN);
CREATE TABLE hanse_pg.pg_rules (schemaname VARCHAR, tablename VARCHAR, rulename VARCHAR, definition VARCHAR);
CREATE TABLE hanse_pg.pg_seclabels (objoid UINTEGER, classoid UINTEGER, objsubid INTEGER, objtype VARCHAR,
  objnamespace UINTEGER, objname VARCHAR, provider VARCHAR, label VARCHAR);
CREATE TABLE hanse_pg.pg_sequences (schemaname VARCHAR, sequencename VARCHAR, sequenceowner VARCHAR,
  data_type VARCHAR, start_value BIGINT, min_value BIGINT, max_value BIGINT, increment_by BIGINT, cycle BOOLEAN,
  cache_size BIGINT, last_value BIGINT);
CREATE TABLE hanse_pg.pg_shadow (usename VARCHAR, usesysid UINTEGER, usecreatedb BOOLEAN, usesuper BOOLEAN,
  userepl BOOLEAN, usebypassrls BOOLEAN, passwd VARCHAR, valuntil TIMESTAMPTZ, useconfig VARCHAR[]);
CREATE TABLE hanse_pg.pg_stat_activity (datid UINTEGER, datname VARCHAR, pid INTEGER, leader_pid INTEGER,
  usesysid UINTEGER, usename VARCHAR, application_name VARCHAR, client_addr VARCHAR, client_hostname VARCHAR,
  client_port INTEGER, backend_start TIMESTAMPTZ, xact_start TIMESTAMPTZ, query_start TIMESTAMPTZ,
  state_change TIMESTAMPTZ, wait_event_type VARCHAR, wait_event VARCHAR, state VARCHAR, backend_xid UINTEGER,
  backend_xmin UINTEGER, query_id BIGINT, query VARCHAR, backend_type VARCHAR);
CREATE TABLE hanse_pg.pg_stat_all_indexes (relid UINTEGER, indexrelid UINTEGER, schemaname VARCHAR, relname VARCHAR,
  indexrelname VARCHAR, idx_scan BIGINT, idx_tup_read BIGINT, idx_tup_fetch BIGINT);
CREATE TABLE hanse_pg.pg_stat_all_tables (relid UINTEGER, schemaname VARCHAR, relname VARCHAR, seq_scan BIGINT,
  seq_tup_read BIGINT, idx_scan BIGINT, idx_tup_fetch BIGINT, n_tup_ins BIGINT, n_tup_upd BIGINT, n_tup_del BIGINT,
  n_tup_hot_upd BIGINT, n_live_tup BIGINT, n_dead_tup BIGINT, n_mod_since_analyze BIGINT, n_ins_since_vacuum BIGINT,
  last_vacuum TIMESTAMPTZ, last_autovacuum TIMESTAMPTZ, last_analyze TIMESTAMPTZ, last_autoanalyze TIMESTAMPTZ,
  vacuum_count BIGINT, autovacuum_count BIGINT, analyze_count BIGINT, autoanalyze_count BIGINT);
CREATE TABLE hanse_pg.pg_stat_database (datid UINTEGER, datname VARCHAR, numbackends INTEGER, xact_commit BIGINT,
  xact_rollback BIGINT, blks_read BIGINT, blks_hit BIGINT, tup_returned BIGINT, tup_fetched BIGINT,
  tup_inserted BIGINT, tup_updated BIGINT, tup_deleted BIGINT, conflicts BIGINT, temp_files BIGINT,
  temp_bytes BIGINT, deadlocks BIGINT, checksum_failures BIGINT, checksum_last_failure TIMESTAMPTZ,
  blk_read_time DOUBLE, blk_write_time DOUBLE, session_time DOUBLE, active_time DOUBLE,
  idle_in_transaction_time DOUBLE, sessions BIGINT, sessions_abandoned BIGINT, sessions_fatal BIGINT,
  sessions_killed BIGINT, stats_reset TIMESTAMPTZ);
CREATE TABLE hanse_pg.pg_stat_replication (pid INTEGER, usesysid UINTEGER, usename VARCHAR, application_name VARCHAR,
  client_addr VARCHAR, client_hostname VARCHAR, client_port INTEGER, backend_start TIMESTAMPTZ, backend_xmin UINTEGER,
  state VARCHAR, sent_lsn VARCHAR, write_lsn VARCHAR, flush_lsn VARCHAR, replay_lsn VARCHAR, write_lag INTERVAL,
  flush_lag INTERVAL, replay_lag INTERVAL, sync_priority INTEGER, sync_state VARCHAR, reply_time TIMESTAMPTZ);
CREATE TABLE hanse_pg.pg_stat_user_indexes (relid UINTEGER, indexrelid UINTEGER, schemaname VARCHAR, relname VARCHAR,
  indexrelname VARCHAR, idx_scan BIGINT, idx_tup_read BIGINT, idx_tup_fetch BIGINT);
CREATE TABLE hanse_pg.pg_stat_user_tables (relid UINTEGER, schemaname VARCHAR, relname VARCHAR, seq_scan BIGINT,
  seq_tup_read BIGINT, idx_scan BIGINT, idx_tup_fetch BIGINT, n_tup_ins BIGINT, n_tup_upd BIGINT, n_tup_del BIGINT,
  n_tup_hot_upd BIGINT, n_live_tup BIGINT, n_dead_tup BIGINT, n_mod_since_analyze BIGINT, n_ins_since_vacuum BIGINT,
  last_vacuum TIMESTAMPTZ, last_autovacuum TIMESTAMPTZ, last_analyze TIMESTAMPTZ, last_autoanalyze TIMESTAMPTZ,
  vacuum_count BIGINT, autovacuum_count BIGINT, analyze_count BIGINT, autoanalyze_count BIGINT);
CREATE TABLE hanse_pg.pg_statio_user_tables (relid UINTEGER, schemaname VARCHAR, relname VARCHAR,
  heap_blks_read BIGINT, heap_blks_hit BIGINT, idx_blks_read BIGINT, idx_blks_hit BIGINT, toast_blks_read BIGINT,
  toast_blks_hit BIGINT, tidx_blks_read BIGINT, tidx_blks_hit BIGINT);
CREATE TABLE hanse_pg.pg_stats (schemaname VARCHAR, tablename VARCHAR, attname VARCHAR, inherited BOOLEAN,
  null_frac FLOAT, avg_width INTEGER, n_distinct FLOAT, most_common_vals VARCHAR, most_common_freqs FLOAT[],
  histogram_bounds VARCHAR, correlation FLOAT, most_common_elems VARCHAR, most_common_elem_freqs FLOAT[],
  elem_count_histogram FLOAT[]);
CREATE TABLE hanse_pg.pg_timezone_abbrevs (abbrev VARCHAR, utc_offset INTERVAL, is_dst BOOLEAN);
CREATE TABLE hanse_pg.pg_timezone_names (name VARCHAR, abbrev VARCHAR, utc_offset INTERVAL, is_dst BOOLEAN);
CREATE TABLE hanse_pg.pg_user_mappings (umid UINTEGER, srvid UINTEGER, srvname VARCHAR, umuser UINTEGER, usename VARCHAR,
  umoptions VARCHAR[]);
