// The Dialer over libcurl: many calls side by side on one thread.
#include "courier/dialer.h"

#include <curl/curl.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <map>

#include "base/text.h"
#include "courier/addresses.h"

namespace baobei::courier {
namespace {

using engine::AttemptOutcome;

struct FreeEasy {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct FreeMulti {
  void operator()(CURLM* handle) const { curl_multi_cleanup(handle); }
};
struct FreeHeaders {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

struct Call {
  Outgoing outgoing;
  std::function<void(Dialled)> done;
  DialLimits limits;
  std::unique_ptr<curl_slist, FreeHeaders> headers;
  std::string answer;
  std::string retry_after;
  std::size_t head_bytes = 0;
  std::size_t body_bytes = 0;
  bool head_too_long = false;
  bool cut = false;  // enough of the body was read
  bool address_refused = false;
  bool address_taken = false;
};

curl_socket_t open_socket(void* user, curlsocktype purpose, curl_sockaddr* address) {
  auto& call = *static_cast<Call*>(user);
  const bool good = purpose == CURLSOCKTYPE_IPCXN &&
                    (call.outgoing.target.allowed || is_public_unicast(address->addr));
  if (!good) {
    call.address_refused = true;
    return CURL_SOCKET_BAD;
  }
  call.address_taken = true;
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::size_t take_head(char* data, std::size_t size, std::size_t count, void* user) {
  constexpr std::string_view kRetryAfter = "retry-after:";
  auto& call = *static_cast<Call*>(user);
  const std::string_view line(data, size * count);
  call.head_bytes += line.size();
  if (call.head_bytes > call.limits.head_bytes_max) {
    call.head_too_long = true;
    return 0;
  }
  const bool asks = line.size() > kRetryAfter.size() &&
                    std::ranges::equal(line.substr(0, kRetryAfter.size()), kRetryAfter, {},
                                       [](unsigned char c) { return std::tolower(c); });
  if (asks) call.retry_after = trim(line.substr(kRetryAfter.size()));
  return line.size();
}

std::size_t take_body(char* data, std::size_t size, std::size_t count, void* user) {
  auto& call = *static_cast<Call*>(user);
  const std::size_t bytes = size * count;
  call.body_bytes += bytes;
  const bool whole = call.outgoing.purpose == Purpose::kFetch;
  const auto kept_max = whole ? call.limits.answer_bytes_max : engine::kWebhookAnswerBytesKept;
  const auto kept = std::min(bytes, kept_max - call.answer.size());
  call.answer.append(data, kept);
  call.cut = call.body_bytes > call.limits.answer_bytes_max;
  return call.cut ? 0 : bytes;
}

template <typename T>
void set(CURL* handle, CURLoption option, T value) {
  CHECK(curl_easy_setopt(handle, option, value) == CURLE_OK, "curl_easy_setopt");
}

long millis(Duration duration) {
  return static_cast<long>(std::chrono::duration_cast<std::chrono::milliseconds>(duration).count());
}

void set_rules(CURL* handle, Call& call) {
  set(handle, CURLOPT_PROTOCOLS_STR, call.outgoing.target.allowed ? "http,https" : "https");
  set(handle, CURLOPT_FOLLOWLOCATION, 0L);
  set(handle, CURLOPT_PROXY, "");
  set(handle, CURLOPT_NOPROXY, "*");
  set(handle, CURLOPT_SSL_VERIFYPEER, 1L);
  set(handle, CURLOPT_SSL_VERIFYHOST, 2L);
  set(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(handle, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(handle, CURLOPT_NOSIGNAL, 1L);
  set(handle, CURLOPT_QUICK_EXIT, 1L);  // a name server that hangs holds nobody else up
  set(handle, CURLOPT_CONNECTTIMEOUT_MS, millis(call.limits.connect));
  set(handle, CURLOPT_TIMEOUT_MS, millis(call.limits.whole));
  set(handle, CURLOPT_OPENSOCKETFUNCTION, &open_socket);
  set(handle, CURLOPT_OPENSOCKETDATA, &call);
}

void set_message(CURL* handle, Call& call) {
  const auto add = [&](const std::string& line) {
    auto* longer = curl_slist_append(call.headers.get(), line.c_str());
    CHECK(longer != nullptr);
    (void)call.headers.release();  // NOLINT: the longer list holds it now
    call.headers.reset(longer);
  };
  for (const auto& line : call.outgoing.headers) add(line);
  const bool tells = call.outgoing.purpose == Purpose::kWebhook;
  if (tells) add("Content-Type: application/json");
  add(tells ? "User-Agent: baobei-webhook/1" : "User-Agent: baobei/1");
  add("Expect:");  // no 100 Continue is waited for
  set(handle, CURLOPT_URL, call.outgoing.target.url.c_str());
  set(handle, CURLOPT_HTTPHEADER, call.headers.get());
  if (tells || !call.outgoing.body.empty()) {
    set(handle, CURLOPT_POST, 1L);
    set(handle, CURLOPT_POSTFIELDS, call.outgoing.body.c_str());
    set(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(call.outgoing.body.size()));
  }
  set(handle, CURLOPT_HEADERFUNCTION, &take_head);
  set(handle, CURLOPT_HEADERDATA, &call);
  set(handle, CURLOPT_WRITEFUNCTION, &take_body);
  set(handle, CURLOPT_WRITEDATA, &call);
}

AttemptOutcome outcome_of(CURLcode code, const Call& call, int status) {
  if (call.head_too_long) return AttemptOutcome::kBadAnswer;
  if (call.cut) return outcome_of_status(status);
  switch (code) {
    case CURLE_OK:
      return outcome_of_status(status);
    case CURLE_OPERATION_TIMEDOUT:
      return AttemptOutcome::kTooSlow;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
      return AttemptOutcome::kNoTrust;
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_BAD_CONTENT_ENCODING:
      return AttemptOutcome::kBadAnswer;
    default:
      break;
  }
  const bool refused = call.address_refused && !call.address_taken;
  return refused ? AttemptOutcome::kForbiddenAddress : AttemptOutcome::kNoConnection;
}

std::optional<Duration> seconds_of(const std::string& text) {
  std::uint32_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  const bool whole = !text.empty() && error == std::errc() && end == text.data() + text.size();
  if (!whole) return std::nullopt;
  return std::chrono::seconds(seconds);
}

Dialled dialled(CURL* handle, CURLcode code, const Call& call) {
  Dialled out;
  long status = 0;
  curl_off_t took = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(handle, CURLINFO_TOTAL_TIME_T, &took);
  out.status = static_cast<int>(status);
  out.took = Duration(took);
  out.outcome = outcome_of(code, call, out.status);
  out.retry_after = seconds_of(call.retry_after);
  const bool fetched = call.outgoing.purpose == Purpose::kFetch;
  if (fetched || !call.outgoing.target.allowed) out.answer = call.answer;
  if (fetched && call.cut) out.outcome = AttemptOutcome::kBadAnswer;
  return out;
}

class CurlDialer final : public Dialer {
 public:
  explicit CurlDialer(DialLimits limits) : limits_(limits) {
    CHECK(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK, "curl_global_init");
    multi_.reset(curl_multi_init());
    CHECK(multi_ != nullptr, "curl_multi_init");
  }
  ~CurlDialer() override { drop_all(); }
  CurlDialer(const CurlDialer&) = delete;
  CurlDialer& operator=(const CurlDialer&) = delete;

  void start(Outgoing outgoing, std::function<void(Dialled)> done) override {
    std::unique_ptr<CURL, FreeEasy> handle(curl_easy_init());
    CHECK(handle != nullptr, "curl_easy_init");
    auto call = std::make_unique<Call>();
    call->outgoing = std::move(outgoing);
    call->done = std::move(done);
    call->limits = limits_;
    set_rules(handle.get(), *call);
    set_message(handle.get(), *call);
    CHECK(curl_multi_add_handle(multi_.get(), handle.get()) == CURLM_OK, "curl_multi_add_handle");
    calls_.emplace(handle.release(), std::move(call));
  }

  void turn(Duration most) override {
    int running = 0;
    CHECK(curl_multi_perform(multi_.get(), &running) == CURLM_OK, "curl_multi_perform");
    if (finish()) return;
    const int wait = static_cast<int>(std::max(millis(most), 0L));
    curl_multi_poll(multi_.get(), nullptr, 0, wait, nullptr);
    CHECK(curl_multi_perform(multi_.get(), &running) == CURLM_OK, "curl_multi_perform");
    finish();
  }

  void drop_all() override {
    const auto calls = std::exchange(calls_, {});
    for (const auto& [handle, call] : calls) curl_multi_remove_handle(multi_.get(), handle);
    for (const auto& [handle, call] : calls) curl_easy_cleanup(handle);
  }

  void wake() override { curl_multi_wakeup(multi_.get()); }

 private:
  // True where something had ended.
  bool finish() {
    std::vector<std::pair<std::unique_ptr<Call>, Dialled>> ended;
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      const std::unique_ptr<CURL, FreeEasy> handle(message->easy_handle);
      const CURLcode code = message->data.result;
      const auto found = calls_.find(handle.get());
      CHECK(found != calls_.end());
      const auto result = dialled(handle.get(), code, *found->second);
      curl_multi_remove_handle(multi_.get(), handle.get());
      ended.emplace_back(std::move(found->second), result);
      calls_.erase(found);
    }
    for (auto& [call, result] : ended) call->done(std::move(result));
    return !ended.empty();
  }

  const DialLimits limits_;
  std::unique_ptr<CURLM, FreeMulti> multi_;
  std::map<CURL*, std::unique_ptr<Call>> calls_;
};

}  // namespace

engine::AttemptOutcome outcome_of_status(int status) {
  if (status >= 200 && status < 300) return AttemptOutcome::kDelivered;
  return status >= 300 && status < 400 ? AttemptOutcome::kRedirected : AttemptOutcome::kRefused;
}

std::unique_ptr<Dialer> curl_dialer(DialLimits limits) {
  return std::make_unique<CurlDialer>(limits);
}

}  // namespace baobei::courier
