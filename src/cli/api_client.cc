#include "cli/api_client.h"

#include <fcntl.h>

#include <algorithm>
#include <charconv>

#include "base/bytes.h"
#include "base/file.h"
#include "base/json.h"
#include "cli/repeating.h"

namespace baobei::cli {
namespace {

ErrorKind kind_of(int status) {
  switch (status) {
    case 401:
      return ErrorKind::kUnauthorized;
    case 403:
      return ErrorKind::kForbidden;
    case 404:
      return ErrorKind::kNotFound;
    case 409:
    case 412:
    case 451:
      return ErrorKind::kConflict;
    case 413:
      return ErrorKind::kTooLarge;
    case 429:
    case 502:
    case 503:
    case 504:
      return ErrorKind::kUnavailable;
    default:
      return status >= 500 ? ErrorKind::kInternal : ErrorKind::kInvalid;
  }
}

BothTexts both(const View& problem, const std::string& name) {
  const auto plain = problem[name].text();
  const auto zh = problem[name + "_zh"].text();
  const auto en = problem[name + "_en"].text();
  return {zh.empty() ? plain : zh, en.empty() ? plain : en};
}

ApiError error_of(const HttpResponse& response, const View& problem) {
  constexpr std::string_view kType = "urn:baobei:problem:";
  ApiError error;
  error.status = response.status;
  error.kind = kind_of(response.status);
  error.body = response.body;
  const auto type = problem["type"].text();
  if (type.starts_with(kType)) error.code = type.substr(kType.size());
  error.title = both(problem, "title");
  error.detail = both(problem, "detail");
  error.advice = both(problem, "advice");
  error.refusal = problem["refusal"].text();
  error.rule = problem["rule"].text();
  error.pointer = problem["pointer"].text();
  if (error.title.zh.empty() && error.title.en.empty()) {
    const auto text = "HTTP " + std::to_string(response.status);
    error.title = {text, text};
  }
  return error;
}

// A command whose answer was lost, and which is not sent again (any more).
ApiError in_doubt(const HttpRequest& request, const Error& error) {
  auto out = api_error(error);
  out.in_doubt = true;
  const auto look = how_to_look(request.target);
  if (look.empty()) return out;
  out.advice = {filled(word(Word::kLookFirst, Language::kZh), {look}),
                filled(word(Word::kLookFirst, Language::kEn), {look})};
  return out;
}

Duration wait_before(const HttpResponse* response, int attempt) {
  Duration wait = std::chrono::milliseconds(200) * (1 << attempt);
  if (response != nullptr) {
    const auto text = response->header("retry-after");
    int seconds = -1;
    std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (seconds >= 0) wait = std::chrono::seconds(seconds);
  }
  return std::min<Duration>(wait, kRetryAfterMax);
}

Answer<Reply> reply_of(const HttpResponse& response) {
  Reply reply;
  reply.status = response.status;
  reply.etag = response.header("etag");
  const auto type = response.header("content-type");
  const bool is_json = type.find("json") != std::string::npos;
  if (!response.body.empty() && is_json) {
    auto parsed = parse_json(response.body, kAnswerBytesMax);
    if (!parsed) {
      return std::unexpected(api_error({ErrorKind::kInternal, parsed.error().message, "answer"}));
    }
    reply.body = std::move(*parsed);
  }
  const bool fine = response.status >= 200 && response.status < 300;
  if (!fine && response.status != 304) return std::unexpected(error_of(response, reply.view()));
  if (fine && !response.body.empty() && !is_json) {
    return std::unexpected(
        api_error({ErrorKind::kInternal, "the answer is not JSON; is this the server?", "answer"}));
  }
  return reply;
}

}  // namespace

Client::Client(std::unique_ptr<Transport> transport, ClientSettings settings, Sleep sleep)
    : transport_(std::move(transport)), settings_(std::move(settings)), sleep_(std::move(sleep)) {}

void Client::add_common(HttpRequest& request) const {
  request.headers.push_back({"Accept", "application/json, application/problem+json"});
  request.headers.push_back(
      {"Accept-Language", settings_.language == Language::kZh ? "zh-CN" : "en"});
  request.headers.push_back({"User-Agent", "baobei-cli"});
  if (!settings_.token.empty()) {
    request.headers.push_back({"Authorization", "Bearer " + settings_.token});
  }
}

Answer<Reply> Client::exchange(HttpRequest request) {
  TRY_ASSIGN(auto response, deliver(std::move(request)));
  return reply_of(response);
}

Answer<std::string> Client::download(const std::string& target) {
  HttpRequest request;
  request.method = "GET";
  request.target = target;
  TRY_ASSIGN(auto response, deliver(std::move(request)));
  if (response.status == 200) return std::move(response.body);
  TRY_ASSIGN(const auto reply, reply_of(response));
  return std::unexpected(api_error(
      {ErrorKind::kInternal, "no file in an answer of " + std::to_string(reply.status), "answer"}));
}

Answer<HttpResponse> Client::deliver(HttpRequest request) {
  add_common(request);
  const bool repeatable = may_be_repeated(request.method, request.target);
  const bool changes = changes_something(request.method, request.target);
  bool doubtful = false;
  for (int attempt = 1;; ++attempt) {
    auto response = transport_->send(request);
    const bool last = attempt == kAttemptsMax;
    if (!response) {
      const auto& error = response.error();
      const bool lost = error.kind == ErrorKind::kUnavailable && error.context != kNoConnection;
      doubtful = doubtful || (lost && changes);
      if (!lost || !repeatable || last) {
        return std::unexpected(doubtful ? in_doubt(request, error) : api_error(error));
      }
      sleep_(wait_before(nullptr, attempt));
      continue;
    }
    if (response->status != 503 || last) return std::move(*response);
    sleep_(wait_before(&*response, attempt));
  }
}

Answer<Reply> Client::get(const std::string& target) {
  HttpRequest request;
  request.method = "GET";
  request.target = target;
  return exchange(std::move(request));
}

Answer<Reply> Client::list(const std::string& target, std::size_t items_max,
                           std::size_t page_items) {
  const std::string joint = target.find('?') == std::string::npos ? "?" : "&";
  json::array items;
  std::string after;
  Reply whole;
  for (std::size_t page = 0; page < kPagesMax; ++page) {
    const auto wanted = std::min(page_items, items_max - items.size());
    std::string one = target + joint + "limit=" + std::to_string(wanted);
    if (!after.empty()) one += "&after=" + encoded(after);
    TRY_ASSIGN(whole, get(one));
    const auto* got =
        whole.body.is_object() ? whole.body.get_object().if_contains("items") : nullptr;
    if (got != nullptr && got->is_array()) {
      for (const auto& item : got->get_array()) items.push_back(item);
    }
    after = whole.view()["next"].text();
    if (after.empty() || items.size() >= items_max) break;
  }
  if (whole.body.is_object()) whole.body.get_object()["items"] = std::move(items);
  return whole;
}

Answer<Reply> Client::command(const std::string& target, const boost::json::value& body,
                              const CommandOptions& options, const std::string& method) {
  HttpRequest request;
  request.method = method;
  request.target = target;
  if (options.dry_run) {
    request.target += target.find('?') == std::string::npos ? "?dry_run=true" : "&dry_run=true";
  }
  const auto key = options.idempotency_key.empty() ? random_id("cli") : options.idempotency_key;
  request.headers.push_back({"Idempotency-Key", key});
  if (!options.if_match.empty()) request.headers.push_back({"If-Match", options.if_match});
  if (!body.is_null()) {
    request.headers.push_back({"Content-Type", "application/json"});
    request.body = json::serialize(body);
  }
  return exchange(std::move(request));
}

Answer<Reply> Client::upload(const std::string& target, const std::string& path,
                             Progress progress) {
  HttpRequest request;
  request.method = "POST";
  request.target = target;
  request.upload_path = path;
  request.progress = std::move(progress);
  request.headers.push_back({"Content-Type", "application/octet-stream"});
  return exchange(std::move(request));
}

Answer<Reply> Client::download(const std::string& target, const std::string& path,
                               const std::string& etag) {
  // Each attempt asks for what is still missing, so this does not go through exchange().
  for (int attempt = 1;; ++attempt) {
    std::uint64_t have = 0;
    if (const auto file = open_file(path, O_RDONLY)) have = size_of(file->get()).value_or(0);
    HttpRequest request;
    request.method = "GET";
    request.target = target;
    request.download_path = path;
    add_common(request);
    if (have > 0) {
      request.headers.push_back({"Range", "bytes=" + std::to_string(have) + "-"});
      request.headers.push_back({"If-Range", etag});
    }
    auto response = transport_->send(request);
    const bool last = attempt == kAttemptsMax;
    if (response && response->status == 206) return Reply{206, {}, response->header("etag")};
    if (response && response->status == 200 && have == 0) {
      return Reply{200, {}, response->header("etag")};
    }
    // 416: everything is there already. 200 though a part was asked for: another content.
    if (response && response->status == 416 && have > 0) return Reply{416, {}, etag};
    if (response && response->status == 200) {
      return std::unexpected(api_error({ErrorKind::kConflict, "the content has changed", path}));
    }
    if (response && response->status != 503) return reply_of(*response);
    const bool lost = !response && response.error().kind == ErrorKind::kUnavailable &&
                      response.error().context != kNoConnection;
    if (!response && (!lost || last)) return std::unexpected(api_error(response.error()));
    if (response && last) return reply_of(*response);
    sleep_(wait_before(response ? &*response : nullptr, attempt));
  }
}

Answer<Reply> Client::send_piece(const std::string& target, const std::string& path,
                                 std::uint64_t from, std::uint64_t bytes, Progress progress) {
  HttpRequest request;
  request.method = "PATCH";
  request.target = target;
  request.upload_path = path;
  request.upload_from = from;
  request.upload_bytes = bytes;
  request.progress = std::move(progress);
  request.headers.push_back({"Content-Type", "application/octet-stream"});
  request.headers.push_back({"Upload-Offset", std::to_string(from)});
  return exchange(std::move(request));
}

std::string query(const std::vector<std::pair<std::string, std::string>>& pairs) {
  std::string out;
  for (const auto& [name, value] : pairs) {
    if (value.empty()) continue;
    out += (out.empty() ? "?" : "&") + name + "=" + encoded(value);
  }
  return out;
}

}  // namespace baobei::cli
