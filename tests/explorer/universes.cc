#include "universes.h"

#include <algorithm>

namespace baobei::explorer {
namespace {

using namespace lifecycle;  // NOLINT: the vocabulary of this file

constexpr const char* kForum = "social-forum";
constexpr const char* kChat = "social-chat";
constexpr const char* kTools = "tools";

Facts usual_facts() {
  Facts facts;
  facts.catalogue_version = "c1";
  facts.categories = {{kForum, true, true, true, true, std::nullopt, {}},
                      {kChat, true, true, true, true, std::nullopt, {}},
                      {kTools, true, false, true, true, std::nullopt, {}}};
  return facts;
}

// Clocks that a universe does not walk lie so far ahead that they stay in one order.
Rules quiet_rules() {
  Rules rules;
  rules.review_due = std::chrono::hours(24 * 3'650);
  rules.releasable_lapse = std::chrono::hours(24 * 3'650);
  return rules;
}

Universe world(std::string name, std::string about) {
  Universe universe;
  universe.name = std::move(name);
  universe.about = std::move(about);
  universe.rules = quiet_rules();
  universe.facts = {usual_facts()};
  return universe;
}

Universe review() {
  auto u = world("review", "checks, questions, refusals, two people, passes revoked");
  u.rules = Rules{};
  u.rules.check_attempts_max = 2;
  u.versions = {{"v1", {kTools}}};
  u.groups = kSubmitting | kChecking | kAsking | kStopping | kMistaking;
  u.caps.submissions = 1;
  return u;
}

Universe appeals() {
  auto u = world("appeals", "appeals, upheld beside another review or alone, and again");
  u.versions = {{"v1", {kTools}}, {"v2", {kTools}}};
  u.groups = kSubmitting | kAsking | kAppealing | kStopping;
  u.caps.submissions = 3;
  return u;
}

Universe filing() {
  auto u = world("filing", "one version before the office, answered, withdrawn, silent");
  u.rules.releasable_lapse = Rules{}.releasable_lapse;
  u.versions = {{"v1", {kForum}}, {"v2", {kTools}}};
  u.groups = kSubmitting | kAnswering | kStopping | kRevoking | kMistaking;
  u.caps.entries = 2;
  return u;
}

Universe requests() {
  auto u = world("requests", "material asked for: before the office, in silence, after its end");
  u.versions = {{"v1", {kForum}}};
  u.groups = kSubmitting | kAnswering | kRequesting | kRevoking;
  u.caps.submissions = 1;
  u.prologue = {"submit 1", "check 1", "pass 1"};
  return u;
}

Universe two_entries() {
  auto u = world("two-entries", "v1 live on silence, v2 before the office as well");
  u.versions = {{"v1", {kForum}}, {"v2", {kForum, kChat}}};
  u.groups = kSubmitting | kAnswering | kFailingLate | kRevoking;
  u.prologue = {"submit 1", "check 1", "pass 1", "deadline", "deadline", "release 1"};
  return u;
}

Universe late_fail() {
  auto u = world("late-fail", "v1 live, v2 live on silence to a share: what a late fail does");
  u.versions = {{"v1", {kTools}}, {"v2", {kForum}}};
  u.groups = kSubmitting | kAnswering | kFailingLate | kSharing | kSuspending | kRevoking;
  u.caps.releases = 4;
  u.prologue = {"submit 1", "check 1", "pass 1",   "release 1", "submit 2",
                "check 2",  "pass 2",  "deadline", "deadline",  "release 2 6000"};
  return u;
}

// The same with a hand-over between: what a fail of the first does to one that waits.
Universe hand_over() {
  auto u = world("hand-over", "v1 live on silence, v2 waits to be handed over");
  u.facts[0].channel = Channel::kHandOver;
  u.versions = {{"v1", {kForum}}, {"v2", {kForum}}};
  u.groups = kSubmitting | kAnswering | kRevoking;
  u.prologue = {"submit 1", "check 1",   "pass 1",   "hand-over 1", "deadline",
                "deadline", "release 1", "submit 2", "check 2",     "pass 2"};
  return u;
}

// The subject moves while one entry's answer has spared another one the wait.
Universe moving_two() {
  auto u = world("moving-two", "two entries, and the subject moves");
  u.versions = {{"v1", {kForum}}, {"v2", {kForum}}};
  u.groups = kSubmitting | kAnswering | kMoving;
  u.caps.entries = 4;
  u.prologue = {"submit 1",  "check 1",  "pass 1",  "deadline", "deadline",
                "release 1", "submit 2", "check 2", "pass 2"};
  return u;
}

Universe carried() {
  auto u = world("carried", "v1 live on a silence that carries");
  u.rules.silence_carries = true;
  u.versions = {{"v1", {kForum}}, {"v2", {kForum}}};
  u.groups = kSubmitting | kAnswering | kFailingLate | kRevoking | kChoosing;
  u.prologue = {"submit 1",  "check 1",  "pass 1",  "deadline", "deadline",
                "release 1", "submit 2", "check 2", "pass 2"};
  return u;
}

Universe same_version() {
  auto u = world("same-version", "one digest submitted twice, with and without its category");
  u.versions = {{"v1", {kTools}}, {"v1", {kForum}}};
  u.groups = kSubmitting | kAnswering | kFailingLate;
  u.caps.submissions = 3;
  u.prologue = {"submit 1", "check 1", "pass 1", "release 1"};
  return u;
}

Universe signatures() {
  auto u = world("signatures", "policy asks for two signatures");
  u.rules.second_signature_late_fail = true;
  u.rules.second_signature_take_down = true;
  u.versions = {{"v1", {kForum}}};
  u.groups = kSubmitting | kAnswering | kFailingLate | kRevoking | kOrdering | kMistaking;
  u.caps.submissions = 1;
  u.prologue = {"submit 1", "check 1", "pass 1"};
  return u;
}

Universe orders() {
  auto u = world("orders", "take-downs of the operator and the office, two of them");
  u.versions = {{"v1", {kTools}}, {"v2", {kTools}}};
  u.groups = kSubmitting | kOrdering | kSharing | kSuspending | kMistaking;
  u.caps.orders = 2;
  u.caps.releases = 3;
  u.prologue = {"submit 1", "check 1", "pass 1", "release 1", "submit 2", "check 2", "pass 2"};
  return u;
}

Universe shares() {
  auto u = world("shares", "shares and roll-backs under the cap of silence");
  u.rules.silence_share_max = 2'000;
  u.versions = {{"v1", {kForum}}, {"v2", {kTools}}};
  u.groups = kSubmitting | kAnswering | kSharing | kSuspending;
  u.caps.releases = 4;
  u.prologue = {"submit 1", "check 1", "pass 1", "deadline", "deadline"};
  return u;
}

Universe choices() {
  auto u = world("choices", "release by choice, a silence that carries");
  u.rules.silence_carries = true;
  u.versions = {{"v1", {kForum}}, {"v2", {kForum}}};
  u.groups = kSubmitting | kAnswering | kChoosing | kRevoking;
  return u;
}

Universe paper() {
  auto u = world("paper", "an office reached on paper: hand-over, two operators");
  u.facts[0].channel = Channel::kTranscribed;
  u.versions = {{"v1", {kForum}}};
  u.groups = kSubmitting | kAnswering | kStopping | kRevoking | kMoving | kMistaking;
  u.caps.submissions = 1;
  return u;
}

Universe moving() {
  auto u = world("moving", "the subject moves: before, in and after the filing");
  u.versions = {{"v1", {kForum}}, {"v2", {kForum}}};
  u.groups = kSubmitting | kAnswering | kMoving | kRevoking;
  u.caps.entries = 3;
  u.prologue = {"submit 1", "check 1", "pass 1"};
  return u;
}

Universe overseas(SubjectKind kind, const char* name) {
  auto u = world(name, "an overseas subject: its first filing, its period or none");
  u.subject = {"subject-1", kind, ""};
  u.rules.overseas_authority = "11";
  u.versions = {{"v1", {kTools}}, {"v2", {kForum}}};
  u.groups = kSubmitting | kAnswering | kRevoking | kMoving | kStopping | kMistaking;
  u.caps.entries = 3;
  return u;
}

Universe qualification() {
  auto u = world("qualification", "a qualification that runs out and is renewed");
  constexpr Instant kValid = from_micros(1'772'413'200'500'000) + std::chrono::hours(24 * 40);
  u.facts[0].categories[2].valid_until = kValid;
  u.facts.push_back(u.facts[0]);
  u.facts[1].categories[2].valid_until = kValid + std::chrono::hours(24 * 365);
  u.versions = {{"v1", {kTools}}, {"v2", {kTools}}};
  u.groups = kSubmitting | kSharing;
  return u;
}

Universe taken_back() {
  auto u = world("taken-back", "a category taken back behind what is served, and given again");
  u.facts.push_back(u.facts[0]);
  u.facts[1].categories[2].accepted = false;
  u.facts.push_back(u.facts[0]);
  u.versions = {{"v1", {kTools}}, {"v2", {kTools}}};
  u.groups = kSubmitting | kSharing;
  u.prologue = {"submit 1", "check 1", "pass 1"};
  return u;
}

Universe agencies() {
  auto u = world("agencies", "an agency with and without an end to its authorisation");
  u.rules.review_due = Rules{}.review_due;
  u.versions = {{"v1", {kTools}}};
  u.groups = kSubmitting | kDelegating | kMistaking;
  u.caps.submissions = 1;
  return u;
}

Universe whole() {
  auto u = world("whole", "every command of every group, walked as far as the limit lets it");
  u.rules = Rules{};
  u.versions = {{"v1", {kForum}}, {"v2", {kTools, kChat}}};
  u.groups = ~0U;
  u.caps = {3, 3, 3, 2, 4, 1};
  return u;
}

}  // namespace

const std::vector<Universe>& universes() {
  static const std::vector<Universe> kAll = {
      review(),
      appeals(),
      filing(),
      requests(),
      two_entries(),
      late_fail(),
      hand_over(),
      same_version(),
      signatures(),
      orders(),
      shares(),
      choices(),
      carried(),
      paper(),
      moving(),
      moving_two(),
      overseas(SubjectKind::kOverseasEnterprise, "overseas-enterprise"),
      overseas(SubjectKind::kOverseasOther, "overseas-other"),
      qualification(),
      taken_back(),
      agencies(),
      whole(),
  };
  return kAll;
}

const Universe& universe(const std::string& name) {
  const auto found = std::ranges::find(universes(), name, &Universe::name);
  CHECK(found != universes().end(), "no universe " + name);
  return *found;
}

}  // namespace baobei::explorer
