// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/secret.h"
#include "spec/common.h"
#include "spec/type.h"

namespace hanse::spec {

// A data contract, Bitol ODCS 3.2.0 (3.1.0, 3.0.x and 2.2.x are read too). Plain data.

struct LogicalTypeOptions {  // which ones apply depends on the logical type
  std::optional<int64_t> min_length, max_length, min_items, max_items, dimensions;
  std::optional<int64_t> min_properties, max_properties;  // of objects
  std::optional<double> minimum, maximum, exclusive_minimum, exclusive_maximum, multiple_of;
  std::string pattern, format;         // pattern: ECMA-262; date formats: JDK DateTimeFormatter
  std::string minimum_text, maximum_text;  // minimum and maximum of dates and times
  std::string exclusive_minimum_text, exclusive_maximum_text;
  bool unique_items = false;
  bool with_time_zone = false;         // timezone of timestamps: the values carry one
  std::string time_zone;               // defaultTimezone of timestamps
  std::string element_type;            // of vectors; empty: float32
  std::string distance_metric;         // of vectors
  std::vector<std::string> required;   // of objects: the properties that must be there
  Json foreign;                        // the other options of the standard, as stated
};

struct QualityRule {
  enum class Kind { kText, kLibrary, kSql, kCustom };
  Kind kind = Kind::kLibrary;
  std::string name, id, metric, query, engine, implementation, description, dimension, severity;
  std::string unit = "rows";          // rows | percent
  std::string comparison;             // mustBe, mustBeLessThan, …; empty when none
  std::vector<double> bounds;         // one, or two for the Between forms
  Secret<std::string> statement;      // `query` with variables resolved, placeholders kept
  Json expected;                      // of mustBe and mustNotBe, when it is no number
  Json arguments;                     // missingValues, validValues, pattern, properties
  Json foreign;                       // other standard fields
  Span span;
};

// A foreign key: the columns `from` hold keys of the columns `to`, one by one. See reference.h.
struct ContractRelationship {
  std::string type = "foreignKey";
  std::vector<std::string> from, to;  // as stated; a property's own has no `from`
  Json foreign;                       // other standard fields
  Span span;                          // of `to`
};

struct Property {
  std::string id;                     // what references by id name it by; may be empty
  std::string name, physical_name, physical_type, description, business_name;
  LogicalType logical_type = LogicalType::kString;
  bool logical_type_stated = false;
  LogicalTypeOptions options;
  bool required = false, unique = false, primary_key = false, critical = false;
  bool deprecated = false;
  std::string semantic_type = "column";  // column | measure | dimension
  int primary_key_position = -1;      // from 1; -1 when not stated
  std::optional<Classification> classification;  // of an unknown word: the strictest
  std::vector<std::string> tags, enum_values;
  std::vector<Json> examples;
  std::string transform_logic;
  std::vector<QualityRule> quality;
  std::vector<ContractRelationship> relationships;
  std::vector<CustomProperty> custom;
  std::vector<AuthoritativeDefinition> definitions;
  std::string concept_address;        // of the glossary that it is bound to; empty: none
  std::vector<Property> properties;   // object
  std::vector<Property> items;        // array: at most one
  std::vector<Property> map_key, map_value;  // map: at most one each
  Json foreign;                       // other standard fields, kept for a round trip
  Span span;
};

struct SchemaObject {                 // one table
  // Columns of the primary key by position, then by file order.
  std::vector<const Property*> primary_key() const;
  const Property* property(std::string_view column) const;  // null: there is none of that name
  std::string id, name, physical_name, description, business_name;
  bool deprecated = false;
  std::vector<Property> properties;
  std::vector<QualityRule> quality;
  std::vector<ContractRelationship> relationships;
  std::vector<std::string> tags;
  std::vector<CustomProperty> custom;
  std::vector<AuthoritativeDefinition> definitions;
  Json foreign;
  Span span;
};

struct Server {
  std::string server, type, environment, path, format, location, delimiter, description;
  Json fields;                        // everything as stated, by the standard's names
  Secret<Json> values;                // the same with variables resolved
  std::vector<CustomProperty> custom;
  Span span;
};

struct ServiceLevel {
  std::string property, unit, element, driver, description, schedule;
  Json value, value_ext;
  Json foreign;                       // other standard fields
  Span span;
};

struct Role {
  std::string role, access, description;
  Json foreign;                       // other standard fields
};

struct DataContract {
  std::string path;                   // relative to the mesh folder
  std::string api_version, id, name, version, status, tenant, domain;
  Description description;
  std::vector<std::string> tags;
  std::vector<SchemaObject> schema;
  std::vector<Server> servers;
  std::vector<ServiceLevel> service_levels;
  std::vector<Role> roles;
  Team team;
  std::vector<SupportChannel> support;
  std::vector<AuthoritativeDefinition> definitions;
  std::vector<CustomProperty> custom;
  std::optional<ExternalBuild> external_build;
  Json foreign;
  Span span;                          // of `id`
  Span version_span;

  int major() const;                  // of `version`; 0 when it has none
};

}  // namespace hanse::spec
