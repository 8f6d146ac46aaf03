// `check --explain` and `check --list-rules`.
#include <algorithm>

#include "base/json.h"
#include "base/text.h"
#include "cli/check_view.h"

namespace baobei::cli {
namespace {

constexpr std::size_t kNearShown = 3;

const std::string& in(const check::Text& text, const Terminal& out) {
  return out.language() == Language::kZh ? text.zh : text.en;
}

// How many letters have to be changed, put in or taken out.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const auto changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

// Ids nearest to what was asked for; the name behind the slash may stand alone.
std::string near_ids(const std::string& asked) {
  constexpr std::size_t kAskedMax = 100;
  const auto shown = asked.substr(0, kAskedMax);
  std::vector<std::pair<std::size_t, std::string>> all;
  for (const auto& rule : check::all_rules()) {
    const auto name = rule.id.substr(rule.id.find('/') + 1);
    auto far = std::min(distance(shown, rule.id), distance(shown, name));
    if (!shown.empty() && rule.id.find(shown) != std::string::npos) far = 0;
    all.emplace_back(far, rule.id);
  }
  std::ranges::sort(all);
  std::string out;
  for (std::size_t i = 0; i < std::min(kNearShown, all.size()); ++i) {
    out += (out.empty() ? "" : ", ") + all[i].second;
  }
  return out;
}

json::object json_of(const check::Rule& rule) {
  const auto both = [](const check::Text& text) {
    return json::object{{"zh", text.zh}, {"en", text.en}};
  };
  const bool confidential = rule.audience == check::Audience::kConfidential;
  return {{"id", rule.id},
          {"severity", check::name(rule.severity)},
          {"audience", confidential ? "reviewer" : "developer"},
          {"title", both(rule.title)},
          {"why", both(rule.why)},
          {"what_to_do", both(rule.what_to_do)}};
}

void show_text(Terminal& out, const std::string& text) {
  for (const auto& line : split(trim(text), '\n')) out.line("      " + line, Tone::kQuiet);
}

void show_example(Terminal& out, const check::Example& example) {
  if (!example.subject.empty()) {
    out.line("    " + out.say(Word::kRuleSubject, {out.name("subject", example.subject)}));
  }
  for (const auto& id : example.declared.value_or(std::vector<std::string>())) {
    out.line("    " + out.say(Word::kRuleDeclared, {id}));
  }
  if (example.declared && example.declared->empty()) {
    out.line("    " + out.say(Word::kRuleDeclaredNone));
  }
  for (const auto& path : example.removed) {
    out.line("    " + out.say(Word::kRuleWithout, {path}));
  }
  for (const auto& [path, size] : example.fillers) {
    out.line("    " + out.say(Word::kRuleFiller, {path, std::to_string(size)}));
  }
  for (const auto& [path, text] : example.files) {
    if (text.empty()) {
      out.line("    " + out.say(Word::kRuleEmpty, {path}));
    } else if (!is_utf8(text)) {
      out.line("    " + out.say(Word::kRuleFiller, {path, std::to_string(text.size())}));
    } else {
      out.line("    " + path);
      show_text(out, text);
    }
  }
  if (example.files.empty() && example.removed.empty() && example.fillers.empty()) {
    out.line("    " + out.say(Word::kRulePlainApp));
  }
}

void show_examples(Terminal& out, Word heading, const std::vector<check::Example>& examples) {
  for (std::size_t i = 0; i < examples.size(); ++i) {
    out.line("  " + out.say(heading, {std::to_string(i + 1)}), Tone::kStrong);
    show_example(out, examples[i]);
  }
}

}  // namespace

int explain_rule(Session& session, const std::string& id) {
  const auto* rule = check::find_rule(id);
  if (rule == nullptr) {
    session.err().line(Word::kNoSuchRule, {id, near_ids(id)}, Tone::kBad);
    return kExitNotFound;
  }
  if (session.options().json) return session.print_json(json_of(*rule));
  auto& out = session.out();
  const bool confidential = rule->audience == check::Audience::kConfidential;
  out.line(rule->id + "  " + in(rule->title, out), Tone::kStrong);
  out.facts(
      {{out.say(Word::kFieldSeverity),
        {out.name("severity", check::name(rule->severity)), Tone::kPlain}},
       {out.say(Word::kRuleFor),
        {out.say(confidential ? Word::kRuleForReviewer : Word::kRuleForDeveloper), Tone::kPlain}},
       {out.say(Word::kRuleWhy), {in(rule->why, out), Tone::kPlain}},
       {out.say(Word::kRuleWhatToDo), {in(rule->what_to_do, out), Tone::kPlain}}});
  if (rule->pack) {
    const auto name = rule->id.substr(rule->id.find('/') + 1);
    out.line("  " + out.say(Word::kRuleData, {"catalogue/packs/" + name + ".toml"}));
  }
  show_examples(out, Word::kRuleBad, rule->bad);
  show_examples(out, Word::kRuleGood, rule->good);
  return kExitOk;
}

int list_rules(Session& session) {
  if (session.options().json) {
    json::array all;
    for (const auto& rule : check::all_rules()) all.push_back(json_of(rule));
    return session.print_json(all);
  }
  auto& out = session.out();
  std::vector<std::vector<Cell>> rows;
  for (const auto& rule : check::all_rules()) {
    rows.push_back({{rule.id, Tone::kPlain},
                    {out.name("severity", check::name(rule.severity)), Tone::kPlain},
                    {in(rule.title, out), Tone::kPlain}});
  }
  out.table({Word::kFieldRule, Word::kFieldSeverity, Word::kFieldTitle}, rows);
  return kExitOk;
}

}  // namespace baobei::cli
