// Answers of offices and orders of all mini-programs that one sees, newest first: the register, and
// what waits for a second signature.

#include <optional>

#include "base/text.h"
#include "engine/search_ports.h"
#include "http/case_json.h"
#include "http/handlers.h"
#include "http/list_query.h"
#include "http/request_json.h"
#include "http/visible_version.h"
#include "lifecycle/codec.h"

namespace baobei::http {
namespace {

using engine::RulingKind;

// For one page of answers by their number; it may be short, even empty, and have a next one.
constexpr std::size_t kAnswersLookedAtMax = 500;
constexpr std::size_t kAnswersReadAtOnce = 100;

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

// What is asked of the register, without the request that asked.
struct RulingQuery {
  engine::Viewer viewer;
  Language language = Language::kZh;
  engine::RulingFilter filter;
  engine::Page page;
  std::string wanted;  // of the office's number, lowered; empty: everything
  bool csv = false;
  std::span<const std::string_view> columns;
};

// Case files, one after the other: rows of one mini-program often stand together.
class Cases {
 public:
  Cases(Services& services, const engine::Viewer& viewer) : services_(services), viewer_(viewer) {}

  // kNotFound where it went out of sight meanwhile. Valid until the next one is opened.
  Result<const lifecycle::App*> open(const lifecycle::AppId& id) {
    if (last_ && last_->id == id) return &*last_;
    TRY_ASSIGN(const auto stored, services_.reader.app(viewer_, id));
    TRY_ASSIGN(last_, lifecycle::decode_app(stored.state));
    return &*last_;
  }

 private:
  Services& services_;
  const engine::Viewer& viewer_;
  std::optional<lifecycle::App> last_;
};

json::object ruling_json(const engine::RulingListItem& row, const RulingQuery& query,
                         Services& services, Cases& cases) {
  json::object item;
  item.emplace("app", row.app);
  item.emplace("app_name", row.app_name);
  const auto app = cases.open(row.app);
  if (!app) {
    // A row whose case went out of sight meanwhile stays as it is.
    if (app.error().kind != ErrorKind::kNotFound) services.report(app.error());
    return item;
  }
  const auto& file = **app;
  item.emplace("subject", file.subject.id);
  const auto subject = services.reader.subject(file.subject.id);
  if (subject) item.emplace("subject_name", subject->name);
  const auto words = words_of(services);
  if (query.filter.kind == RulingKind::kAnswer) add_answer(item, file, row.no, words);
  if (query.filter.kind == RulingKind::kOrder) add_order(item, file, row.no, words);
  json::value shown = std::move(item);
  if (!sees_people(query.viewer)) redact(shown);
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

Result<bool> is_numbered(const engine::RulingListItem& row, const std::string& wanted,
                         Cases& cases) {
  const auto app = cases.open(row.app);
  if (!app && app.error().kind == ErrorKind::kNotFound) return false;  // gone meanwhile
  TRY(app);
  const auto* answer = lifecycle::find_answer(**app, row.no);
  if (answer == nullptr || !answer->reply_number) return false;
  return lowered(*answer->reply_number).find(wanted) != std::string::npos;
}

using Rulings = engine::Listed<engine::RulingListItem>;

// No index holds numbers, so the register is looked through in its order, so many rows and no more.
Result<Rulings> numbered(const RulingQuery& query, Services& services) {
  Cases cases(services, query.viewer);
  Rulings found;
  engine::Page chunk{query.page.after, kAnswersReadAtOnce};
  for (std::size_t looked_at = 0; looked_at < kAnswersLookedAtMax; looked_at += chunk.limit) {
    TRY_ASSIGN(auto rows, services.reader.rulings(query.viewer, query.filter, chunk));
    for (std::size_t i = 0; i < rows.rows.size(); ++i) {
      TRY_ASSIGN(const bool fits, is_numbered(rows.rows[i], query.wanted, cases));
      if (!fits) continue;
      found.rows.push_back(std::move(rows.rows[i]));
      if (found.rows.size() < query.page.limit) continue;
      // The page is full in the middle of what was read: the cursor behind its last row.
      chunk.limit = i + 1;
      TRY_ASSIGN(const auto part, services.reader.rulings(query.viewer, query.filter, chunk));
      found.next = part.next;
      return found;
    }
    found.next = rows.next;
    if (rows.next.empty()) return found;
    chunk.after = rows.next;
  }
  return found;
}

Result<RulingQuery> ruling_query(const Call& call, RulingKind kind,
                                 std::span<const std::string_view> columns) {
  RulingQuery query;
  query.viewer = call.viewer();
  query.language = call.language;
  query.columns = columns;
  query.csv = !columns.empty() && wants_csv(call.request.head);
  TRY_ASSIGN(query.page, page_of(call));
  query.page.limit = std::min(query.page.limit, kDetailedRowsMax);
  TRY_ASSIGN(query.filter, filter_of(call, kind));
  if (kind == RulingKind::kAnswer) {
    TRY_ASSIGN(query.wanted, number_wanted(call));
  }
  return query;
}

Response rulings_response(const RulingQuery& query, Services& services) {
  const auto rows = query.wanted.empty()
                        ? services.reader.rulings(query.viewer, query.filter, query.page)
                        : numbered(query, services);
  if (!rows) return problem_response(rows.error(), query.language);
  Cases cases(services, query.viewer);
  json::array items;
  for (const auto& row : rows->rows) items.push_back(ruling_json(row, query, services, cases));
  if (query.csv) return csv_response(items, query.columns, rows->next);
  json::object object{{"items", std::move(items)}};
  if (!rows->next.empty()) object.emplace("next", rows->next);
  return json_text(200, json::serialize(object));
}

Reply list_rulings(const Call& call, Services& services, RulingKind kind,
                   std::span<const std::string_view> columns) {
  auto query = ruling_query(call, kind, columns);
  if (!query) return call.problem(query.error());
  if (query->wanted.empty()) return rulings_response(*query, services);
  return in_background(call, services, [query = std::move(*query), &services] {
    return rulings_response(query, services);
  });
}

}  // namespace

Reply list_answers(Call& call, Services& services) {
  return list_rulings(call, services, RulingKind::kAnswer, kAnswerColumns);
}

Reply list_orders(Call& call, Services& services) {
  return list_rulings(call, services, RulingKind::kOrder, kOrderColumns);
}

}  // namespace baobei::http
