// SPDX-License-Identifier: Apache-2.0
#include "ledger/ledger.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <climits>
#include <fstream>
#include <thread>

#include "base/digest.h"
#include "base/fault.h"
#include "base/files.h"
#include "ledger/format.h"

namespace hanse::ledger {
namespace {

class LedgerTest : public testing::Test {
 protected:
  LedgerTest() : folder(testing::TempDir() + "hanse-ledger-" + random_hex(6)) {}
  ~LedgerTest() override { (void)remove_tree(folder); }
  void write(int entries) {
    auto ledger = open_ledger(folder, Durability::kStrict, Clock::system());
    ASSERT_TRUE(ledger.has_value());
    for (int i = 0; i < entries; ++i)
      ASSERT_TRUE((*ledger)
                      ->append("decision", Json::object({{"decision_id", "d" + std::to_string(i)}}))
                      .has_value());
  }
  std::string path() const { return join_path(folder, "000001.ledger"); }
  std::string content() const { return *read_file(path(), 1 << 20); }
  Verification verified(const Head* kept = nullptr) const { return *verify(folder, kept); }
  std::string folder;
};

TEST_F(LedgerTest, VerifiesWhatItWrote) {
  write(3);
  const Verification result = verified();
  EXPECT_TRUE(result.intact) << result.problem;
  EXPECT_EQ(result.entries, 3u);
}

TEST_F(LedgerTest, ContinuesTheChainAfterReopening) {
  write(2);
  write(2);
  EXPECT_TRUE(verified().intact);
  EXPECT_EQ(verified().head.seq, 4u);
}

TEST_F(LedgerTest, FindsEveryFlippedByte) {
  write(3);
  const std::string good = content();
  for (size_t i = 0; i < good.size(); ++i) {
    std::string bad = good;
    bad[i] = static_cast<char>(bad[i] ^ 1);
    ASSERT_TRUE(write_file_atomic(path(), bad).has_value());
    EXPECT_FALSE(verified().intact) << "byte " << i;
  }
}

TEST_F(LedgerTest, FindsRemovedAndReorderedEntriesAndSaysWhere) {
  write(4);
  const std::string good = content();
  std::vector<std::string> lines;
  for (size_t at = 0; at < good.size();) {
    const size_t end = good.find('\n', at) + 1;
    lines.push_back(good.substr(at, end - at));
    at = end;
  }
  ASSERT_TRUE(write_file_atomic(path(), lines[0] + lines[2] + lines[3]).has_value());
  EXPECT_EQ(verified().place, "000001.ledger line 2");
  ASSERT_TRUE(write_file_atomic(path(), lines[0] + lines[2] + lines[1] + lines[3]).has_value());
  EXPECT_FALSE(verified().intact);
  ASSERT_TRUE(write_file_atomic(path(), lines[1] + lines[2] + lines[3]).has_value());
  EXPECT_EQ(verified().place, "000001.ledger line 1");
}

TEST_F(LedgerTest, FindsACutTailAgainstAKeptHead) {
  write(4);
  const Head kept = verified().head;
  const std::string good = content();
  ASSERT_TRUE(
      write_file_atomic(path(), good.substr(0, good.rfind('\n', good.size() - 2) + 1)).has_value());
  EXPECT_FALSE(verified().intact) << "the file `head` tells";
  ASSERT_TRUE(remove_tree(join_path(folder, "head")).has_value());
  EXPECT_TRUE(verified().intact);
  EXPECT_FALSE(verified(&kept).intact);
}

TEST_F(LedgerTest, MendsATornLastLine) {
  write(2);
  ASSERT_TRUE(write_file_atomic(path(), content() + "0123 torn").has_value());
  write(1);
  EXPECT_TRUE(verified().intact) << verified().problem;
  EXPECT_EQ(verified().entries, 4u) << "what was cut off has an entry of its own";
  ASSERT_EQ(verified().notes.size(), 1u);
  EXPECT_EQ(verified().notes[0],
            "000001.ledger line 3: 9 bytes of an entry that was never completed "
            "were cut off at byte 464 of 000001.ledger");
}

TEST_F(LedgerTest, ACompleteEntryThatWasChangedIsNotCutOff) {
  write(2);
  std::string bad = content();
  bad[bad.size() - 5] ^= 1;
  ASSERT_TRUE(write_file_atomic(path(), bad).has_value());
  const auto ledger = open_ledger(folder, Durability::kStrict, Clock::system());
  ASSERT_FALSE(ledger.has_value());
  EXPECT_EQ(ledger.error().code, ErrorCode::kCorrupt);
  EXPECT_EQ(content(), bad);
}

TEST_F(LedgerTest, EntriesThatWereWrittenMustBeThere) {
  auto ledger = open_ledger(folder, Durability::kStrict, Clock::system());
  ASSERT_TRUE(ledger.has_value());
  ASSERT_TRUE((*ledger)->append("decision", Json::object({})).has_value());
  ASSERT_TRUE(remove_tree(path()).has_value());
  const Status after = (*ledger)->append("decision", Json::object({}));
  ASSERT_FALSE(after.has_value()) << "a segment that is gone is not written on";
  EXPECT_EQ(after.error().code, ErrorCode::kCorrupt);
  EXPECT_FALSE((*ledger)->append("decision", Json::object({})).has_value()) << "nor later";
  ledger->reset();
  EXPECT_FALSE(open_ledger(folder, Durability::kStrict, Clock::system()).has_value());
  EXPECT_FALSE(verified().intact);
}

TEST_F(LedgerTest, AReplacedSegmentIsNotWrittenOn) {
  auto ledger = open_ledger(folder, Durability::kStrict, Clock::system());
  for (int i = 0; i < 3; ++i)
    ASSERT_TRUE((*ledger)->append("decision", Json::object({{"i", i}})).has_value());
  const std::string good = content();
  const std::string shorter = good.substr(0, good.rfind('\n', good.size() - 2) + 1);
  ASSERT_TRUE(write_file_atomic(path(), shorter).has_value());
  EXPECT_FALSE((*ledger)->append("decision", Json::object({})).has_value());
  EXPECT_EQ(content(), shorter);
}

// A batch that fills several segments: none grows beyond what is read again when it is opened.
TEST_F(LedgerTest, SegmentsTurnOverInsideABatch) {
  auto ledger = open_ledger(folder, Durability::kRelaxed, Clock::system());
  ASSERT_TRUE(ledger.has_value());
  const std::string large(1 << 20, 'x');
  constexpr int kEntries = 150;
  for (int i = 0; i < kEntries; ++i)
    ASSERT_TRUE((*ledger)->append("decision", Json::object({{"text", large}})).has_value());
  ASSERT_TRUE((*ledger)->flush().has_value());
  ledger->reset();
  for (const char* name : {"000001.ledger", "000002.ledger"})
    EXPECT_LE(read_file(join_path(folder, name), 256 << 20)->size(), kSegmentBytesMax) << name;
  EXPECT_TRUE(path_exists(join_path(folder, "000003.ledger")));
  EXPECT_TRUE(verified().intact) << verified().problem;
  EXPECT_EQ(verified().entries, uint64_t{kEntries});
  ASSERT_TRUE(open_ledger(folder, Durability::kStrict, Clock::system()).has_value());
}

TEST_F(LedgerTest, WhatIsGatheredReachesTheDiskWithoutAFlush) {
  auto ledger = open_ledger(folder, Durability::kRelaxed, Clock::system());
  ASSERT_TRUE(ledger.has_value());
  constexpr uint64_t kEntries = 20;
  for (uint64_t i = 0; i < kEntries; ++i)
    ASSERT_TRUE((*ledger)->append("decision", Json::object({{"i", i}})).has_value());
  for (int look = 0; look < 1000 && (*ledger)->head().seq < kEntries; ++look)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_EQ((*ledger)->head().seq, kEntries);
  EXPECT_EQ(verified().entries, kEntries);
}

TEST_F(LedgerTest, ASegmentThatCannotBeReadIsNotTheEnd) {
  write(2);
  ASSERT_TRUE(make_folders(join_path(folder, "000002.ledger")).has_value());
  EXPECT_FALSE(verified().intact);
  EXPECT_EQ(verified().place, "000002.ledger");
  ASSERT_TRUE(remove_tree(join_path(folder, "000002.ledger")).has_value());
  EXPECT_TRUE(verified().intact);
  ASSERT_TRUE(write_file_atomic(join_path(folder, "000002.ledger"), "").has_value());
  EXPECT_TRUE(verified().intact) << "a segment that was just begun";
  ASSERT_TRUE(write_file_atomic(join_path(folder, "000003.ledger"), "").has_value());
  EXPECT_FALSE(verified().intact);
}

TEST_F(LedgerTest, ProcessesShareOneChain) {
  ASSERT_TRUE(make_folders(folder).has_value());
  std::vector<pid_t> children;
  for (int child = 0; child < 3; ++child) {
    const pid_t pid = fork();
    if (pid == 0) {
      auto ledger = open_ledger(folder, Durability::kStrict, Clock::system());
      for (int i = 0; i < 10; ++i) (void)(*ledger)->append("decision", Json::object({{"i", i}}));
      _exit(0);
    }
    children.push_back(pid);
  }
  for (const pid_t pid : children) waitpid(pid, nullptr, 0);
  EXPECT_TRUE(verified().intact) << verified().problem << verified().place;
  EXPECT_EQ(verified().entries, 30u);
}

TEST_F(LedgerTest, ReadsADecisionBack) {
  write(3);
  const auto found = read_back(folder, "d1", 10);
  ASSERT_TRUE(found.has_value());
  ASSERT_EQ(found->size(), 1u);
  EXPECT_EQ((*found)[0].seq, 2u);
}

// A segment that was moved away still has its link: what is at its path counts.
TEST_F(LedgerTest, ACopyInThePlaceOfTheOpenSegmentIsNoticed) {
  auto ledger = open_ledger(folder, Durability::kStrict, Clock::system());
  ASSERT_TRUE((*ledger)->append("decision", Json::object({})).has_value());
  const std::string good = content(), away = folder + "/away";
  ASSERT_TRUE(rename_path(path(), away).has_value());
  ASSERT_TRUE(write_file_atomic(path(), good).has_value());
  const Status after = (*ledger)->append("decision", Json::object({}));
  ASSERT_FALSE(after.has_value());
  EXPECT_EQ(after.error().code, ErrorCode::kCorrupt);
  EXPECT_NE(after.error().message.find("000001.ledger"), std::string::npos);
  EXPECT_EQ(*read_file(away, 1 << 20), good);
  EXPECT_EQ(content(), good);
  EXPECT_FALSE((*ledger)->append("decision", Json::object({})).has_value()) << "nor later";
}

TEST_F(LedgerTest, ASegmentThatIsCutWhileItIsOpenIsNotWrittenOn) {
  auto ledger = open_ledger(folder, Durability::kStrict, Clock::system());
  for (int i = 0; i < 2; ++i)
    ASSERT_TRUE((*ledger)->append("decision", Json::object({{"i", i}})).has_value());
  ASSERT_TRUE(remove_tree(join_path(folder, kHeadFile)).has_value());
  ASSERT_EQ(truncate(path().c_str(), static_cast<off_t>(content().find('\n') + 1)), 0);
  EXPECT_FALSE((*ledger)->append("decision", Json::object({})).has_value());
}

// Its last newline changed: it looks like a torn entry, and the noted head tells that it was whole.
TEST_F(LedgerTest, AWrittenEntryThatLostItsNewlineIsNotCutOff) {
  write(2);
  std::string bad = content();
  bad.back() = ' ';
  ASSERT_TRUE(write_file_atomic(path(), bad).has_value());
  EXPECT_FALSE(open_ledger(folder, Durability::kStrict, Clock::system()).has_value());
  EXPECT_EQ(content(), bad);
}

TEST_F(LedgerTest, TheRecoveredEntrySaysWhereAndHowMuchWasCutOff) {
  write(1);
  const std::string good = content();
  ASSERT_TRUE(write_file_atomic(path(), good + "0123 torn").has_value());
  write(0);
  const auto entries = *read_back(folder, "", 1);
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].kind, "recovered");
  EXPECT_EQ(entries[0].body["segment"].as_string(), "000001.ledger");
  EXPECT_EQ(entries[0].body["offset"].as_uint(), good.size());
  EXPECT_EQ(entries[0].body["bytes"].as_uint(), 9u);
}

TEST_F(LedgerTest, ItsFilesAreForItsOwnerAlone) {
  const mode_t before = umask(0);
  write(1);
  ASSERT_EQ(chmod(join_path(folder, kHeadFile).c_str(), 0644), 0);
  write(1);
  umask(before);
  struct stat info{};
  ASSERT_EQ(stat(folder.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 07777, 0700u);
  const auto entries = *list_folder(folder);
  EXPECT_EQ(entries.size(), 3u);
  for (const FolderEntry& entry : entries) {
    ASSERT_EQ(stat(join_path(folder, entry.name).c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 07777, 0600u) << entry.name;
  }
}

TEST_F(LedgerTest, StrictAppendsThatWaitTogetherShareOneFlush) {
  constexpr int kClients = 16, kAppends = 50;
  auto ledger = open_ledger(folder, Durability::kStrict, Clock::system());
  ASSERT_TRUE(ledger.has_value());
  arm_fault(LONG_MAX);  // counts, and fails none
  ASSERT_TRUE((*ledger)->append("decision", Json::object()).has_value());
  const long alone = fault_operations();
  arm_fault(LONG_MAX);
  std::vector<std::thread> clients;
  for (int i = 0; i < kClients; ++i)
    clients.emplace_back([&] {
      for (int j = 0; j < kAppends; ++j)
        EXPECT_TRUE((*ledger)->append("decision", Json::object()).has_value());
    });
  for (std::thread& client : clients) client.join();
  const long together = fault_operations();
  arm_fault(0);
  EXPECT_GT(alone, 1);
  EXPECT_LT(together, alone * kClients * kAppends / 2);
  EXPECT_EQ(verified().entries, uint64_t{kClients * kAppends + 1});
}

// Fails each operation of an opening that mends in turn: nothing is cut without its entry.
TEST_F(LedgerTest, ACutIsRecordedThoughMendingIsInterrupted) {
  long nth = 0;
  for (bool is_done = false; !is_done;) {
    ASSERT_TRUE(remove_tree(folder).has_value());
    write(1);
    ASSERT_TRUE(write_file_atomic(path(), content() + "0123 torn").has_value());
    arm_fault(++nth);
    (void)open_ledger(folder, Durability::kStrict, Clock::system());
    is_done = fault_operations() < nth;
    arm_fault(0);
    write(1);
    EXPECT_TRUE(verified().intact) << verified().problem;
    ASSERT_EQ(verified().notes.size(), 1u) << "operation " << nth;
    EXPECT_FALSE(path_exists(join_path(folder, "cuts"))) << "operation " << nth;
  }
  EXPECT_GT(nth, 10);
}

TEST_F(LedgerTest, WhatAKilledWriterLeftBesideItsFilesGoes) {
  write(1);
  const std::string beside = join_path(folder, ".tmp-0123456789abcdef");
  ASSERT_TRUE(write_file_atomic(beside, "half").has_value());
  write(1);
  EXPECT_FALSE(path_exists(beside));
}

TEST_F(LedgerTest, AnEntryOfWhatComesIntoForceIsOnDiskOrRefusedAlsoWhenRelaxed) {
  auto ledger = open_ledger(folder, Durability::kRelaxed, Clock::system()).value();
  ASSERT_TRUE(ledger->append_durably("grant", Json::object({})).has_value());
  EXPECT_EQ(verified().head.seq, 1u);
  arm_fault(1);
  EXPECT_TRUE(ledger->state().has_value());
  EXPECT_EQ(ledger->append_durably("grant", Json::object({})).error().code, ErrorCode::kIo);
  EXPECT_EQ(ledger->state().error().code, ErrorCode::kIo);
  arm_fault(0);
}

// Three segments of three entries each.
class SegmentsTest : public LedgerTest {
 protected:
  SegmentsTest() {
    (void)make_folders(folder);
    head = {0, zero_hash()};
    for (int i = 0; i < 9; ++i) {
      Head after;
      lines.push_back(format_line(head, "decision", "2026-01-01T00:00:00Z",
                                  Json::object({{"decision_id", fmt::format("d{}", i)}}), after));
      head = after;
    }
    put(lines);
  }
  static std::string name(size_t number) { return fmt::format("{:06}.ledger", number); }
  void put_segment(size_t number, const std::string& text) const {
    std::ofstream(join_path(folder, name(number)), std::ios::binary) << text;
  }
  // Three to a segment, as they come.
  void put(const std::vector<std::string>& all) const {
    for (size_t number = 1; number <= 3; ++number) {
      std::string text;
      for (size_t i = (number - 1) * 3; i < std::min(all.size(), number * 3); ++i) text += all[i];
      put_segment(number, text);
    }
  }
  std::string broken_at() const {
    const Verification result = verified(&head);
    return result.intact ? "nowhere" : result.place;
  }
  Head head;
  std::vector<std::string> lines;
};

TEST_F(SegmentsTest, AFlippedByteIsFoundWhereverItIs) {
  ASSERT_EQ(broken_at(), "nowhere");
  for (size_t number = 1; number <= 3; ++number) {
    std::string text;
    for (size_t i = 0; i < 3; ++i) text += lines[(number - 1) * 3 + i];
    for (size_t at = 0; at < text.size(); ++at) {
      const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<long>(at), '\n');
      for (const int mask : {1, 0x20, 0x80}) {
        std::string bad = text;
        bad[at] = static_cast<char>(bad[at] ^ mask);
        put_segment(number, bad);
        ASSERT_EQ(broken_at(), fmt::format("{} line {}", name(number), line))
            << "byte " << at << " mask " << mask;
      }
    }
    put_segment(number, text);
  }
}

TEST_F(SegmentsTest, AnEntryRemovedRepeatedOrMovedIsFoundWhereItIs) {
  for (size_t i = 0; i < lines.size(); ++i) {
    const auto place = [](size_t at) {
      return fmt::format("{} line {}", name(at / 3 + 1), at % 3 + 1);
    };
    auto changed = lines;
    changed.erase(changed.begin() + static_cast<long>(i));
    put(changed);
    EXPECT_EQ(broken_at(), i + 1 == lines.size() ? name(3) : place(i)) << "removed " << i;
    if (i + 1 == lines.size()) break;
    changed = lines;
    changed.insert(changed.begin() + static_cast<long>(i), lines[i]);
    put(changed);
    EXPECT_EQ(broken_at(), place(i + 1)) << "repeated " << i;
    changed = lines;
    std::swap(changed[i], changed[i + 1]);
    put(changed);
    EXPECT_EQ(broken_at(), place(i)) << "swapped " << i;
  }
  put_segment(3, lines[6] + lines[7] + lines[8] + lines[8]);
  EXPECT_EQ(broken_at(), "000003.ledger line 4");
}

TEST_F(SegmentsTest, ASegmentRemovedOrMovedIsFoundWhereItIs) {
  const auto path_of = [&](size_t number) { return join_path(folder, name(number)); };
  ASSERT_TRUE(rename_path(path_of(2), folder + "/away").has_value());
  EXPECT_EQ(broken_at(), "000002.ledger");
  EXPECT_EQ(verified(&head).entries, 3u);
  ASSERT_TRUE(rename_path(path_of(3), path_of(2)).has_value());
  EXPECT_EQ(broken_at(), "000002.ledger line 1");
  ASSERT_TRUE(rename_path(folder + "/away", path_of(3)).has_value());
  EXPECT_EQ(broken_at(), "000002.ledger line 1");
  put(lines);
  ASSERT_TRUE(remove_tree(path_of(3)).has_value());
  EXPECT_EQ(broken_at(), "000002.ledger");
  ASSERT_TRUE(remove_tree(path_of(1)).has_value());
  EXPECT_EQ(broken_at(), "000001.ledger");
}

TEST_F(SegmentsTest, WhatCannotBeReadIsNamedAndNotSkipped) {
  const std::string second = join_path(folder, name(2));
  const auto check = [&](const std::string& what) {
    EXPECT_EQ(verified().place, "000002.ledger") << what;
    EXPECT_FALSE(verified().intact) << what;
    EXPECT_FALSE(read_back(folder, "d0", 9).has_value()) << what;
    EXPECT_FALSE(read_recent(folder, {"decision", "", {"d0"}, 1 << 20}).has_value()) << what;
    ASSERT_TRUE(remove_tree(second).has_value());
  };
  ASSERT_TRUE(remove_tree(second).has_value());
  ASSERT_TRUE(make_folders(second).has_value());
  check("a folder");
  ASSERT_EQ(symlink("000002.ledger", second.c_str()), 0);
  check("a link to itself");
  ASSERT_EQ(symlink("absent", second.c_str()), 0);
  check("a link to nothing");
  put_segment(2, "");
  EXPECT_EQ(verified().place, "000002.ledger");
}

TEST_F(SegmentsTest, ASegmentWithoutPermissionIsNamed) {
  ASSERT_EQ(chmod(join_path(folder, name(3)).c_str(), 0), 0);
  const pid_t pid = fork();
  if (pid == 0) {
    if (geteuid() == 0 && setuid(65534) != 0) _exit(3);  // root reads everything
    const auto result = verify(folder, nullptr);
    _exit(!result ? 2 : result->intact ? 1 : result->place == "000003.ledger" ? 0 : 4);
  }
  int status = 0;
  waitpid(pid, &status, 0);
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace
}  // namespace hanse::ledger
