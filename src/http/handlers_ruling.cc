// Answers of offices and orders of all mini-programs that one sees, newest first: the register, and
// what waits for a second signature.

#include "http/case_json.h"
#include "http/handlers.h"
#include "http/list_query.h"
#include "http/request_json.h"
#include "lifecycle/codec.h"

namespace baobei::http {
namespace {

using engine::RulingKind;

constexpr std::string_view kAnswerColumns[] = {
    "app",       "app_name",      "subject",        "subject_name", "entry",
    "digest",    "answer.no",     "answer.verdict", "answer.state", "answer.late",
    "answer.at", "answer.region", "answer.down_by"};
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

Reply list_rulings(const Call& call, Services& services, RulingKind kind,
                   std::span<const std::string_view> columns) {
  auto page = page_of(call);
  if (!page) return call.problem(page.error());
  page->limit = std::min(page->limit, kDetailedRowsMax);
  const auto filter = filter_of(call, kind);
  if (!filter) return call.problem(filter.error());
  const auto rows = services.reader.rulings(call.viewer(), *filter, *page);
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
