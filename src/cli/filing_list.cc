// filing export, filing import: an office's answers as a list, the same that the desks give and
// take (web/src/core/answer_rows.ts).

#include <fcntl.h>

#include "base/file.h"
#include "base/json.h"
#include "cli/binder.h"
#include "cli/bulk.h"
#include "cli/fields.h"
#include "cli/forms.h"

namespace baobei::cli {
namespace {

struct ExportOptions {
  std::string state = "running";
  std::string out;
  std::uint32_t limit = 500;
};

const std::vector<std::string> kExported = {"app",    "filing", "digest", "verdict",
                                            "points", "name",   "region", "end"};

int run_export(Session& session, const ExportOptions& options) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto target = "/v1/filings" + query({{"state", options.state}, {"detail", "true"}});
  const auto list = (*api)->list(target, options.limit, kDetailedPageItems);
  if (!list) return session.failed(list.error());
  std::string text(kByteOrderMark);
  text += list_line(kExported);
  const auto items = list->view()["items"].items();
  for (const auto& item : items) {
    text += list_line({item["app"].text(), item["entry"].text(), item["digest"].text(), "", "",
                       item["app_name"].text(), item["region"].text(), item["end"].text()});
  }
  if (options.out.empty()) {
    session.out().encoded(text);
  } else {
    const auto file = open_file(options.out, O_WRONLY | O_CREAT | O_EXCL);
    if (!file) return session.failed(file.error());
    const auto written = write_all(file->get(), text);
    if (!written) return session.failed(written.error());
    session.err().line(Word::kExported, {std::to_string(items.size()), options.out}, Tone::kGood);
  }
  if (list->view()["next"].is_there()) session.err().line(Word::kMoreThere, {}, Tone::kQuiet);
  return kExitOk;
}

// "code | category | words", as the desks write a point.
Result<json::value> point_of_cell(const std::string& cell) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= cell.size() && parts.size() < 3;) {
    const auto end = parts.size() == 2 ? cell.size() : std::min(cell.find('|', begin), cell.size());
    parts.emplace_back(trim(std::string_view(cell).substr(begin, end - begin)));
    begin = end + 1;
  }
  parts.resize(3);
  if (parts[0].empty()) return fail(ErrorKind::kInvalid, "code | category | text", cell);
  json::object point{{"code", parts[0]}};
  if (!parts[1].empty()) point["category"] = parts[1];
  if (!parts[2].empty()) point["text"] = parts[2];
  return json::value(std::move(point));
}

AnswerForm answer_form(const ListRow& row) {
  AnswerForm form;
  form.app = row.text("app");
  form.no = number_of(row.text("filing")).value_or(0);
  form.pass = row.text("verdict") == "pass";
  form.scope = row.text("scope");
  form.down_by = row.text("down_by");
  form.digest = row.text("digest");
  form.hits = row.texts("hits");
  form.reply_number = row.text("reply_number");
  return form;
}

std::optional<ListFault> fault_of_answer(const ListRow& row) {
  const auto bad = [&](const char* column) {
    return ListFault{Word::kRowBadField, {column, row.text(column)}};
  };
  if (!number_of(row.text("filing"))) return bad("filing");
  const auto verdict = row.text("verdict");
  if (verdict != "pass" && verdict != "fail") return bad("verdict");
  if (verdict == "pass" && !row.text("points").empty()) return bad("points");
  const auto scope = row.text("scope");
  if (!scope.empty() && scope != "service" && scope != "version") return bad("scope");
  // "+2h" would be another instant when the list is run again.
  const auto down_by = row.text("down_by");
  if (!down_by.empty() && !parse_rfc3339(down_by)) return bad("down_by");
  for (const auto& cell : row.texts("points")) {
    if (!point_of_cell(cell)) return bad("points");
  }
  for (const auto& hit : row.texts("hits")) {
    if (!number_of(hit)) return bad("hits");
  }
  return std::nullopt;
}

}  // namespace

BulkKind answer_kind() {
  BulkKind kind;
  kind.name = "answer";
  kind.job = "filing_answers";
  kind.columns = {kExported, {"app", "filing", "digest"}};
  for (const char* more : {"scope", "down_by", "hits", "reply_number"})
    kind.columns.known.emplace_back(more);
  kind.columns.aliases = {{"报备号", "filing"},
                          {"代码包摘要", "digest"},
                          {"答复", "verdict"},
                          {"整改项", "points"},
                          {"文号", "reply_number"}};
  kind.fault = fault_of_answer;
  kind.skips = [](const ListRow& row) { return row.text("verdict").empty(); };
  kind.command = [](Session& session, Client&, const ListRow& row) -> Answer<RowCommand> {
    const auto form = answer_form(row);
    TRY_ASSIGN(auto body, answer_body(session, form));
    json::array points;
    for (const auto& cell : row.texts("points")) {
      auto point = point_of_cell(cell);
      if (!point) return std::unexpected(api_error(point.error()));
      points.push_back(std::move(*point));
    }
    if (!points.empty()) body["points"] = std::move(points);
    return RowCommand{app_path(form.app, "filings/" + std::to_string(form.no) + "/answer"),
                      std::move(body), form.no};
  };
  return kind;
}

Result<json::object> answer_item(const ListRow& row) {
  json::object item{{"app", row.text("app")},
                    {"entry", number_of(row.text("filing")).value_or(0)},
                    {"digest", row.text("digest")},
                    {"verdict", row.text("verdict")}};
  json::array points;
  for (const auto& cell : row.texts("points")) {
    TRY_ASSIGN(auto point, point_of_cell(cell));
    points.push_back(std::move(point));
  }
  if (!points.empty()) item["points"] = std::move(points);
  json::array hits;
  for (const auto& hit : row.texts("hits")) hits.push_back(number_of(hit).value_or(0));
  if (!hits.empty()) item["hits"] = std::move(hits);
  if (!row.text("reply_number").empty()) item["reply_number"] = row.text("reply_number");
  if (!row.text("scope").empty()) item["scope"] = row.text("scope");
  if (!row.text("down_by").empty()) {
    const auto instant = parse_rfc3339(row.text("down_by"));
    if (!instant) return fail(ErrorKind::kInvalid, "an instant is expected", "down_by");
    item["down_by"] = format_rfc3339(*instant);
  }
  return item;
}

void bind_filing_lists(Binder& filing) {
  auto options = std::make_shared<ExportOptions>();
  filing.command("export", Word::kHelpFilingExport)
      .option("--state", options->state, Word::kHelpState)
      .option("--out", options->out, Word::kHelpListOut)
      .option("--limit", options->limit, Word::kHelpLimit)
      .runs([options](Session& session) { return run_export(session, *options); });
  auto list = std::make_shared<BulkOptions>();
  filing.command("import", Word::kHelpFilingImport)
      .takes("LIST", list->path, Word::kHelpList)
      .flag("--job", list->job, Word::kHelpAsJob)
      .flag("--no-wait", list->no_wait, Word::kHelpNoWait)
      .runs([list](Session& session) { return run_bulk(session, *list, answer_kind()); });
}

}  // namespace baobei::cli
