// The Transport over libcurl. The only file that knows it.

#include <curl/curl.h>
#include <fcntl.h>

#include <algorithm>
#include <cctype>

#include "base/file.h"
#include "base/text.h"
#include "cli/transport.h"

namespace baobei::cli {
namespace {

struct Exchange {
  HttpResponse response;
  bool too_large = false;
  int upload = -1;
  std::uint64_t upload_from = 0;
  std::uint64_t upload_bytes = 0;
  std::uint64_t given = 0;
  CURL* handle = nullptr;
  int download = -1;
  std::uint64_t downloaded = 0;
  const Progress* progress = nullptr;
};

std::size_t take_body(char* data, std::size_t size, std::size_t count, void* user) {
  auto& exchange = *static_cast<Exchange*>(user);
  const std::size_t bytes = size * count;
  long status = 0;
  curl_easy_getinfo(exchange.handle, CURLINFO_RESPONSE_CODE, &status);
  if (exchange.download >= 0 && (status == 200 || status == 206)) {
    exchange.downloaded += bytes;
    exchange.too_large = exchange.downloaded > kDownloadBytesMax;
    const bool kept = !exchange.too_large && write_all(exchange.download, {data, bytes});
    return kept ? bytes : 0;
  }
  if (exchange.response.body.size() + bytes > kAnswerBytesMax) {
    exchange.too_large = true;
    return 0;
  }
  exchange.response.body.append(data, bytes);
  return bytes;
}

std::size_t take_header(char* data, std::size_t size, std::size_t count, void* user) {
  constexpr std::size_t kHeadersMax = 256;
  auto& headers = static_cast<Exchange*>(user)->response.headers;
  const std::string_view line(data, size * count);
  // An interim answer (100 Continue) has headers of its own, which are not the answer's.
  if (line.starts_with("HTTP/")) headers.clear();
  const auto colon = line.find(':');
  if (colon == std::string_view::npos || headers.size() >= kHeadersMax) return size * count;
  std::string name(line.substr(0, colon));
  std::ranges::transform(name, name.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  headers[name] = trim(line.substr(colon + 1));
  return size * count;
}

std::size_t give_upload(char* buffer, std::size_t size, std::size_t count, void* user) {
  auto& exchange = *static_cast<Exchange*>(user);
  const auto wanted = std::min<std::uint64_t>(size * count, exchange.upload_bytes - exchange.given);
  const auto got = ::pread(exchange.upload, buffer, wanted,
                           static_cast<off_t>(exchange.upload_from + exchange.given));
  if (got < 0) return CURL_READFUNC_ABORT;
  exchange.given += static_cast<std::uint64_t>(got);
  return static_cast<std::size_t>(got);
}

// curl rewinds where a connection that was kept turns out to be dead.
int seek_upload(void* user, curl_off_t offset, int origin) {
  if (origin != SEEK_SET || offset < 0) return CURL_SEEKFUNC_CANTSEEK;
  static_cast<Exchange*>(user)->given = static_cast<std::uint64_t>(offset);
  return CURL_SEEKFUNC_OK;
}

int tell_progress(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t sent) {
  const auto& exchange = *static_cast<Exchange*>(user);
  if (exchange.progress != nullptr && *exchange.progress && sent > 0) {
    (*exchange.progress)(static_cast<std::uint64_t>(sent), exchange.upload_bytes);
  }
  return 0;
}

struct FreeHeaders {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using HeaderList = std::unique_ptr<curl_slist, FreeHeaders>;

Result<HeaderList> header_list(const HttpRequest& request) {
  HeaderList list;
  const auto add = [&](const std::string& line) {
    auto* longer = curl_slist_append(list.get(), line.c_str());
    CHECK(longer != nullptr);
    (void)list.release();  // NOLINT: the longer list holds it now
    list.reset(longer);
  };
  for (const auto& [name, value] : request.headers) {
    const bool clean = std::ranges::all_of(
        value, [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7F; });
    if (!clean) return fail(ErrorKind::kInvalid, "not the value of a header", name);
    add(name + ": " + value);
  }
  if (request.upload_path.empty()) add("Expect:");  // a small body waits for no 100 Continue
  return list;
}

Error no_answer(CURLcode code, const char* detail) {
  Error error;
  error.kind = ErrorKind::kUnavailable;
  error.message = *detail != '\0' ? detail : curl_easy_strerror(code);
  const bool no_connection = code == CURLE_COULDNT_CONNECT || code == CURLE_COULDNT_RESOLVE_HOST ||
                             code == CURLE_COULDNT_RESOLVE_PROXY ||
                             code == CURLE_PEER_FAILED_VERIFICATION ||
                             code == CURLE_SSL_CONNECT_ERROR;
  if (no_connection) error.context = kNoConnection;
  return error;
}

class CurlTransport : public Transport {
 public:
  explicit CurlTransport(std::string base_url)
      : base_url_(std::move(base_url)), handle_(curl_easy_init()) {
    CHECK(handle_ != nullptr, "curl_easy_init");
  }
  ~CurlTransport() override { curl_easy_cleanup(handle_); }
  CurlTransport(const CurlTransport&) = delete;
  CurlTransport& operator=(const CurlTransport&) = delete;

  Result<HttpResponse> send(const HttpRequest& request) override {
    Exchange exchange;
    exchange.progress = &request.progress;
    exchange.handle = handle_;
    Fd download;
    if (!request.download_path.empty()) {
      TRY_ASSIGN(download, open_file(request.download_path, O_WRONLY | O_CREAT | O_APPEND, 0644));
      exchange.download = download.get();
    }
    TRY_ASSIGN(const auto headers, header_list(request));
    TRY_ASSIGN(const auto file, body_of(request, exchange));
    curl_easy_reset(handle_);  // keeps the connection
    char detail[CURL_ERROR_SIZE] = {};
    const std::string url = base_url_ + request.target;
    set(CURLOPT_URL, url.c_str());
    set(CURLOPT_ERRORBUFFER, detail);
    set(CURLOPT_HTTPHEADER, headers.get());
    set_limits();
    set_callbacks(exchange);
    set_body(request, exchange);
    const CURLcode code = curl_easy_perform(handle_);
    if (exchange.too_large) return fail(ErrorKind::kTooLarge, "the answer is too long");
    if (code != CURLE_OK) return std::unexpected(no_answer(code, detail));
    long status = 0;
    curl_easy_getinfo(handle_, CURLINFO_RESPONSE_CODE, &status);
    exchange.response.status = static_cast<int>(status);
    return std::move(exchange.response);
  }

 private:
  template <typename T>
  void set(CURLoption option, T value) {
    CHECK(curl_easy_setopt(handle_, option, value) == CURLE_OK, "curl_easy_setopt");
  }

  static Result<Fd> body_of(const HttpRequest& request, Exchange& exchange) {
    if (request.upload_path.empty()) return Fd();
    TRY_ASSIGN(Fd file, open_file(request.upload_path, O_RDONLY));
    TRY_ASSIGN(const auto all, size_of(file.get()));
    if (request.upload_from > all) return fail(ErrorKind::kInvalid, "the file has become shorter");
    const auto rest = all - request.upload_from;
    exchange.upload_from = request.upload_from;
    exchange.upload_bytes = request.upload_bytes == 0 ? rest : std::min(rest, request.upload_bytes);
    exchange.upload = file.get();
    return file;
  }

  void set_limits() {
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_SSL_VERIFYPEER, 1L);
    set(CURLOPT_SSL_VERIFYHOST, 2L);
    set(CURLOPT_CONNECTTIMEOUT, static_cast<long>(kConnectTimeout.count()));
    // This machine is asked without a go-between, which would see the token.
    if (base_url_.starts_with("http://")) set(CURLOPT_NOPROXY, "*");
  }

  void set_callbacks(Exchange& exchange) {
    set(CURLOPT_WRITEFUNCTION, &take_body);
    set(CURLOPT_WRITEDATA, &exchange);
    set(CURLOPT_HEADERFUNCTION, &take_header);
    set(CURLOPT_HEADERDATA, &exchange);
    set(CURLOPT_XFERINFOFUNCTION, &tell_progress);
    set(CURLOPT_XFERINFODATA, &exchange);
    set(CURLOPT_NOPROGRESS, 0L);
  }

  void set_body(const HttpRequest& request, Exchange& exchange) {
    if (exchange.upload >= 0) {
      set(CURLOPT_POST, 1L);
      set(CURLOPT_READFUNCTION, &give_upload);
      set(CURLOPT_READDATA, &exchange);
      set(CURLOPT_SEEKFUNCTION, &seek_upload);
      set(CURLOPT_SEEKDATA, &exchange);
      set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(exchange.upload_bytes));
      set(CURLOPT_LOW_SPEED_LIMIT, 1L);
      set(CURLOPT_LOW_SPEED_TIME, static_cast<long>(kUploadStallTimeout.count()));
    } else if (exchange.download >= 0) {
      set(CURLOPT_LOW_SPEED_LIMIT, 1L);
      set(CURLOPT_LOW_SPEED_TIME, static_cast<long>(kUploadStallTimeout.count()));
    } else {
      set(CURLOPT_TIMEOUT, static_cast<long>(kAnswerTimeout.count()));
    }
    if (exchange.upload < 0 && (request.method == "POST" || !request.body.empty())) {
      set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
      set(CURLOPT_POSTFIELDS, request.body.c_str());
    }
    if (request.method != "POST" && (exchange.upload >= 0 || request.method != "GET")) {
      set(CURLOPT_CUSTOMREQUEST, request.method.c_str());
    }
  }

  std::string base_url_;
  CURL* handle_;
};

}  // namespace

std::unique_ptr<Transport> curl_transport(const std::string& base_url) {
  return std::make_unique<CurlTransport>(base_url);
}

}  // namespace baobei::cli
