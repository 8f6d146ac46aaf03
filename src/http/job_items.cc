#include "http/job_items.h"

#include "http/command_bodies.h"

namespace baobei::http {
namespace {

using engine::JobKind;

std::unexpected<Problem> bad_job(const char* message, std::string pointer) {
  return std::unexpected(Problem(Error{ErrorKind::kInvalid, message, std::move(pointer)}));
}

// Takes a member out of the row: what is left is the body of a single command.
Result<json::value> take_member(json::object& row, std::string_view name) {
  const auto found = row.find(name);
  const auto pointer = "/" + std::string(name);
  if (found == row.end()) return fail(ErrorKind::kInvalid, "a required member is missing", pointer);
  json::value value = std::move(found->value());
  row.erase(found);
  return value;
}

Result<lifecycle::EntryNo> take_entry(json::object& row) {
  TRY_ASSIGN(const auto value, take_member(row, "entry"));
  lifecycle::EntryNo entry = 0;
  const auto read = from_json(value, entry);
  if (read && entry > 0) return entry;
  return fail(ErrorKind::kInvalid, "the number of an entry is expected", "/entry");
}

template <typename Body>
Result<Body> rest_as(const json::object& row) {
  Body body;
  TRY(from_json(json::value(row), body));
  return body;
}

BuiltCommand build_item(JobKind kind, json::object& row, Words& words,
                        const catalogue::Catalogue& catalogue, std::optional<std::string>& scan) {
  switch (kind) {
    case JobKind::kFilingAnswers: {
      TRY_ASSIGN(const auto entry, take_entry(row));
      TRY_ASSIGN(const auto body, rest_as<AnswerBody>(row));
      scan = body.scan;
      return build_answer(body, entry, words, catalogue);
    }
    case JobKind::kSubmit: {
      TRY_ASSIGN(const auto body, rest_as<SubmitBody>(row));
      // A job keeps its rows as they came, so no secret may stand in one.
      if (body.test_account) return bad_job("not taken in a list", "/test_account");
      if (body.pictures) return bad_job("not taken in a list", "/pictures");
      return build_submit(body, words);
    }
    case JobKind::kRelease: {
      TRY_ASSIGN(const auto body, rest_as<ReleaseBody>(row));
      return build_release(body);
    }
    case JobKind::kHandOver: {
      TRY_ASSIGN(const auto entry, take_entry(row));
      if (!row.empty()) return bad_job("an unknown member", "/" + std::string(row.begin()->key()));
      return lifecycle::RecordHandOver{entry};
    }
  }
  return bad_job("not a kind of job", "/kind");
}

struct ReadItem {
  lifecycle::AppId app;
  JobCommand command;
};

OrProblem<ReadItem> read_item(JobKind kind, const std::string& body,
                              const catalogue::Catalogue& catalogue) {
  TRY_ASSIGN(auto value, parse_json(body, kCommandBodyMax));
  if (!value.is_object()) return bad_job("an object is expected", "");
  auto& row = value.get_object();
  ReadItem item;
  TRY_ASSIGN(const auto app, take_member(row, "app"));
  if (!app.is_string()) return bad_job("a text is expected", "/app");
  item.app = std::string(app.get_string());
  TRY(check_id(item.app, "/app"));
  Words words;
  auto data = build_item(kind, row, words, catalogue, item.command.scan);
  if (!data) return std::unexpected(std::move(data.error()));
  item.command.data = std::move(*data);
  item.command.texts = words.take();
  return item;
}

}  // namespace

OrProblem<JobCommand> job_command(JobKind kind, const std::string& body,
                                  const catalogue::Catalogue& catalogue) {
  auto item = read_item(kind, body, catalogue);
  if (!item) return std::unexpected(std::move(item.error()));
  return std::move(item->command);
}

OrProblem<std::vector<engine::JobItemRow>> read_job_items(JobKind kind,
                                                          const std::vector<std::string>& rows,
                                                          const catalogue::Catalogue& catalogue,
                                                          const std::string& where) {
  if (rows.empty() || rows.size() > engine::kJobItemsMax) {
    return bad_job("1 to 2000 items are expected", where);
  }
  std::vector<engine::JobItemRow> items;
  items.reserve(rows.size());
  for (const auto& row : rows) {
    auto read = read_item(kind, row, catalogue);
    if (!read) {
      auto problem = std::move(read.error());
      const auto place = where + "/" + std::to_string(items.size());
      problem.pointer = place + problem.pointer;
      problem.detail.zh += "（" + place + "）";
      problem.detail.en += " (" + place + ")";
      return std::unexpected(std::move(problem));
    }
    engine::JobItemRow item;
    item.no = static_cast<std::uint32_t>(items.size() + 1);
    item.app = std::move(read->app);
    item.body = row;
    items.push_back(std::move(item));
  }
  return items;
}

OrProblem<JobRequest> read_job(const std::string& body, const catalogue::Catalogue& catalogue) {
  TRY_ASSIGN(auto value, parse_json(body, kJobBodyMax));
  if (!value.is_object()) return bad_job("an object is expected", "");
  auto& object = value.get_object();
  TRY_ASSIGN(const auto word, take_member(object, "kind"));
  const auto kind =
      word.is_string() ? enum_from_wire<JobKind>(std::string(word.get_string())) : std::nullopt;
  if (!kind) return bad_job("not a kind of job", "/kind");
  TRY_ASSIGN(const auto list, take_member(object, "items"));
  if (!list.is_array()) return bad_job("a list is expected", "/items");
  if (!object.empty())
    return bad_job("an unknown member", "/" + std::string(object.begin()->key()));
  std::vector<std::string> rows;
  for (const auto& row : list.get_array()) {
    if (rows.size() > engine::kJobItemsMax) break;
    rows.push_back(json::serialize(row));
  }
  auto items = read_job_items(*kind, rows, catalogue);
  if (!items) return std::unexpected(std::move(items.error()));
  return JobRequest{*kind, std::move(*items)};
}

lifecycle::CommandData sample_of(JobKind kind) {
  switch (kind) {
    case JobKind::kFilingAnswers:
      return lifecycle::AnswerFiling{};
    case JobKind::kSubmit:
      return lifecycle::Submit{};
    case JobKind::kRelease:
      return lifecycle::Release{};
    case JobKind::kHandOver:
      return lifecycle::RecordHandOver{};
  }
  return lifecycle::Settle{};
}

}  // namespace baobei::http
