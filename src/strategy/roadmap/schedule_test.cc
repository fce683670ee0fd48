// SPDX-License-Identifier: Apache-2.0
#include "strategy/roadmap/schedule.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "strategy/roadmap/simulation.h"
#include "strategy/statistics.h"

namespace hanse::strategy {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// The network of "Reliable Construction Co." in F. Hillier, G. Lieberman, "Introduction to
// Operations Research" (8th edition, chapter 22). By hand:
//
//       a    m    b   mean  var    after     ES  EF  LS  LF  slack
//   A   1    2    3     2   1/9    –          0   2   0   2   0
//   B   2   3.5   8     4   1      A          2   6   2   6   0
//   C   6    9   18    10   4      B          6  16   6  16   0
//   D   4   5.5  10     6   1      C         16  22  20  26   4
//   E   1   4.5   5     4   4/9    C         16  20  16  20   0
//   F   4    4   10     5   1      E         20  25  20  25   0
//   G   5   6.5  11     7   1      D         22  29  26  33   4
//   H   5    8   17     9   4      E G       29  38  33  42   4
//   I   3   7.5   9     7   1      C         16  23  18  25   2
//   J   3    9    9     8   1      F I       25  33  25  33   0
//   K   4    4    4     4   0      J         33  37  34  38   1
//   L   1   5.5   7     5   1      J         33  38  33  38   0
//   M   1    2    3     2   1/9    H         38  40  42  44   4
//   N   5   5.5   9     6   4/9    K L       38  44  38  44   0
//
// Critical A-B-C-E-F-J-L-N: 44 days, variance 1/9+1+4+4/9+1+1+1+4/9 = 9.
std::vector<NetworkTask> textbook() {
  return {{"A", {}, 1, 2, 3},     {"B", {0}, 2, 3.5, 8},     {"C", {1}, 6, 9, 18},
          {"D", {2}, 4, 5.5, 10}, {"E", {2}, 1, 4.5, 5},     {"F", {4}, 4, 4, 10},
          {"G", {3}, 5, 6.5, 11}, {"H", {4, 6}, 5, 8, 17},   {"I", {2}, 3, 7.5, 9},
          {"J", {5, 8}, 3, 9, 9}, {"K", {9}, 4, 4, 4},       {"L", {9}, 1, 5.5, 7},
          {"M", {7}, 1, 2, 3},    {"N", {10, 11}, 5, 5.5, 9}};
}

TEST(NetworkSchedule, AgreesWithTheTextbookToTheDay) {
  const NetworkSchedule schedule = schedule_network(textbook(), 0);
  EXPECT_DOUBLE_EQ(schedule.finish, 44);
  EXPECT_DOUBLE_EQ(schedule.path_variance, 9);
  EXPECT_THAT(schedule.critical_path, ElementsAre(0, 1, 2, 4, 5, 9, 11, 13));
  const double expected[][5] = {{0, 2, 0, 2, 0},     {2, 6, 2, 6, 0},     {6, 16, 6, 16, 0},
                                {16, 22, 20, 26, 4}, {16, 20, 16, 20, 0}, {20, 25, 20, 25, 0},
                                {22, 29, 26, 33, 4}, {29, 38, 33, 42, 4}, {16, 23, 18, 25, 2},
                                {25, 33, 25, 33, 0}, {33, 37, 34, 38, 1}, {33, 38, 33, 38, 0},
                                {38, 40, 42, 44, 4}, {38, 44, 38, 44, 0}};
  for (size_t i = 0; i < schedule.tasks.size(); ++i) {
    const ScheduledTask& task = schedule.tasks[i];
    const char name = static_cast<char>('A' + i);
    EXPECT_DOUBLE_EQ(task.start, expected[i][0]) << name;
    EXPECT_DOUBLE_EQ(task.finish, expected[i][1]) << name;
    EXPECT_DOUBLE_EQ(task.latest_start, expected[i][2]) << name;
    EXPECT_DOUBLE_EQ(task.latest_finish, expected[i][3]) << name;
    EXPECT_DOUBLE_EQ(task.slack, expected[i][4]) << name;
    EXPECT_EQ(task.is_critical, expected[i][4] == 0) << name;
  }
}

TEST(NetworkSchedule, WhatHappenedMovesWhatComes) {
  auto tasks = textbook();
  tasks[0].started = 0;
  tasks[0].finished = 5;  // A took 5 days instead of 2
  EXPECT_DOUBLE_EQ(schedule_network(tasks, 5).finish, 47);
  // B began on day 5 and runs still on day 20: it cannot have ended before.
  tasks[1].started = 5;
  const NetworkSchedule late = schedule_network(tasks, 20);
  EXPECT_DOUBLE_EQ(late.tasks[1].finish, 20);
  EXPECT_DOUBLE_EQ(late.finish, 20 + 38);
}

TEST(NetworkSchedule, NothingBeginsBeforeItMayOrInThePast) {
  auto tasks = textbook();
  tasks[0].not_before = 10;
  EXPECT_DOUBLE_EQ(schedule_network(tasks, 0).finish, 54);
  EXPECT_DOUBLE_EQ(schedule_network(tasks, 30).finish, 74);
}

TEST(NetworkSchedule, NamesTheCycleInTheOrderOfWork) {
  auto tasks = textbook();
  EXPECT_THAT(network_cycle(tasks), IsEmpty());
  tasks[2].after.push_back(9);  // C waits for J, which waits for F and E, and those for C
  EXPECT_THAT(network_order(tasks), IsEmpty());
  EXPECT_THAT(network_cycle(tasks), ElementsAre("C", "E", "F", "J", "C"));
}

TEST(NetworkSimulation, FindsTheMergeBiasThatPertMisses) {
  // Ten tasks alike beside each other: PERT's date is that of one of them.
  std::vector<NetworkTask> tasks;
  for (int i = 0; i < 10; ++i) tasks.push_back({"t" + std::to_string(i), {}, 5, 10, 15});
  const double pert = schedule_network(tasks, 0).finish;
  const NetworkSimulation simulated = simulate_network(tasks, {});
  EXPECT_DOUBLE_EQ(pert, 10);
  EXPECT_GT(simulated.mean, pert + 2);
  EXPECT_GT(simulated.finish.p50, pert + 2) << "PERT's date is kept in about one case of 1,000";
  EXPECT_LT(simulated.finish.p95, 15);
}

TEST(NetworkSimulation, IsTheSameForTheSameSeedAndNotForAnother) {
  const auto tasks = textbook();
  const auto first = simulate_network(tasks, {0, 7, 2'000}),
             again = simulate_network(tasks, {0, 7, 2'000});
  EXPECT_EQ(first.finish.p80, again.finish.p80);
  EXPECT_NE(first.finish.p80, simulate_network(tasks, {0, 8, 2'000}).finish.p80);
}

TEST(NetworkSimulation, ATaskBesideTheOthersDoesNotShakeThem) {
  auto tasks = textbook();
  const auto before = simulate_network(tasks, {0, 7, 1'000});
  tasks.insert(tasks.begin(), {"Z", {}, 1, 1, 1});
  for (size_t i = 1; i < tasks.size(); ++i)
    for (size_t& after : tasks[i].after) ++after;
  EXPECT_EQ(simulate_network(tasks, {0, 7, 1'000}).finish.p95, before.finish.p95);
}

TEST(NetworkSimulation, DrawsBetaPertWithItsMeanAndVariance) {
  // On [0, 10] with the mode at 2: α = 1.8, β = 4.2; mean 10·1.8/6 = 3, variance
  // 100·1.8·4.2/(36·7) = 3.
  NamedRandom random(5, "draws");
  const NetworkTask task = {"t", {}, 0, 2, 10};
  double sum = 0, squares = 0;
  constexpr int kDraws = 200'000;
  for (int i = 0; i < kDraws; ++i) {
    const double drawn = draw_beta_pert(random, task);
    ASSERT_GE(drawn, 0);
    ASSERT_LE(drawn, 10);
    sum += drawn;
    squares += drawn * drawn;
  }
  EXPECT_NEAR(sum / kDraws, 3, 0.02);
  EXPECT_NEAR(squares / kDraws - (sum / kDraws) * (sum / kDraws), 3, 0.05);
}

TEST(NetworkSimulation, SaysHowOftenATaskIsCritical) {
  // A chain of 100 days beside one day: the chain is critical always, the day never.
  const std::vector<NetworkTask> tasks = {{"chain", {}, 90, 100, 110}, {"day", {}, 1, 1, 1}};
  const auto simulated = simulate_network(tasks, {0, 1, 500});
  EXPECT_DOUBLE_EQ(simulated.tasks[0].criticality, 1);
  EXPECT_DOUBLE_EQ(simulated.tasks[1].criticality, 0);
}

TEST(NetworkSimulation, ATaskThatRunsLongIsNotThoughtToBeNearlyDone) {
  // After 12 of 5 to 15 days it takes 12 and more: what it was drawn to take before is out.
  std::vector<NetworkTask> tasks = {{"t", {}, 5, 10, 15}};
  tasks[0].started = 0;
  const auto simulated = simulate_network(tasks, {12, 1, 5'000});
  EXPECT_GT(simulated.finish.p50, 12.2);
  EXPECT_LT(simulated.finish.p95, 15);
}

TEST(Quantiles, AreBetweenTheNearestValues) {
  EXPECT_DOUBLE_EQ(sorted_quantile({1, 2, 3, 4, 5}, 0.5), 3);
  EXPECT_DOUBLE_EQ(sorted_quantile({10, 20}, 0.8), 18);
  EXPECT_DOUBLE_EQ(sorted_quantile({7}, 0.95), 7);
}

}  // namespace
}  // namespace hanse::strategy
