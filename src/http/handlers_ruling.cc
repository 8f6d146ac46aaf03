// Answers of offices and orders of all mini-programs that one sees, newest first: the register, and
// what waits for a second signature.

#include "base/text.h"
#include "engine/search_ports.h"
#include "http/case_json.h"
#include "http/handlers.h"
#include "http/list_query.h"
#include "http/request_json.h"
#include "lifecycle/codec.h"

namespace baobei::http {
namespace {

using engine::RulingKind;

// For one page of answers by their number; it may be short, even empty, and have a next one.
constexpr std::size_t kAnswersLookedAtMax = 500;

constexpr std::string_view kAnswerColumns[] = {
    "app",       "app_name",      "subject",        "subject_name",       "entry",
    "digest",    "answer.no",     "answer.verdict", "answer.state",       "answer.late",
    "answer.at", "answer.region", "answer.down_by", "answer.reply_number"};
constexpr std::string_view kOrderColumns[] = {"app",
                                              "app_name",
                                              "subject",
                                              "subject_name",
                                              "entry",
                                              "order.no",
                                              "order.state",
                                              "order.proposed",
                                              "order.reason",
                                              "order.take_down.scope",
                                              "order.take_down.down_by",
                                              "order.at",
                                              "order.region",
                                              "order.carried_out"};

Result<engine::RulingFilter> filter_of(const Call& call, RulingKind kind) {
  engine::RulingFilter filter;
  filter.kind = kind;
  const bool orders = kind == RulingKind::kOrder;
  const auto known = [&](const std::string& word) {
    if (!orders) return enum_from_wire<lifecycle::AnswerState>(word).has_value();
    return word == "proposed" || enum_from_wire<lifecycle::OrderState>(word).has_value();
  };
  TRY_ASSIGN(filter.states, words_wanted(call, "state", known));
  TRY_ASSIGN(const bool late, flag_of(call, "late"));
  const std::string effective = wire_name(lifecycle::AnswerState::kEffective);
  const bool has_effective = std::ranges::find(filter.states, effective) != filter.states.end();
  if (late) {
    filter.states = {std::string(engine::kLateAnswer)};
  } else if (!orders && has_effective) {
    filter.states.emplace_back(engine::kLateAnswer);
  }
  if (const auto from = call.query("from")) {
    TRY_ASSIGN(filter.from, read_instant(*from, "from"));
  }
  filter.region = call.query("region").value_or("");
  return filter;
}

// The filing it belongs to, and that filing's version.
void add_filing(json::object& item, const lifecycle::App& app, const lifecycle::Answer& answer) {
  item.emplace("entry", answer.entry);
  const auto* entry = lifecycle::find_entry(app, answer.entry);
  const auto* submission =
      entry != nullptr ? lifecycle::find_submission(app, entry->submission) : nullptr;
  if (submission != nullptr) item.emplace("digest", to_hex(submission->digest));
}

void add_answer(json::object& item, const lifecycle::App& app, std::uint32_t no,
                const TextOf& words) {
  const auto* answer = lifecycle::find_answer(app, no);
  if (answer == nullptr) return;
  add_filing(item, app, *answer);
  item.emplace("answer", api_json(*answer, words));
}

// R21: an order that no answer brought about belongs to no filing.
void add_order(json::object& item, const lifecycle::App& app, std::uint32_t no,
               const TextOf& words) {
  const auto* order = lifecycle::find_order(app, no);
  if (order == nullptr) return;
  const auto* answer = lifecycle::find_answer(app, order->answer);
  if (answer != nullptr) add_filing(item, app, *answer);
  item.emplace("order", api_json(*order, words));
}

json::object ruling_json(const engine::RulingListItem& row, const Call& call, Services& services,
                         RulingKind kind) {
  json::object item;
  item.emplace("app", row.app);
  item.emplace("app_name", row.app_name);
  const auto stored = services.reader.app(call.viewer(), row.app);
  const auto app = stored ? lifecycle::decode_app(stored->state)
                          : Result<lifecycle::App>(std::unexpected(stored.error()));
  if (!app) {
    // A row whose case went out of sight meanwhile stays as it is.
    if (app.error().kind != ErrorKind::kNotFound) services.report(app.error());
    return item;
  }
  item.emplace("subject", app->subject.id);
  const auto subject = services.reader.subject(app->subject.id);
  if (subject) item.emplace("subject_name", subject->name);
  const auto words = words_of(services);
  if (kind == RulingKind::kAnswer) add_answer(item, *app, row.no, words);
  if (kind == RulingKind::kOrder) add_order(item, *app, row.no, words);
  json::value shown = std::move(item);
  if (!sees_people(call.viewer())) redact(shown);
  return std::move(shown.as_object());
}

// Letters of ASCII without case.
std::string lowered(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

// Of the office's number; empty: everything.
Result<std::string> number_wanted(const Call& call) {
  const auto words = call.query("q");
  if (!words) return std::string();
  const auto plain = trim(*words);
  const auto characters = is_utf8(plain) ? utf8_length(plain) : 0;
  if (characters < engine::kSearchCharactersMin || characters > engine::kSearchCharactersMax) {
    return fail(ErrorKind::kInvalid, "2 to 50 characters are expected", "q");
  }
  return lowered(plain);
}

Result<bool> is_numbered(const engine::RulingListItem& row, const Call& call, Services& services,
                         const std::string& wanted) {
  const auto stored = services.reader.app(call.viewer(), row.app);
  if (!stored && stored.error().kind == ErrorKind::kNotFound) return false;  // gone meanwhile
  TRY(stored);
  TRY_ASSIGN(const auto app, lifecycle::decode_app(stored->state));
  const auto* answer = lifecycle::find_answer(app, row.no);
  if (answer == nullptr || !answer->reply_number) return false;
  return lowered(*answer->reply_number).find(wanted) != std::string::npos;
}

using Rulings = engine::Listed<engine::RulingListItem>;

// No index holds numbers, so the register is looked through in its order, so many rows and no more.
Result<Rulings> numbered(const Call& call, Services& services, const engine::RulingFilter& filter,
                         engine::Page page, const std::string& wanted) {
  const std::size_t limit = page.limit;
  Rulings found;
  for (std::size_t looked_at = 0; looked_at < kAnswersLookedAtMax;) {
    page.limit = limit - found.rows.size();
    TRY_ASSIGN(auto rows, services.reader.rulings(call.viewer(), filter, page));
    for (auto& row : rows.rows) {
      TRY_ASSIGN(const bool fits, is_numbered(row, call, services, wanted));
      if (fits) found.rows.push_back(std::move(row));
    }
    looked_at += rows.rows.size();
    found.next = rows.next;
    if (rows.next.empty() || found.rows.size() == limit) return found;
    page.after = rows.next;
  }
  return found;
}

Reply list_rulings(const Call& call, Services& services, RulingKind kind,
                   std::span<const std::string_view> columns) {
  auto page = page_of(call);
  if (!page) return call.problem(page.error());
  page->limit = std::min(page->limit, kDetailedRowsMax);
  const auto filter = filter_of(call, kind);
  if (!filter) return call.problem(filter.error());
  const auto wanted =
      kind == RulingKind::kAnswer ? number_wanted(call) : Result<std::string>(std::string());
  if (!wanted) return call.problem(wanted.error());
  const auto rows = wanted->empty() ? services.reader.rulings(call.viewer(), *filter, *page)
                                    : numbered(call, services, *filter, *page, *wanted);
  if (!rows) return call.problem(rows.error());
  return list_response(
      call, *rows, [&](const auto& row) { return ruling_json(row, call, services, kind); },
      columns);
}

}  // namespace

Reply list_answers(Call& call, Services& services) {
  return list_rulings(call, services, RulingKind::kAnswer, kAnswerColumns);
}

Reply list_orders(Call& call, Services& services) {
  return list_rulings(call, services, RulingKind::kOrder, kOrderColumns);
}

}  // namespace baobei::http
