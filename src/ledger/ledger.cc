// SPDX-License-Identifier: Apache-2.0
#include "ledger/ledger.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <condition_variable>
#include <cstring>
#include <deque>
#include <mutex>
#include <thread>

#include "base/digest.h"
#include "base/fault.h"
#include "base/files.h"
#include "ledger/cuts.h"
#include "ledger/format.h"

namespace hanse::ledger {
namespace {

constexpr auto kFlushEvery = std::chrono::milliseconds(200);
// What comes within this is written together: a write is three waits for the disk, however many
// entries it has.
constexpr auto kGathersFor = std::chrono::milliseconds(10);
constexpr uint64_t kTailBytesMax = 64u << 20;

struct Pending {
  std::string kind, time;
  Json body;
  uint64_t ticket = 0;
};

class FileLedger : public Ledger {
 public:
  FileLedger(std::string folder, Durability durability, const Clock& clock)
      : folder_(std::move(folder)), durability_(durability), clock_(clock) {}
  ~FileLedger() override;

  Status open();
  Status append(std::string kind, Json body) override;
  Status flush() override;
  Head head() const override;
  Status state() const override;

 private:
  Status remove_leftovers() const;
  void write_loop();
  Status write_batch(const std::deque<Pending>& batch);
  Status write_entries(const std::deque<Pending>& entries);
  // What was cut off of entries that a process that died left, and is not recorded yet: an array.
  Result<Json> catch_up();
  Status check_in_place() const;
  Status cut_off(Json& cuts, const std::string& torn, uint64_t offset);
  Status move_to(size_t number);
  Result<std::string> last_line(const std::string& content, size_t segment) const;
  Status check_tail(const Head& tail) const;
  Status write_lines(std::string_view lines);

  const std::string folder_;
  const Durability durability_;
  const Clock& clock_;
  mutable std::mutex mutex_;
  std::condition_variable wanted_, done_;
  std::deque<Pending> queue_;       // guarded by mutex_
  uint64_t asked_ = 0, written_ = 0;  // tickets; guarded by mutex_
  size_t waiting_ = 0;              // flushes; guarded by mutex_
  Status failure_;                  // guarded by mutex_; once set it stays
  Head head_{0, zero_hash()};       // guarded by mutex_
  bool stopping_ = false;           // guarded by mutex_
  // Touched by the writer only:
  int file_ = -1;
  size_t number_ = 0;
  uint64_t size_ = 0;
  std::thread writer_;
};

FileLedger::~FileLedger() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wanted_.notify_all();
  if (writer_.joinable()) writer_.join();
  if (file_ >= 0) close(file_);
}

Status FileLedger::open() {
  HANSE_TRY_STATUS(make_private_folder(folder_));
  HANSE_TRY_STATUS(remove_leftovers());
  HANSE_TRY_STATUS(write_batch({}));  // finds the tail, mends a torn one
  writer_ = std::thread([this] { write_loop(); });
  return {};
}

// What was written beside `head` or `cuts` by a process that was killed then: made under the lock.
Status FileLedger::remove_leftovers() const {
  HANSE_TRY(const FileLock lock,
            FileLock::acquire(join_path(folder_, "lock"), FileLock::Mode::kExclusive,
                              FileLock::Wait::kYes));
  return remove_unfinished(folder_);
}

Status FileLedger::append(std::string kind, Json body) {
  std::unique_lock lock(mutex_);
  done_.wait(lock, [&] { return queue_.size() < kQueueEntriesMax || !failure_; });
  if (!failure_) return failure_;
  const uint64_t ticket = ++asked_;
  queue_.push_back({std::move(kind), format_time(clock_.now_us()), std::move(body), ticket});
  if (queue_.size() == 1 || queue_.size() == kQueueEntriesMax) wanted_.notify_one();
  if (durability_ == Durability::kRelaxed) return {};
  done_.wait(lock, [&] { return written_ >= ticket || !failure_; });
  return failure_;
}

Status FileLedger::flush() {
  std::unique_lock lock(mutex_);
  const uint64_t ticket = asked_;
  ++waiting_;
  wanted_.notify_one();
  done_.wait(lock, [&] { return written_ >= ticket || !failure_; });
  --waiting_;
  return failure_;
}

Head FileLedger::head() const {
  const std::lock_guard lock(mutex_);
  return head_;
}

Status FileLedger::state() const {
  const std::lock_guard lock(mutex_);
  return failure_;
}

void FileLedger::write_loop() {
  std::unique_lock lock(mutex_);
  while (true) {
    wanted_.wait_for(lock, kFlushEvery, [&] { return stopping_ || !queue_.empty(); });
    if (queue_.empty() && stopping_) return;
    if (queue_.empty()) continue;
    if (durability_ == Durability::kRelaxed)
      wanted_.wait_for(lock, kGathersFor, [&] {
        return stopping_ || waiting_ > 0 || queue_.size() >= kQueueEntriesMax;
      });
    std::deque<Pending> batch;
    batch.swap(queue_);
    const uint64_t last = batch.back().ticket;
    lock.unlock();
    const Status status = write_batch(batch);
    lock.lock();
    if (!status && failure_) failure_ = status;
    written_ = last;
    done_.notify_all();
    if (!failure_) return;
  }
}

Status FileLedger::move_to(size_t number) {
  if (file_ >= 0) close(file_);
  const std::string path = segment_path(folder_, number);
  const bool fresh = !path_exists(path);
  file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (file_ < 0)
    return fail(ErrorCode::kIo, fmt::format("cannot open `{}`: {}", path, std::strerror(errno)));
  struct stat info {};
  if (fstat(file_, &info) != 0 || !S_ISREG(info.st_mode))
    return fail(ErrorCode::kCorrupt, fmt::format("`{}` is no regular file", path));
  number_ = number;
  size_ = 0;
  return fresh ? sync_folder(folder_) : Status();
}

// The newest entry of all segments, given the content of the newest one; empty: none.
Result<std::string> FileLedger::last_line(const std::string& content, size_t segment) const {
  std::string before = content;
  if (before.empty() && segment > 1) {
    HANSE_TRY(before, read_file(segment_path(folder_, segment - 1), kTailBytesMax * 2));
  }
  if (before.empty()) return before;
  const size_t start =
      before.size() < 2 ? std::string::npos : before.rfind('\n', before.size() - 2);
  std::string line = before.substr(start == std::string::npos ? 0 : start + 1);
  line.pop_back();
  return line;
}

// The chain only grows: what was written before, here or by whom the head file tells of, is there.
Status FileLedger::check_tail(const Head& tail) const {
  Head known = head();
  if (const auto noted = noted_head(folder_); noted && noted->seq > known.seq) known = *noted;
  if (tail.seq > known.seq || (tail.seq == known.seq && tail.hash == known.hash)) return {};
  return fail(ErrorCode::kCorrupt,
              fmt::format("the ledger ends at entry {}, and entry {} was written: entries were "
                          "removed or replaced",
                          tail.seq, known.seq),
              "`hanse audit verify` says more; move the folder `ledger` away to begin a new one");
}

// What is at the path is what this writes to: nobody moved, replaced or cut it.
Status FileLedger::check_in_place() const {
  const std::string path = segment_path(folder_, number_);
  constexpr const char* kHelp = "put it back; `hanse audit verify` says what is missing";
  struct stat open {}, there {};
  if (fstat(file_, &open) != 0 || stat(path.c_str(), &there) != 0 ||
      open.st_dev != there.st_dev || open.st_ino != there.st_ino)
    return fail(ErrorCode::kCorrupt,
                fmt::format("`{}` was removed or replaced while it was open", path), kHelp);
  if (static_cast<uint64_t>(open.st_size) < size_)
    return fail(ErrorCode::kCorrupt,
                fmt::format("`{}` was cut while it was open: it has {} bytes, {} were written",
                            path, open.st_size, size_),
                kHelp);
  return {};
}

Status FileLedger::cut_off(Json& cuts, const std::string& torn, uint64_t offset) {
  HANSE_TRY_STATUS(note_cut(folder_, cuts,
                            Json::object({{"segment", segment_name(number_)},
                                          {"offset", offset},
                                          {"bytes", torn.size()},
                                          {"digest", digest_hex(torn)}})));
  if (fault_at("truncate") || ftruncate(file_, static_cast<off_t>(offset)) != 0)
    return fail(ErrorCode::kIo, fmt::format("cannot mend `{}`: {}",
                                            segment_path(folder_, number_), std::strerror(errno)));
  return {};
}

// Under the file lock: continues from what is really there, whoever wrote it.
Result<Json> FileLedger::catch_up() {
  HANSE_TRY(const auto paths, segments(folder_));
  const size_t newest = std::max<size_t>(1, paths.size());
  if (file_ >= 0) {
    HANSE_TRY_STATUS(check_in_place());
    struct stat info {};
    if (number_ == newest && fstat(file_, &info) == 0 &&
        static_cast<uint64_t>(info.st_size) == size_)
      return Json::array();
  }
  HANSE_TRY_STATUS(move_to(newest));
  const std::string path = segment_path(folder_, newest);
  HANSE_TRY(std::string content, read_file(path, kTailBytesMax * 2));
  const size_t end = content.rfind('\n') == std::string::npos ? 0 : content.rfind('\n') + 1;
  const std::string torn = content.substr(end);
  content.resize(end);
  size_ = content.size();
  Head tail{0, zero_hash()};
  HANSE_TRY(const std::string last, last_line(content, newest));
  std::optional<Line> line;
  if (!last.empty()) {
    Result<Line> parsed = parse_line(last);
    if (!parsed)
      return fail(ErrorCode::kCorrupt,
                  fmt::format("the last entry of `{}` {}", path, parsed.error().message),
                  "`hanse audit verify` says more");
    line = std::move(*parsed);
    tail = {line->seq, line->hash};
  }
  HANSE_TRY_STATUS(check_tail(tail));
  HANSE_TRY(Json cuts, noted_cuts(folder_, line ? &*line : nullptr));
  if (!torn.empty()) HANSE_TRY_STATUS(cut_off(cuts, torn, end));
  const std::lock_guard lock(mutex_);
  head_ = tail;
  return cuts;
}

Status FileLedger::write_lines(std::string_view lines) {
  while (!lines.empty()) {
    if (fault_at("write")) return fail(ErrorCode::kIo, "cannot write the ledger");
    const ssize_t count = write(file_, lines.data(), lines.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0)
      return fail(ErrorCode::kIo, fmt::format("cannot write the ledger: {}", std::strerror(errno)));
    lines.remove_prefix(static_cast<size_t>(count));
    size_ += static_cast<uint64_t>(count);
  }
  if (fault_at("fsync") || fdatasync(file_) != 0)
    return fail(ErrorCode::kIo, "cannot flush the ledger");
  return check_in_place();  // what went to a file that is gone was not recorded
}

Status FileLedger::write_batch(const std::deque<Pending>& batch) {
  HANSE_TRY(const FileLock lock,
            FileLock::acquire(join_path(folder_, "lock"), FileLock::Mode::kExclusive,
                              FileLock::Wait::kYes));
  HANSE_TRY(const Json cuts, catch_up());
  std::deque<Pending> recovered;  // the chain itself says what was cut off
  for (const Json& cut : cuts.items())
    recovered.push_back({"recovered", format_time(clock_.now_us()), cut, 0});
  if (!recovered.empty()) {
    HANSE_TRY_STATUS(write_entries(recovered));
    HANSE_TRY_STATUS(forget_cuts(folder_));
  }
  return batch.empty() ? Status() : write_entries(batch);
}

Status FileLedger::write_entries(const std::deque<Pending>& entries) {
  Head at = head();
  std::string lines;
  for (const Pending& pending : entries) {
    Head after;
    const std::string line = format_line(at, pending.kind, pending.time, pending.body, after);
    const uint64_t filled = size_ + lines.size();
    if (filled > 0 && filled + line.size() > kSegmentBytesMax) {
      HANSE_TRY_STATUS(write_lines(lines));
      lines.clear();
      HANSE_TRY_STATUS(move_to(number_ + 1));
    }
    lines += line;
    at = after;
  }
  HANSE_TRY_STATUS(write_lines(lines));
  {
    const std::lock_guard guard(mutex_);
    head_ = at;
  }
  return write_private_file_atomic(join_path(folder_, kHeadFile),
                                   fmt::format("{}:{}\n", at.seq, at.hash));
}

}  // namespace

Result<std::unique_ptr<Ledger>> open_ledger(const std::string& folder, Durability durability,
                                            const Clock& clock) {
  auto ledger = std::make_unique<FileLedger>(folder, durability, clock);
  HANSE_TRY_STATUS(ledger->open());
  return std::unique_ptr<Ledger>(std::move(ledger));
}

}  // namespace hanse::ledger
