#include "alphabet.h"

#include <algorithm>
#include <sstream>

namespace baobei::explorer {
namespace {

using namespace lifecycle;  // NOLINT: the vocabulary of this file

constexpr Duration kGrace = std::chrono::hours(12);
constexpr Share kSmallShare = 2'000;
constexpr Share kLargerShare = 6'000;

TextRef words(std::string_view text) {
  return sha256(text);
}

Reason because(const char* reason) {
  return {reason, std::nullopt, words("evidence")};
}

// Collects what is sent; `groups` says what of it.
class Sheet {
 public:
  Sheet(const Universe& universe, const App& app, Instant stamp)
      : universe_(universe), app_(app), stamp_(stamp) {}

  std::vector<Command> write() {
    submitting();
    for (const auto& submission : app_.submissions) {
      reviewing(submission);
      leaving(submission);
    }
    for (const auto& entry : app_.entries) answering(entry);
    requesting();
    for (const auto& answer : app_.answers) after_answer(answer);
    ordering();
    for (const auto& order : app_.orders) after_order(order);
    serving_it();
    around();
    send(the_clock(), Settle{});
    return std::move(commands_);
  }

 private:
  bool has(Groups group) const { return (universe_.groups & group) != 0; }

  void send(Actor actor, CommandData data) {
    commands_.push_back({app_.id, std::move(actor), std::move(data)});
  }

  std::vector<ItemAnswer> item_answers() const {
    std::vector<ItemAnswer> answers;
    for (const auto& item : app_.items) {
      if (!item.closed) answers.push_back({item.no, words("done")});
    }
    return answers;
  }

  void submitting() {
    for (const auto& version : universe_.versions) {
      Submit submit{digest_of(version), version.declares, {}, item_answers(), {}};
      send(developer(), submit);
      if (has(kDelegating)) send(agency(), submit);
      if (has(kChoosing)) {
        submit.release_choice = ReleaseChoice::kAlsoOnSilence;
        send(developer(), submit);
      }
    }
  }

  void checking(const Submission& submission) {
    const Actor checker{"checker", Role::kChecker, "platform", "", ""};
    RecordCheck record{
        submission.no, submission.check_attempt, CheckOutcome::kPassed, words("report"), {}};
    send(checker, record);
    if (!has(kChecking)) return;
    record.outcome = CheckOutcome::kFindings;
    send(checker, record);
    record.outcome = CheckOutcome::kCouldNotCheck;
    send(checker, record);
    if (has(kMistaking)) {
      record.attempt = submission.check_attempt + 1;
      send(checker, record);
    }
  }

  void passing(const Submission& submission) {
    PassReview pass{submission.no, submission.digest, submission.review_revision, {}, {}};
    for (const auto& declared : submission.categories) {
      if (declared.filing) pass.present.push_back(declared.category);
    }
    if (has(kChecking)) pass.reason = words("reason");
    send(reviewer('A'), pass);
    if (has(kChecking)) send(reviewer('B'), pass);
    if (has(kMistaking)) {
      PassReview wrong = pass;
      wrong.review_revision -= 1;
      send(reviewer('A'), wrong);
      wrong = pass;
      wrong.digest = words("another");
      send(reviewer('A'), wrong);
      Actor own = reviewer('A');
      own.org = submission.org;
      send(own, pass);
    }
    if (!pass.present.empty() && (has(kAsking) || has(kMistaking))) {
      pass.present.clear();  // R9: struck
      send(reviewer('A'), pass);
    }
  }

  void reviewing(const Submission& submission) {
    checking(submission);
    passing(submission);
    const RefuseReview refuse{
        submission.no, submission.digest, submission.review_revision, {because("broken")}};
    send(reviewer('A'), refuse);
    if (has(kAsking)) {
      send(reviewer('A'), AskDeveloper{submission.no, words("question")});
      send(developer(), AnswerQuestion{submission.no, words("answer")});
    }
    if (has(kAppealing)) {
      send(developer(), Appeal{submission.no, words("appeal")});
      for (const char letter : {'A', 'B'}) {
        send(reviewer(letter), DecideAppeal{submission.no, true, words("upheld")});
        send(reviewer(letter), DecideAppeal{submission.no, false, words("dismissed")});
      }
    }
  }

  void leaving(const Submission& submission) {
    send(developer(), Withdraw{submission.no});
    if (has(kDelegating)) send(agency(), Withdraw{submission.no});
    if (has(kStopping)) {
      send(senior(), RevokePass{submission.no, because("mistake")});
      send(operating('A'), StopCase{submission.no, because("fraud")});
    }
    if (has(kChoosing)) {
      for (const auto choice :
           {ReleaseChoice::kByHand, ReleaseChoice::kOnAnswer, ReleaseChoice::kAlsoOnSilence}) {
        send(developer(), ChooseRelease{submission.no, choice});
      }
    }
    send(developer(), Release{submission.no, kFullShare});
    if (has(kSharing)) {
      send(developer(), Release{submission.no, 0});
      send(developer(), Release{submission.no, kSmallShare});
      send(developer(), RollBack{submission.no});
    }
  }

  Digest digest_of_entry(const Entry& entry) const {
    return find_submission(app_, entry.submission)->digest;
  }

  void answering(const Entry& entry) {
    if (!has(kAnswering)) return;
    AnswerFiling pass{entry.no, digest_of_entry(entry), Verdict::kPass, {}, {}, {}, {}, {}, 0};
    AnswerFiling fail = pass;
    fail.verdict = Verdict::kFail;
    fail.points.push_back({"remove-x", std::nullopt, words("x")});
    answer_as(entry, pass);
    answer_as(entry, fail);
    send(operating('A'), RecordHandOver{entry.no});
    if (has(kFailingLate)) {
      fail.down_by = stamp_ + kGrace;
      answer_as(entry, fail);
      fail.scope = OrderScope::kVersion;
      answer_as(entry, fail);
      fail.hits = {entry.no};
      answer_as(entry, fail);
    }
    if (has(kMistaking)) {
      Actor foreign = officer(universe_, app_, 'A');
      foreign.region = "65";
      send(foreign, pass);
      fail.down_by = stamp_ + universe_.rules.take_down_grace_max + Duration(1);
      answer_as(entry, fail);
    }
    if (has(kRevoking)) {
      for (const auto& answer : app_.answers) {
        if (answer.entry != entry.no) continue;
        pass.replaces = fail.replaces = answer.no;
        fail.down_by = stamp_;
        answer_as(entry, pass);
        answer_as(entry, fail);
      }
    }
  }

  void requesting() {
    if (!has(kRequesting)) return;
    Actor asking = officer(universe_, app_, 'A');
    for (const auto& entry : app_.entries) {
      asking.region = entry.region;
      send(asking, RequestMaterial{entry.no, words("material"), std::nullopt});
      send(asking, RequestMaterial{entry.no, words("material"), stamp_ + kGrace});
      asking.region = "65";
      send(asking, RequestMaterial{entry.no, words("material"), std::nullopt});
    }
    if (!app_.requests) return;
    for (const auto& request : *app_.requests) {
      send(developer(), ReplyToRequest{request.no, words("reply"), {}});
    }
  }

  // From the desk, or by an operator where there is none (R10a).
  void answer_as(const Entry& entry, const AnswerFiling& answer) {
    const bool desk = entry.channel == Channel::kDesk || entry.channel == Channel::kNone;
    send(desk ? officer(universe_, app_, 'A') : operating('A'), answer);
  }

  void after_answer(const Answer& answer) {
    if (has(kAnswering)) {
      for (const char letter : {'A', 'B'}) {
        const bool desk = find_entry(app_, answer.entry)->channel == Channel::kDesk;
        send(desk ? officer(universe_, app_, letter) : operating(letter), SignAnswer{answer.no});
      }
    }
    if (!has(kRevoking)) return;
    Actor giver = officer(universe_, app_, 'A');
    giver.region = answer.region;
    send(giver, RevokeAnswer{answer.no, words("revoked")});
    send(giver, AmendAnswer{answer.no, {{"remove-y", std::nullopt, words("y")}}});
    if (has(kMistaking)) {
      giver.region = "65";
      send(giver, RevokeAnswer{answer.no, words("revoked")});
    }
  }

  void ordering() {
    if (!has(kOrdering)) return;
    OrderTakeDown order;
    order.reason = "complaint";
    send(operating('A'), order);  // the service, at once
    order.take_down.down_by = stamp_ + kGrace;
    send(operating('A'), order);
    order.content_ground = true;
    order.points.push_back({"remove-z", std::nullopt, words("z")});
    order.take_down.scope = OrderScope::kVersion;
    send(officer(universe_, app_, 'A'), order);
    for (const auto& version : universe_.versions) {
      order.take_down.digests = {digest_of(version)};
      order.content_ground = &version == &universe_.versions.front();
      send(operating('A'), order);
    }
    if (has(kMistaking)) {
      order.take_down.digests.clear();
      order.take_down.down_by = stamp_ + universe_.rules.take_down_grace_max + Duration(1);
      send(operating('A'), order);
    }
  }

  void after_order(const Order& order) {
    send(developer(), TakeDownNow{order.no});
    if (!has(kOrdering)) return;
    Actor giver = operating('A');
    Actor second = operating('B');
    if (!order.region.empty()) {
      giver = officer(universe_, app_, 'A');
      second = officer(universe_, app_, 'B');
      giver.region = second.region = order.region;
    }
    send(giver, RevokeOrder{order.no, words("revoked")});
    send(giver, SignOrder{order.no});
    send(second, SignOrder{order.no});
    if (has(kMistaking)) send(senior(), RevokeOrder{order.no, words("revoked")});
  }

  void serving_it() {
    if (has(kSharing)) {
      for (const Share share : {Share{0}, kSmallShare, kLargerShare, kFullShare}) {
        send(developer(), SetShare{share});
      }
    }
    if (has(kSuspending)) {
      send(developer(), Suspend{});
      send(developer(), Resume{});
    }
  }

  void around() {
    if (has(kMoving)) {
      Subject moved = app_.subject;
      moved.region = moved.region == "33" ? "44" : "33";
      if (is_overseas(moved.kind)) moved.region.clear();
      moved.id = moved.id == "subject-1" ? "subject-2" : "subject-1";
      send(operating('A'), ChangeSubject{moved});
    }
    if (has(kDelegating)) {
      send(developer(), AuthoriseAgency{"agency", std::nullopt});
      send(developer(), AuthoriseAgency{"agency", stamp_ + std::chrono::hours(48)});
      send(developer(), EndAuthorisation{"agency"});
    }
  }

  const Universe& universe_;
  const App& app_;
  Instant stamp_;
  std::vector<Command> commands_;
};

}  // namespace

Actor developer() {
  return {"developer", Role::kDeveloper, "acme", "apps", ""};
}
Actor agency() {
  return {"agent", Role::kDeveloper, "agency", "", ""};
}
Actor reviewer(char letter) {
  return {std::string("reviewer-") + letter, Role::kReviewer, "platform", "review", ""};
}
Actor senior() {
  return {"senior", Role::kSeniorReviewer, "platform", "review", ""};
}
Actor officer(const Universe& universe, const App& app, char letter) {
  const auto& subject = app.registered() ? app.subject : universe.subject;
  return {std::string("officer-") + letter, Role::kOfficer, "office", "",
          office_region(subject, universe.rules)};
}
Actor operating(char letter) {
  return {std::string("operator-") + letter, Role::kOperator, "platform", "operations", ""};
}
Actor the_clock() {
  return {};
}

Digest digest_of(const Version& version) {
  return sha256(version.name);
}

std::vector<Command> alphabet(const Universe& universe, const App& app, Instant stamp) {
  return Sheet(universe, app, stamp).write();
}

Command registration(const Universe& universe) {
  return {"wx1", operating('A'), RegisterApp{universe.subject, "acme", false}};
}

Command prologue_step(const Universe& universe, const App& app, const std::string& text) {
  std::istringstream in(text);
  std::string verb;
  std::uint32_t number = 0;
  Share share = kFullShare;
  in >> verb >> number;
  if (!(in >> share)) share = kFullShare;
  if (verb == "deadline") return {app.id, the_clock(), Settle{}};
  if (verb == "submit") {
    const auto& version = universe.versions.at(number - 1);
    return {app.id, developer(), Submit{digest_of(version), version.declares, {}, {}, {}}};
  }
  if (verb == "hand-over") return {app.id, operating('A'), RecordHandOver{number}};
  if (verb == "release") return {app.id, developer(), Release{number, share}};
  const auto* submission = find_submission(app, number);
  CHECK(submission != nullptr, "a prologue names submission " + text);
  if (verb == "check") {
    const Actor checker{"checker", Role::kChecker, "platform", "", ""};
    return {app.id, checker,
            RecordCheck{number, submission->check_attempt, CheckOutcome::kPassed, {}, {}}};
  }
  CHECK(verb == "pass", "a prologue has no step " + text);
  PassReview pass{number, submission->digest, submission->review_revision, {}, {}};
  for (const auto& declared : submission->categories) {
    if (declared.filing) pass.present.push_back(declared.category);
  }
  return {app.id, reviewer('A'), pass};
}

std::string describe(const Command& command) {
  std::string text = command.actor.person.empty() ? "clock" : command.actor.person;
  text += std::string(" ") + command_name(command.data);
  std::visit(
      [&](const auto& data) {
        const auto tell = [&](const char* what, auto number) {
          text += std::string(" ") + what + " " + std::to_string(number);
        };
        if constexpr (requires { data.submission; }) tell("submission", data.submission);
        if constexpr (requires { data.entry; }) tell("entry", data.entry);
        if constexpr (requires { data.answer; }) tell("answer", data.answer);
        if constexpr (requires { data.order; }) tell("order", data.order);
        if constexpr (requires { data.share; }) tell("share", data.share);
        if constexpr (requires { data.verdict; })
          text += data.verdict == Verdict::kPass ? " pass" : " fail";
        if constexpr (requires { data.digest; }) text += " " + to_hex(data.digest).substr(0, 4);
        if constexpr (requires { data.replaces; }) {
          if (data.replaces != 0) tell("replacing", data.replaces);
        }
        if constexpr (requires { data.scope; })
          text += data.scope == OrderScope::kService ? " service" : " version";
        if constexpr (requires { data.take_down; })
          text += data.take_down.scope == OrderScope::kService ? " service" : " version";
      },
      command.data);
  return text;
}

}  // namespace baobei::explorer
