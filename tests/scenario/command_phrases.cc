#include "command_phrases.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "base/json.h"

namespace baobei::scenario {
namespace {

using namespace lifecycle;  // NOLINT: the vocabulary of this file

std::vector<Reason> read_reasons(Phrase& phrase) {
  phrase.need("because");
  std::vector<Reason> reasons;
  if (phrase.take("nothing")) return reasons;
  do {
    Reason reason{phrase.word(), std::nullopt, some_text("evidence")};
    if (phrase.take("involving")) reason.category = phrase.word();
    reasons.push_back(std::move(reason));
  } while (phrase.take(","));
  return reasons;
}

Reason read_reason(Phrase& phrase) {
  if (phrase.take("without reason")) return {};
  auto reasons = read_reasons(phrase);
  return reasons.empty() ? Reason{} : reasons.front();
}

std::vector<Point> points_of(const std::vector<std::string>& codes) {
  std::vector<Point> points;
  for (const auto& code : codes) points.push_back({code, std::nullopt, some_text(code)});
  return points;
}

Digest digest_of_submission(const World& world, SubmissionNo no) {
  const auto* submission = find_submission(world.app(), no);
  return submission == nullptr ? Digest{} : submission->digest;
}

ReleaseChoice read_choice(Phrase& phrase) {
  if (phrase.take("by hand")) return ReleaseChoice::kByHand;
  if (phrase.take("on answer")) return ReleaseChoice::kOnAnswer;
  phrase.need("also on silence");
  return ReleaseChoice::kAlsoOnSilence;
}

OrderScope read_scope(Phrase& phrase) {
  if (phrase.take("service")) return OrderScope::kService;
  phrase.need("version");
  return OrderScope::kVersion;
}

Share read_share(Phrase& phrase) {
  std::string text = phrase.word();
  if (!text.ends_with('%')) phrase.fail("a share such as 50%");
  const auto point = text.find('.');
  const auto hundredths = [](std::string_view digits) {
    Share value = 0;
    for (const char c : digits) {
      if (std::isdigit(static_cast<unsigned char>(c)) == 0) break;
      value = value * 10 + static_cast<Share>(c - '0');
    }
    return value;
  };
  const Share whole = hundredths(text) * 100;
  return point == std::string::npos ? whole : whole + hundredths(text.substr(point + 1));
}

// ---- one function per verb; the table is at the end ------------------------------------------
CommandData registers(Phrase&, const World& world) {
  return RegisterApp{world.subject, world.owner, world.own};
}

CommandData authorises(Phrase& phrase, const World& world) {
  AuthoriseAgency command{phrase.word(), std::nullopt};
  if (phrase.take("until")) command.until = read_instant(phrase, world);
  return command;
}

CommandData ends(Phrase& phrase, const World&) {
  phrase.need("authorisation of");
  return EndAuthorisation{phrase.word()};
}

CommandData moves(Phrase& phrase, const World& world) {
  Subject subject = world.app().subject;
  phrase.need("subject");
  if (phrase.take("as")) subject.id = phrase.word();
  if (phrase.take("to")) subject.region = phrase.word();
  return ChangeSubject{subject};
}

CommandData submits(Phrase& phrase, const World&) {
  Submit command;
  command.digest = phrase.version();
  phrase.need("declaring");
  if (!phrase.take("nothing")) command.categories = phrase.list();
  if (phrase.take("release")) command.release_choice = read_choice(phrase);
  if (phrase.take("answering items")) {
    for (const auto item : phrase.numbers()) {
      command.item_answers.push_back({item, some_text("done")});
    }
  }
  command.notes = some_text("notes");
  return command;
}

CommandData reports(Phrase& phrase, const World& world) {
  RecordCheck command;
  if (phrase.take("passed")) {
    command.outcome = CheckOutcome::kPassed;
  } else if (phrase.take("findings")) {
    command.outcome = CheckOutcome::kFindings;
  } else {
    phrase.need("could-not-check");
  }
  phrase.need("on");
  command.submission = read_submission(phrase, world);
  const auto* submission = find_submission(world.app(), command.submission);
  command.attempt = submission == nullptr ? 1 : submission->check_attempt;
  if (phrase.take("attempt")) command.attempt = phrase.number();
  if (phrase.take("naming rules")) command.error_rules = phrase.list();
  command.report = some_text("report");
  return command;
}

CommandData asks(Phrase& phrase, const World& world) {
  if (phrase.take("for material on entry")) {
    RequestMaterial request{phrase.number(), some_text("material"), std::nullopt};
    if (phrase.take("without words")) request.text = {};
    if (phrase.take("by")) request.wanted_by = read_instant(phrase, world);
    return request;
  }
  phrase.need("about");
  AskDeveloper command{read_submission(phrase, world), some_text("question")};
  if (phrase.take("without words")) command.text = {};
  return command;
}

CommandData answers(Phrase& phrase, const World& world) {
  phrase.need("about");
  AnswerQuestion command{read_submission(phrase, world), some_text("answer")};
  if (phrase.take("without words")) command.text = {};
  return command;
}

// What R7 binds a decision to; the newest unless the line says otherwise.
template <typename Command>
void bind_decision(Phrase& phrase, const World& world, Command& command) {
  const auto* submission = find_submission(world.app(), command.submission);
  if (submission != nullptr) {
    command.digest = submission->digest;
    command.review_revision = submission->review_revision;
  }
  if (phrase.take("naming digest")) command.digest = phrase.version();
  if (phrase.take("as of revision")) command.review_revision = phrase.number();
}

CommandData answer_filing(Phrase& phrase, const World& world, Verdict verdict) {
  AnswerFiling command;
  command.verdict = verdict;
  command.entry = phrase.number();
  const auto* entry = find_entry(world.app(), command.entry);
  if (entry != nullptr) command.digest = digest_of_submission(world, entry->submission);
  while (!phrase.done()) {
    if (phrase.take("naming digest")) {
      command.digest = phrase.version();
    } else if (phrase.take("with points")) {
      command.points = points_of(phrase.list());
    } else if (phrase.take("hitting entries")) {
      command.hits = phrase.numbers();
    } else if (phrase.take("voiding")) {
      command.voids = phrase.list();
    } else if (phrase.take("scope")) {
      command.scope = read_scope(phrase);
    } else if (phrase.take("down by")) {
      command.down_by = read_instant(phrase, world);
    } else if (phrase.take("replacing answer")) {
      command.replaces = phrase.number();
    } else if (phrase.take("numbered")) {
      command.reply_number = phrase.word();
    } else {
      phrase.fail("the end of the answer");
    }
  }
  return command;
}

CommandData passes(Phrase& phrase, const World& world) {
  if (phrase.take("entry")) return answer_filing(phrase, world, Verdict::kPass);
  PassReview command;
  command.submission = read_submission(phrase, world);
  bind_decision(phrase, world, command);
  if (phrase.take("confirming")) command.present = phrase.list();
  if (phrase.take("with a reason")) command.reason = some_text("reason");
  return command;
}

CommandData fails(Phrase& phrase, const World& world) {
  phrase.need("entry");
  return answer_filing(phrase, world, Verdict::kFail);
}

CommandData refuses(Phrase& phrase, const World& world) {
  RefuseReview command;
  command.submission = read_submission(phrase, world);
  bind_decision(phrase, world, command);
  command.reasons = read_reasons(phrase);
  return command;
}

CommandData appeals(Phrase& phrase, const World& world) {
  Appeal command{read_submission(phrase, world), some_text("appeal")};
  if (phrase.take("without words")) command.text = {};
  return command;
}

CommandData upholds(Phrase& phrase, const World& world) {
  phrase.need("appeal of");
  return DecideAppeal{read_submission(phrase, world), true, some_text("upheld")};
}

CommandData dismisses(Phrase& phrase, const World& world) {
  phrase.need("appeal of");
  return DecideAppeal{read_submission(phrase, world), false, some_text("dismissed")};
}

CommandData withdraws(Phrase& phrase, const World& world) {
  return Withdraw{read_submission(phrase, world)};
}

CommandData revokes(Phrase& phrase, const World& world) {
  if (phrase.take("answer")) return RevokeAnswer{phrase.number(), some_text("revoked")};
  if (phrase.take("order")) return RevokeOrder{phrase.number(), some_text("revoked")};
  phrase.need("pass of");
  const auto submission = read_submission(phrase, world);
  return RevokePass{submission, read_reason(phrase)};
}

CommandData stops(Phrase& phrase, const World& world) {
  const auto submission = read_submission(phrase, world);
  return StopCase{submission, read_reason(phrase)};
}

CommandData chooses(Phrase& phrase, const World& world) {
  phrase.need("release of");
  const auto submission = read_submission(phrase, world);
  return ChooseRelease{submission, read_choice(phrase)};
}

CommandData records(Phrase& phrase, const World&) {
  phrase.need("hand-over of entry");
  return RecordHandOver{phrase.number()};
}

CommandData signs(Phrase& phrase, const World&) {
  if (phrase.take("order")) return SignOrder{phrase.number()};
  phrase.need("answer");
  return SignAnswer{phrase.number()};
}

CommandData replies(Phrase& phrase, const World&) {
  phrase.need("to request");
  ReplyToRequest command{phrase.number(), some_text("reply"), {}};
  if (phrase.take("without words")) command.text = {};
  return command;
}

CommandData amends(Phrase& phrase, const World&) {
  phrase.need("answer");
  AmendAnswer command{phrase.number(), {}};
  if (phrase.take("with points")) command.points = points_of(phrase.list());
  return command;
}

CommandData orders(Phrase& phrase, const World& world) {
  phrase.need("take-down");
  OrderTakeDown command;
  command.reason = read_reason(phrase).reason;
  while (!phrase.done()) {
    if (phrase.take("on content")) {
      command.content_ground = true;
    } else if (phrase.take("scope service")) {
      command.take_down.scope = OrderScope::kService;
    } else if (phrase.take("scope version")) {
      command.take_down.scope = OrderScope::kVersion;
      if (phrase.peek().starts_with("v")) command.take_down.digests = phrase.versions();
    } else if (phrase.take("down by")) {
      command.take_down.down_by = read_instant(phrase, world);
    } else if (phrase.take("with points")) {
      command.points = points_of(phrase.list());
    } else if (phrase.take("voiding")) {
      command.voids = phrase.list();
    } else {
      phrase.fail("the end of the order");
    }
  }
  return command;
}

CommandData releases(Phrase& phrase, const World& world) {
  Release command{read_submission(phrase, world), kFullShare};
  if (phrase.take("to")) command.share = read_share(phrase);
  return command;
}

CommandData sets(Phrase& phrase, const World&) {
  phrase.need("share to");
  return SetShare{read_share(phrase)};
}

CommandData rolls(Phrase& phrase, const World& world) {
  phrase.need("back to");
  return RollBack{read_submission(phrase, world)};
}

CommandData obeys(Phrase& phrase, const World&) {
  phrase.need("order");
  return TakeDownNow{phrase.number()};
}

CommandData suspends(Phrase&, const World&) {
  return Suspend{};
}
CommandData resumes(Phrase&, const World&) {
  return Resume{};
}
CommandData knocks(Phrase&, const World&) {
  return Settle{};
}

using Reader = CommandData (*)(Phrase&, const World&);
constexpr auto kVerbs = std::to_array<std::pair<std::string_view, Reader>>({
    {"registers", registers}, {"authorises", authorises}, {"ends", ends},
    {"moves", moves},         {"submits", submits},       {"reports", reports},
    {"asks", asks},           {"answers", answers},       {"passes", passes},
    {"fails", fails},         {"refuses", refuses},       {"appeals", appeals},
    {"upholds", upholds},     {"dismisses", dismisses},   {"withdraws", withdraws},
    {"revokes", revokes},     {"stops", stops},           {"chooses", chooses},
    {"records", records},     {"signs", signs},           {"amends", amends},
    {"orders", orders},       {"releases", releases},     {"sets", sets},
    {"rolls", rolls},         {"obeys", obeys},           {"suspends", suspends},
    {"resumes", resumes},     {"knocks", knocks},         {"replies", replies},
});

// "B" behind a role; "A" where there is none.
std::string read_letter(Phrase& phrase) {
  const std::string next = phrase.peek();
  if (next.size() == 1 && next[0] >= 'A' && next[0] <= 'Z') return phrase.word();
  return "A";
}

}  // namespace

TextRef some_text(std::string_view text) {
  return sha256(text);
}

std::optional<Actor> read_actor(Phrase& phrase, const World& world) {
  struct Kind {
    std::string_view word;
    Role role;
    std::string org;
    std::string unit;
  };
  const std::array kinds = {
      Kind{"developer", Role::kDeveloper, world.owner, "apps"},
      Kind{"colleague", Role::kDeveloper, world.owner, "apps"},
      Kind{"agency", Role::kDeveloper, "agency", ""},
      Kind{"stranger", Role::kDeveloper, "elsewhere", ""},
      Kind{"reviewer", Role::kReviewer, "platform", "review"},
      Kind{"senior", Role::kSeniorReviewer, "platform", "review"},
      Kind{"officer", Role::kOfficer, "office", ""},
      Kind{"operator", Role::kOperator, "platform", "operations"},
      Kind{"checker", Role::kChecker, "platform", ""},
      Kind{"clock", Role::kClock, "", ""},
  };
  for (const auto& kind : kinds) {
    if (!phrase.take(kind.word)) continue;
    const std::string person = std::string(kind.word) + "-" + read_letter(phrase);
    Actor actor{person, kind.role, kind.org, kind.unit, ""};
    if (kind.role == Role::kOfficer) actor.region = world.app().subject.region;
    if (kind.role == Role::kOfficer && actor.region.empty()) {
      actor.region = world.rules.overseas_authority;
    }
    if (phrase.take("of unit")) actor.unit = phrase.word();
    if (phrase.take("of")) {
      (kind.role == Role::kOfficer ? actor.region : actor.org) = phrase.word();
    }
    return actor;
  }
  return std::nullopt;
}

std::vector<std::string_view> verbs() {
  std::vector<std::string_view> all;
  for (const auto& verb : kVerbs) all.push_back(verb.first);
  return all;
}

CommandData read_command(Phrase& phrase, const World& world) {
  for (const auto& [verb, reader] : kVerbs) {
    if (!phrase.take(verb)) continue;
    CommandData data = reader(phrase, world);
    if (!phrase.done()) phrase.fail("the end of the line");
    return data;
  }
  phrase.fail("a verb");
  return Settle{};
}

SubmissionNo read_submission(Phrase& phrase, const World& world) {
  if (phrase.take("submission")) return phrase.number();
  const std::string name = phrase.peek();
  const Digest digest = phrase.version();
  SubmissionNo newest = 0;
  for (const auto& submission : world.app().submissions) {
    if (submission.digest == digest) newest = submission.no;
  }
  if (newest == 0) phrase.fail("a version that was submitted, not " + name + ",");
  return newest;
}

namespace {

std::optional<Instant> known_instant(Phrase& phrase, const World& world) {
  const App& app = world.app();
  if (phrase.take("end")) {
    auto no = static_cast<EntryNo>(app.entries.size());
    if (phrase.take("of entry")) no = phrase.number();
    const auto* entry = find_entry(app, no);
    return entry == nullptr ? std::nullopt : entry->end;
  }
  if (phrase.take("down-by")) {
    auto no = static_cast<OrderNo>(app.orders.size());
    if (phrase.take("of order")) no = phrase.number();
    const auto* order = find_order(app, no);
    return order == nullptr ? std::nullopt : std::optional(order->take_down.down_by);
  }
  const std::string what = phrase.word();
  phrase.need("of");
  const auto* submission = find_submission(app, read_submission(phrase, world));
  if (submission == nullptr) return std::nullopt;
  if (what == "answer-limit") return submission->answer_by;
  if (what == "lapse") return submission->lapse_at;
  if (what == "review-due") return submission->review_due;
  if (what == "appeal-limit") return submission->appeal_by;
  return std::nullopt;
}

}  // namespace

Instant read_instant(Phrase& phrase, const World& world) {
  Instant instant = world.moment();
  const std::string next = phrase.peek();
  if (phrase.take("same moment")) return instant;
  if (next.starts_with("+")) {
    const auto span = duration_of(std::string_view(phrase.word()).substr(1));
    if (!span) phrase.fail("a duration behind +");
    return instant + span.value_or(Duration{});
  }
  if (!next.empty() && std::isdigit(static_cast<unsigned char>(next[0])) != 0) {
    const auto parsed = parse_rfc3339(phrase.word());
    if (!parsed) phrase.fail("an instant such as 2026-03-02T01:00:00Z, not " + next + ",");
    instant = parsed.value_or(instant);
  } else {
    const auto known = known_instant(phrase, world);
    if (!known) phrase.fail("an instant that the case file knows");
    instant = known.value_or(instant);
  }
  if (phrase.take("-")) return instant - phrase.duration();
  if (phrase.take("+")) return instant + phrase.duration();
  return instant;
}

}  // namespace baobei::scenario
