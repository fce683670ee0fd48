// SPDX-License-Identifier: Apache-2.0
#include "engine/duckdb/attach_copy.h"

#include <algorithm>
#include <filesystem>

#include "base/digest.h"
#include "base/files.h"
#include "base/utf8.h"
#include "engine/duckdb/errors.h"
#include "engine/duckdb/watchdog.h"

namespace hanse::engine {
namespace {

// A copy is written beside the statements, by one thread.
constexpr int64_t kWriterMemoryBytes = int64_t{256} << 20;
// The engine holds a group of rows until it is whole: of wide tables it has fewer.
constexpr idx_t kGroupCells = 1'200'000, kGroupRowsMax = 122'880, kGroupRowsStep = 2'048;
constexpr const char* kWritten = "written";

// A file that has its name only until it is open.
class PassingFile {
 public:
  explicit PassingFile(std::string path) : path_(std::move(path)) {}
  PassingFile(const PassingFile&) = delete;
  PassingFile& operator=(const PassingFile&) = delete;
  ~PassingFile() {
    for (const char* suffix : {"", ".wal"}) (void)remove_tree(path_ + suffix);
  }
  const std::string& path() const { return path_; }

 private:
  const std::string path_;
};

class AttachedCopy : public NativeCopy {
 public:
  AttachedCopy(std::shared_ptr<Instance> instance, std::string name, int64_t rows, int64_t bytes)
      : instance_(std::move(instance)), name_(std::move(name)), rows_(rows), bytes_(bytes) {}
  ~AttachedCopy() override {
    const auto connection = instance_->connect();
    if (connection) (void)run_text(connection->get(), "DETACH " + quote_identifier(name_));
  }
  const std::string& name() const override { return name_; }
  int64_t rows() const override { return rows_; }
  int64_t bytes() const override { return bytes_; }

 private:
  const std::shared_ptr<Instance> instance_;
  const std::string name_;
  const int64_t rows_, bytes_;
};

int64_t bytes_of(const std::string& path) {
  std::error_code absent;
  const uintmax_t bytes = std::filesystem::file_size(path, absent);
  return absent ? 0 : static_cast<int64_t>(bytes);
}

idx_t rows_of_group(idx_t columns) {
  const idx_t rows = kGroupCells / std::max<idx_t>(columns, 1) / kGroupRowsStep * kGroupRowsStep;
  return std::clamp(rows, kGroupRowsStep, kGroupRowsMax);
}

// In small pieces, looking in between whether it may go on.
Status run_bounded(duckdb_connection connection, const std::string& sql, const std::string& path,
                   int64_t bytes_max, const CancelToken& cancel) {
  HANSE_TRY(const Prepared prepared, prepare(connection, sql));
  Pending pending;
  QueryResult result;
  duckdb_pending_state state = DUCKDB_PENDING_RESULT_NOT_READY;
  if (duckdb_pending_prepared(prepared.get(), pending.out()) != DuckDBSuccess)
    return fail(ErrorCode::kIo, duckdb_pending_error(pending.get()));
  while (!duckdb_pending_execution_is_finished(state)) {
    if (cancel.cancelled()) return fail(ErrorCode::kCancelled, "the copy is not wanted any more");
    if (bytes_of(path) > bytes_max)
      return fail(ErrorCode::kLimitExceeded, "the copy takes more room than there is");
    state = duckdb_pending_execute_task(pending.get());
  }
  if (duckdb_execute_pending(pending.get(), result.get()) == DuckDBSuccess) return {};
  return fail(
      engine_error(duckdb_result_error_type(result.get()), duckdb_result_error(result.get())));
}

// An engine of its own writes: the one that serves can only read. Gives the rows.
Result<int64_t> write_copy(const CopyOrder& order, const std::string& path,
                           const CancelToken& cancel) {
  InstanceOptions options;
  options.memory_bytes = kWriterMemoryBytes;
  options.threads = 1;
  options.temporary_folder = order.folder;
  options.then = {fmt::format("SET GLOBAL max_temp_directory_size = '{}B'", order.bytes_max)};
  const Watchdog::Beside beside(kWriterMemoryBytes);
  HANSE_TRY(const auto writer, Instance::open(options));
  HANSE_TRY(const Connection connection, writer->connect());
  std::string files;
  for (const std::string& file : order.files)
    files += (files.empty() ? "" : ", ") + quote_literal(file);
  const std::string rows_of_files = fmt::format("SELECT * FROM read_parquet([{}])", files);
  HANSE_TRY(const Prepared shape, prepare(connection.get(), rows_of_files));
  HANSE_TRY_STATUS(
      run_text(connection.get(),
               fmt::format("ATTACH {} AS {} (ROW_GROUP_SIZE {})", quote_literal(path), kWritten,
                           rows_of_group(duckdb_prepared_statement_column_count(shape.get())))));
  HANSE_TRY_STATUS(run_bounded(
      connection.get(),
      fmt::format("CREATE TABLE {}.main.{} AS {}", kWritten, kCopiedTable, rows_of_files), path,
      order.bytes_max, cancel));
  HANSE_TRY(const std::string rows,
            text_of(connection.get(),
                    fmt::format("SELECT count(*)::VARCHAR FROM {}.main.{} WHERE $1 = ''", kWritten,
                                kCopiedTable),
                    ""));
  HANSE_TRY_STATUS(run_text(connection.get(), fmt::format("DETACH {}", kWritten)));
  return std::stoll(rows);
}

}  // namespace

Result<std::shared_ptr<NativeCopy>> attach_copy(std::shared_ptr<Instance> instance,
                                                const CopyOrder& order, const CancelToken& cancel) {
  const std::string name = "copy_" + random_hex(8);
  const PassingFile file(join_path(order.folder, name + ".duckdb"));
  HANSE_TRY(const int64_t rows, write_copy(order, file.path(), cancel));
  const int64_t bytes = bytes_of(file.path());
  HANSE_TRY(const Connection connection, instance->connect());
  HANSE_TRY_STATUS(
      run_text(connection.get(), fmt::format("ATTACH {} AS {} (READ_ONLY)",
                                             quote_literal(file.path()), quote_identifier(name))));
  return std::make_shared<AttachedCopy>(std::move(instance), name, rows, bytes);
}

}  // namespace hanse::engine
