#include "expectation.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/json.h"
#include "command_phrases.h"

namespace baobei::scenario {
namespace {

using namespace lifecycle;  // NOLINT: the vocabulary of this file

std::string differ(const std::string& expected, const std::string& actual) {
  return expected == actual ? "" : "expected " + expected + ", but it is " + actual;
}

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const auto& word : words) all += (all.empty() ? "" : ", ") + word;
  return all.empty() ? "none" : all;
}

std::string version_name(const App& app, const Digest& digest) {
  for (int i = 1; i < 10; ++i) {
    const std::string name = "v" + std::to_string(i);
    if (digest_of(name) == digest) return name;
  }
  return app.submissions.empty() ? "?" : "another version";
}

std::string percent(Share share) {
  std::string text = std::to_string(share / 100);
  if (share % 100 != 0)
    text += "." + std::string(share % 100 < 10 ? "0" : "") + std::to_string(share % 100);
  return text + "%";
}

std::string events(Phrase& phrase, const World& world) {
  std::vector<std::string> actual;
  for (const auto& event : world.events()) actual.emplace_back(event_name(event.data));
  if (phrase.take("include")) {
    for (const auto& name : phrase.list()) {
      if (std::ranges::find(actual, name) == actual.end()) {
        return "expected " + name + " among the events: " + joined(actual);
      }
    }
    return "";
  }
  const auto expected = phrase.take("none") ? std::vector<std::string>{} : phrase.list();
  return differ(joined(expected), joined(actual));
}

std::string describe(const OwedNotice& owed) {
  const auto recipient = recipient_of(owed.notice.kind);
  std::string text = wire_name(owed.notice.kind) + " to " + wire_name(recipient);
  if (recipient == Recipient::kOffice) text += " " + owed.notice.region;
  return text;
}

// "notice a to subject", "no notice a", "notices a to subject, b to office 33" (all of them).
std::string notices(Phrase& phrase, const World& world, bool all) {
  std::vector<std::string> actual;
  for (const auto& owed : world.notices()) actual.push_back(describe(owed));
  std::vector<std::string> expected;
  if (!phrase.take("none")) {
    do {
      std::string text = phrase.word();
      phrase.need("to");
      text += " to " + phrase.word();
      if (text.ends_with("office")) text += " " + phrase.word();
      expected.push_back(std::move(text));
    } while (phrase.take(","));
  }
  std::ranges::sort(actual);
  std::ranges::sort(expected);
  if (all) return differ(joined(expected), joined(actual));
  for (const auto& text : expected) {
    if (std::ranges::count(actual, text) != 1) {
      return "expected one notice " + text + " among: " + joined(actual);
    }
  }
  return "";
}

std::string no_notice(Phrase& phrase, const World& world) {
  const std::string kind = phrase.word();
  for (const auto& owed : world.notices()) {
    if (wire_name(owed.notice.kind) == kind) return "there is a notice " + describe(owed);
  }
  return "";
}

std::string submission(Phrase& phrase, const World& world) {
  const auto no = read_submission(phrase, world);
  const auto* found = find_submission(world.app(), no);
  if (found == nullptr) return "there is no such submission";
  if (phrase.take("struck")) {
    const auto category = phrase.word();
    const bool present = std::ranges::find(found->present, category) != found->present.end();
    return present ? category + " was not struck" : "";
  }
  phrase.need("is");
  if (phrase.take("late in review")) return found->review_late ? "" : "it is not late";
  std::string fault = differ(phrase.word(), wire_name(found->state));
  if (phrase.take("on ground")) {
    const auto ground = differ(phrase.word(), wire_name(found->ground));
    if (fault.empty()) fault = ground;
  }
  return fault;
}

std::string entry(Phrase& phrase, const World& world) {
  const auto* found = find_entry(world.app(), phrase.number());
  if (found == nullptr) return "there is no such entry";
  if (phrase.take("covers nothing")) return differ("none", joined(found->categories));
  if (phrase.take("covers")) return differ(joined(phrase.list()), joined(found->categories));
  if (phrase.take("lies before")) return differ(phrase.word(), found->region);
  phrase.need("is");
  return differ(phrase.word(), wire_name(found->state));
}

std::string period(Phrase& phrase, const World& world) {
  auto no = static_cast<EntryNo>(world.app().entries.size());
  if (phrase.take("of entry")) no = phrase.number();
  const auto* found = find_entry(world.app(), no);
  if (found == nullptr) return "there is no such entry";
  if (phrase.take("has no end"))
    return found->end ? "it ends at " + format_rfc3339(*found->end) : "";
  phrase.need("from");
  const Instant from = read_instant(phrase, world);
  phrase.need("to");
  const Instant to = read_instant(phrase, world);
  const auto show = [](std::optional<Instant> at) { return at ? format_rfc3339(*at) : "never"; };
  return differ(show(from) + " to " + show(to), show(found->start) + " to " + show(found->end));
}

std::string service(Phrase& phrase, const World& world) {
  phrase.need("is");
  return differ(phrase.word(), wire_name(service_state(world.app())));
}

std::string describe(const App& app, const Serving& served) {
  if (served.dark) return "451";
  const auto version = [&](ReleaseNo no) {
    const auto* release = find_release(app, no);
    return release == nullptr ? std::string("nothing") : version_name(app, release->digest);
  };
  if (served.current == 0 || (served.share == 0 && served.base == 0)) return "nothing";
  std::string text = version(served.current) + " to " + percent(served.share);
  if (served.share < kFullShare) text += ", " + version(served.base) + " to the others";
  return text;
}

// "serving nothing", "serving 451", "serving v2 to 5% and v1 to the others", "serving v1 to 100%"
std::string serves(Phrase& phrase, const World& world) {
  const auto actual = describe(world.app(), serving(world.app(), world.now()));
  std::string expected = phrase.word();
  if (expected != "451" && expected != "nothing") {
    phrase.need("to");
    expected += " to " + phrase.word();
    if (phrase.take("and")) {
      expected += ", " + phrase.word() + " to the others";
      phrase.need("to the others");
    }
  }
  return differ(expected, actual);
}

std::string order(Phrase& phrase, const World& world) {
  const auto* found = find_order(world.app(), phrase.number());
  if (found == nullptr) return "there is no such order";
  if (phrase.take("has scope")) return differ(phrase.word(), wire_name(found->take_down.scope));
  if (phrase.take("is due")) {
    return differ(format_rfc3339(read_instant(phrase, world)),
                  format_rfc3339(found->take_down.down_by));
  }
  if (phrase.take("was carried out")) {
    const auto at = found->carried_out_at;
    return differ(format_rfc3339(read_instant(phrase, world)), at ? format_rfc3339(*at) : "never");
  }
  phrase.need("is");
  std::string actual = found->proposed ? "proposed" : wire_name(found->state);
  if (found->state == OrderState::kStanding && found->carried_out) actual = "carried_out";
  if (found->carried_out && found->forbids_release) actual = "forbidding";
  return differ(phrase.word(), actual);
}

std::string answer(Phrase& phrase, const World& world) {
  const auto* found = find_answer(world.app(), phrase.number());
  if (found == nullptr) return "there is no such answer";
  if (phrase.take("has points")) {
    std::vector<std::string> codes;
    for (const auto& point : found->points) codes.push_back(point.code);
    return differ(joined(phrase.list()), joined(codes));
  }
  phrase.need("is");
  if (phrase.take("numbered")) return differ(phrase.word(), found->reply_number.value_or("none"));
  std::string expected = phrase.word();
  if (phrase.take("late")) expected += " and late";
  if (phrase.take("timely")) expected += " and timely";
  std::string actual = wire_name(found->state);
  if (expected.contains(' ')) actual += found->late ? " and late" : " and timely";
  return differ(expected, actual);
}

std::string request(Phrase& phrase, const World& world) {
  const auto* found = find_request(world.app(), phrase.number());
  if (found == nullptr) return "there is no such request";
  phrase.need("is");
  return differ(phrase.word(), wire_name(state_of(world.app(), *found)));
}

std::string items(Phrase& phrase, const World& world) {
  std::vector<std::string> open;
  for (const auto& item : world.app().items) {
    if (!item.closed) open.push_back(std::to_string(item.no));
  }
  phrase.need("open");
  if (phrase.take("none")) return differ("none", joined(open));
  return differ(joined(phrase.list()), joined(open));
}

// One version may be barred on several grounds, one category completed by several answers.
void add_once(std::vector<std::string>& all, std::string word) {
  if (std::ranges::find(all, word) == all.end()) all.push_back(std::move(word));
}

std::string barred(Phrase& phrase, const World& world) {
  std::vector<std::string> actual;
  for (const auto& bar : world.app().bars) add_once(actual, version_name(world.app(), bar.digest));
  if (phrase.take("none")) return differ("none", joined(actual));
  return differ(joined(phrase.list()), joined(actual));
}

std::string completed(Phrase& phrase, const World& world) {
  std::vector<std::string> actual;
  for (const auto& filing : world.app().completed) add_once(actual, filing.category);
  if (phrase.take("none")) return differ("none", joined(actual));
  return differ(joined(phrase.list()), joined(actual));
}

// R26: "time of v1: developer 0s, platform 1h, authority 7d"
std::string time_of(Phrase& phrase, const World& world) {
  phrase.need("of");
  const auto* found = find_submission(world.app(), read_submission(phrase, world));
  if (found == nullptr) return "there is no such submission";
  phrase.need("is");
  TimeByHolder expected;
  phrase.need("developer");
  expected.developer = phrase.duration();
  phrase.need(", platform");
  expected.platform = phrase.duration();
  phrase.need(", authority");
  expected.authority = phrase.duration();
  const auto actual = time_by_holder(*found, world.now());
  if (actual == expected) return "";
  const auto seconds = [](Duration span) {
    return std::to_string(static_cast<double>(span.count()) / 1e6) + " s";
  };
  return "it is developer " + seconds(actual.developer) + ", platform " + seconds(actual.platform) +
         ", authority " + seconds(actual.authority);
}

std::string agencies(Phrase& phrase, const World& world) {
  std::vector<std::string> actual;
  for (const auto& agency : world.app().agencies) actual.push_back(agency.org);
  if (phrase.take("none")) return differ("none", joined(actual));
  return differ(joined(phrase.list()), joined(actual));
}

std::string filing_void(Phrase& phrase, const World& world) {
  phrase.need("void is");
  return differ(phrase.word(), world.app().filing_void ? "marked" : "unmarked");
}

std::string next_deadline(Phrase& phrase, const World& world) {
  const std::string kind = phrase.word();
  phrase.need("at");
  const Instant at = read_instant(phrase, world);
  for (const auto& deadline : deadlines(world.app(), world.rules)) {
    if (wire_name(deadline.kind) == kind && deadline.due == at) return "";
  }
  return "there is no deadline " + kind + " at " + format_rfc3339(at);
}

std::string notices_all(Phrase& phrase, const World& world) {
  return notices(phrase, world, true);
}
std::string notice(Phrase& phrase, const World& world) {
  return notices(phrase, world, false);
}

using Check = std::string (*)(Phrase&, const World&);
constexpr auto kChecks = std::to_array<std::pair<std::string_view, Check>>({
    {"events", events},
    {"notices", notices_all},
    {"notice", notice},
    {"no notice", no_notice},
    {"submission of", submission},
    {"entry", entry},
    {"period", period},
    {"service", service},
    {"serving", serves},
    {"order", order},
    {"answer", answer},
    {"request", request},
    {"items", items},
    {"barred", barred},
    {"completed", completed},
    {"time", time_of},
    {"agencies", agencies},
    {"filing", filing_void},
    {"deadline", next_deadline},
});

}  // namespace

std::vector<std::string_view> expectations() {
  std::vector<std::string_view> all;
  for (const auto& check : kChecks) all.push_back(check.first);
  return all;
}

std::string check_expectation(Phrase& phrase, const World& world) {
  for (const auto& [word, check] : kChecks) {
    if (phrase.take(word)) return check(phrase, world);
  }
  if (phrase.peek().starts_with("v") || phrase.peek() == "submission") {
    return submission(phrase, world);
  }
  phrase.fail("something to expect");
  return "";
}

}  // namespace baobei::scenario
