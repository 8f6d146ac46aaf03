// What stands in a version: its files, their text, and a report's findings with the lines around
// them. Files are hostile: text goes out as text/plain or as JSON strings, never as what it claims
// to be (DESIGN decision 10).

#include <algorithm>
#include <charconv>

#include "base/json.h"
#include "http/case_file.h"
#include "http/file_body.h"
#include "http/fragments.h"
#include "http/handlers.h"
#include "http/visible_version.h"

namespace baobei::http {
namespace {

constexpr std::size_t kFilesPageMax = 1'000;
constexpr std::string_view kInert = "default-src 'none'; sandbox";

// `name` of the query as a number from 1 to `most`; `otherwise` where it is absent.
Result<std::uint32_t> number_of(const Call& call, std::string_view name, std::uint32_t otherwise,
                                std::uint32_t most) {
  const auto text = call.query(name);
  if (!text) return otherwise;
  std::uint32_t number = 0;
  const auto* end = text->data() + text->size();
  const auto [stopped, error] = std::from_chars(text->data(), end, number);
  if (error == std::errc() && stopped == end && number >= 1 && number <= most) return number;
  return fail(ErrorKind::kInvalid, "a number from 1 to " + std::to_string(most) + " is expected",
              std::string(name));
}

json::object file_json(const engine::VersionFile& file) {
  return {{"path", file.path},
          {"size", file.size},
          {"content", to_hex(file.content)},
          {"kind", engine::name(file.kind)}};
}

struct FilesQuery {
  Digest digest;
  std::string under;  // a folder, or empty
  std::string after;  // a path
  std::size_t limit = kFilesPageMax;
};

Response files_page(engine::Contents& contents, const FilesQuery& query, Services& services,
                    Language language) {
  const auto files = contents.files(query.digest);
  if (!files) {
    services.report(files.error());
    return problem_response(files.error(), language);
  }
  std::uint64_t bytes = 0;
  json::array items;
  std::string next;
  for (const auto& file : *files) {
    bytes += file.size;
    if (!file.path.starts_with(query.under) || file.path <= query.after || !next.empty()) continue;
    if (items.size() == query.limit) {
      next = std::string(items.back().at("path").as_string());
      continue;
    }
    items.push_back(file_json(file));
  }
  json::object object{{"digest", to_hex(query.digest)},
                      {"files", files->size()},
                      {"bytes", bytes},
                      {"items", std::move(items)}};
  if (!next.empty()) object.emplace("next", next);
  auto response = json_text(200, json::serialize(object));
  response.headers.push_back({"Cache-Control", "private, max-age=3600"});
  return response;
}

Response text_json(const engine::FileText& text) {
  constexpr std::string_view kWhy[] = {"", "not_text", "too_large"};
  auto object = file_json(text.file);
  object.emplace("text", text.shown == engine::Shown::kText);
  if (text.shown != engine::Shown::kText) {
    object.emplace("why", kWhy[static_cast<std::size_t>(text.shown)]);
    return json_text(200, json::serialize(object));
  }
  json::array lines;
  json::array cut;
  for (std::size_t i = 0; i < text.lines.size(); ++i) {
    const auto shown = utf8_prefix(text.lines[i], engine::kShownLineCharactersMax);
    if (shown.size() < text.lines[i].size()) cut.push_back(text.from + i);
    lines.push_back(json::value(shown));
  }
  const auto behind = text.from + text.lines.size();
  object.emplace("from", text.from);
  object.emplace("lines_total", text.lines_total);
  object.emplace("lines", std::move(lines));
  if (!cut.empty()) object.emplace("cut", std::move(cut));
  if (behind <= text.lines_total && !text.lines.empty()) object.emplace("next", behind);
  return json_text(200, json::serialize(object));
}

// The lines as they are, whatever they are: as plain text that nothing interprets.
Response text_plain(const engine::FileText& text, Language language) {
  if (text.shown != engine::Shown::kText) {
    return problem_response(
        Error{ErrorKind::kInvalid, "the file is not text, or too large to be shown", "format"},
        language);
  }
  Response response;
  response.content_type = "text/plain; charset=utf-8";
  for (const auto& line : text.lines) response.body += line + "\n";
  response.headers.push_back({"Content-Security-Policy", std::string(kInert)});
  response.headers.push_back({"Content-Disposition", "inline; filename=\"source.txt\""});
  return response;
}

struct TextQuery {
  VisibleVersion version;
  std::string path;
  engine::LineRange range;
  bool plain = false;
};

Result<TextQuery> text_query(const Call& call, Services& services) {
  TextQuery query;
  TRY_ASSIGN(query.version, visible_version(call, services));
  query.path = call.params.at(2);
  TRY_ASSIGN(query.range.from, number_of(call, "from", 1, UINT32_MAX));
  TRY_ASSIGN(query.range.lines,
             number_of(call, "lines", engine::kShownLinesMax, engine::kShownLinesMax));
  const auto format = call.query("format").value_or("json");
  if (format != "json" && format != "text") {
    return fail(ErrorKind::kInvalid, "json or text is expected", "format");
  }
  query.plain = format == "text";
  return query;
}

Response shown_file(const TextQuery& query, Services& services, Language language) {
  const auto read = [&]() -> Result<engine::FileText> {
    auto& contents = *services.contents;
    TRY_ASSIGN(const auto masked, secrets_of(query.version.app, query.version.digest, contents));
    return contents.text(query.version.digest, query.path, query.range, masked);
  };
  const auto text = read();
  if (text) return query.plain ? text_plain(*text, language) : text_json(*text);
  if (text.error().kind != ErrorKind::kNotFound) services.report(text.error());
  return problem_response(text.error(), language);
}

// ---- pictures ----------------------------------------------------------------------------------

struct PictureQuery {
  Digest digest;
  std::string path;
  std::string if_none_match;
};

// Drawn as a picture of the stated kind or not at all. Who may see it is asked again with every
// session: what a browser keeps belongs to one.
Response picture_bytes(engine::Picture picture, const PictureQuery& query) {
  const auto etag = "\"" + to_hex(picture.content) + "\"";
  Response response;
  response.content_type = picture.media_type;
  response.headers = {{"ETag", etag},
                      {"Cache-Control", "private, max-age=86400, immutable"},
                      {"Vary", "Authorization, Cookie"},
                      {"Content-Security-Policy", std::string(kInert)},
                      {"Content-Disposition", "inline"},
                      {"Cross-Origin-Resource-Policy", "same-origin"}};
  if (is_listed(query.if_none_match, etag)) {
    response.status = 304;
  } else {
    response.body = std::move(picture.bytes);
  }
  return response;
}

Response shown_picture(const PictureQuery& query, Services& services, Language language) {
  auto picture = services.contents->picture(query.digest, query.path);
  if (!picture) {
    if (picture.error().kind != ErrorKind::kNotFound) services.report(picture.error());
    return problem_response(picture.error(), language);
  }
  switch (picture->shown) {
    case engine::PictureShown::kPicture:
      return picture_bytes(std::move(*picture), query);
    case engine::PictureShown::kNotPicture:
      return problem_response(ProblemCode::kNotAPicture, language);
    case engine::PictureShown::kTooLarge:
      return problem_response(ProblemCode::kTooLarge, language);
  }
  return problem_response(ProblemCode::kInternal, language);
}

// ---- findings ----------------------------------------------------------------------------------

struct FindingsQuery {
  lifecycle::AppId app;
  bool whole = false;  // who dismissed what, and why, is shown
  Digest digest;
  Digest report;
  bool confidential = false;  // may be seen
  std::string severity;
  std::string file;
  std::string rule;
  std::uint64_t after = 0;  // findings before the page, of all
  std::size_t limit = 0;
};

Result<FindingsQuery> findings_query(const Call& call, Services& services) {
  TRY_ASSIGN(const auto app, visible_case(call, services));
  TRY_ASSIGN(const auto no, path_number(call, 1));
  const auto* submission = lifecycle::find_submission(app, no);
  if (submission == nullptr || submission->report.is_zero()) {
    return fail(ErrorKind::kNotFound, "no report yet");
  }
  TRY(check_sees_version(call, services, app, submission->digest));
  FindingsQuery query;
  query.app = app.id;
  query.whole = call.viewer().sees_everything();
  query.digest = submission->digest;
  query.report = submission->report;
  query.confidential = sees_confidential(call.viewer(), *submission);
  query.severity = call.query("severity").value_or("");
  query.file = call.query("file").value_or("");
  query.rule = call.query("rule").value_or("");
  TRY_ASSIGN(const auto page, page_of(call));
  query.limit = page.limit;
  const auto* end = page.after.data() + page.after.size();
  const auto [stopped, error] = std::from_chars(page.after.data(), end, query.after);
  if (!page.after.empty() && (error != std::errc() || stopped != end)) {
    return fail(ErrorKind::kInvalid, "not a cursor of this list", "after");
  }
  return query;
}

bool is_wanted(const engine::ReportFinding& finding, const FindingsQuery& query) {
  return (query.confidential || !finding.confidential) &&
         (query.severity.empty() || finding.severity == query.severity) &&
         (query.file.empty() || finding.at.file == query.file) &&
         (query.rule.empty() || finding.rule == query.rule);
}

void add_place(json::object& object, const engine::TextSpan& at) {
  if (at.file.empty()) return;
  object.emplace("file", at.file);
  if (at.line == 0) return;
  object.emplace("line", at.line);
  object.emplace("column", at.column);
  if (at.end_line == 0) return;
  object.emplace("end_line", at.end_line);
  object.emplace("end_column", at.end_column);
}

json::object finding_json(const engine::ReportFinding& finding, const engine::Excerpt& excerpt,
                          Language language) {
  const bool zh = language == Language::kZh;
  json::object object{{"rule", finding.rule},
                      {"severity", finding.severity},
                      {"message", zh ? finding.message_zh : finding.message_en},
                      {"message_zh", finding.message_zh},
                      {"message_en", finding.message_en},
                      {"advice", zh ? finding.advice_zh : finding.advice_en},
                      {"advice_zh", finding.advice_zh},
                      {"advice_en", finding.advice_en}};
  add_place(object, finding.at);
  if (!finding.api.empty()) object.emplace("api", finding.api);
  if (!finding.category.empty()) object.emplace("category", finding.category);
  if (finding.confidential) object.emplace("confidential", true);
  if (excerpt.lines.empty()) return object;
  json::array lines;
  for (const auto& line : excerpt.lines) lines.push_back(json::value(line));
  object.emplace("excerpt", json::object{{"from", excerpt.from}, {"lines", std::move(lines)}});
  return object;
}

// R8: what was dismissed is shown beside the finding, which stands as the report has it.
// `shown`: which of the report's findings the items are.
Status add_dismissals(json::array& items, const std::vector<engine::ReportFinding>& findings,
                      const std::vector<std::size_t>& shown, const FindingsQuery& query,
                      Services& services) {
  if (services.dismissals == nullptr || shown.empty()) return {};
  TRY_ASSIGN(const auto standing, services.dismissals->standing(query.app));
  if (standing.empty()) return {};
  TRY_ASSIGN(const auto fragments,
             fragments_of(query.app, query.digest, findings, *services.contents));
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const auto* row = dismissal_of(standing, findings[shown[i]], fragments[shown[i]]);
    if (row == nullptr) continue;
    json::object dismissed{{"at", format_rfc3339(row->at)}, {"submission", row->submission}};
    if (query.whole) {
      dismissed.emplace("dismissal", row->no);
      dismissed.emplace("by", row->by);
      dismissed.emplace("reason", row->reason);
    }
    items[i].as_object().emplace("dismissed", std::move(dismissed));
  }
  return {};
}

Result<json::object> findings_page(const FindingsQuery& query, Services& services,
                                   Language language) {
  auto& contents = *services.contents;
  TRY_ASSIGN(const auto findings, contents.findings(query.report));
  std::vector<std::size_t> shown;
  std::vector<engine::TextSpan> places;
  std::uint64_t next = 0;
  for (std::size_t i = query.after; i < findings.size(); ++i) {
    if (!is_wanted(findings[i], query)) continue;
    if (shown.size() == query.limit) {
      next = i;
      break;
    }
    shown.push_back(i);
    places.push_back(findings[i].at);
  }
  TRY_ASSIGN(const auto excerpts, contents.excerpts(query.digest, places, secrets_among(findings)));
  json::array items;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    items.push_back(finding_json(findings[shown[i]], excerpts[i], language));
  }
  TRY(add_dismissals(items, findings, shown, query, services));
  json::object object{{"items", std::move(items)}};
  if (next > 0) object.emplace("next", std::to_string(next));
  return object;
}

}  // namespace

Reply list_version_files(Call& call, Services& services) {
  const auto version = visible_version(call, services);
  if (!version) return call.problem(version.error());
  const auto limit = number_of(call, "limit", kFilesPageMax, kFilesPageMax);
  if (!limit) return call.problem(limit.error());
  FilesQuery query{version->digest, call.query("under").value_or(""),
                   call.query("after").value_or(""), *limit};
  if (!query.under.empty() && !query.under.ends_with('/')) query.under += '/';
  return in_background(call, services,
                       [query = std::move(query), &services, language = call.language] {
                         return files_page(*services.contents, query, services, language);
                       });
}

Reply get_version_file(Call& call, Services& services) {
  auto query = text_query(call, services);
  if (!query) return call.problem(query.error());
  return in_background(call, services,
                       [query = std::move(*query), &services, language = call.language] {
                         return shown_file(query, services, language);
                       });
}

Reply get_version_picture(Call& call, Services& services) {
  const auto version = visible_version(call, services);
  if (!version) return call.problem(version.error());
  PictureQuery query{version->digest, call.params.at(2),
                     std::string(call.request.head.header("If-None-Match"))};
  return in_background(call, services,
                       [query = std::move(query), &services, language = call.language] {
                         return shown_picture(query, services, language);
                       });
}

Reply list_findings(Call& call, Services& services) {
  const auto query = findings_query(call, services);
  if (!query) return call.problem(query.error());
  return in_background(call, services, [query = *query, &services, language = call.language] {
    const auto page = findings_page(query, services, language);
    if (page) return json_text(200, json::serialize(*page));
    services.report(page.error());
    return problem_response(page.error(), language);
  });
}

}  // namespace baobei::http
