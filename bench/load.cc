#include "bench/load.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <charconv>

#include "bench/seed.h"

namespace baobei::bench {
namespace {

constexpr std::size_t kKeyDigits = 16;
constexpr std::size_t kAnswerBytesMax = 16 * 1024;
constexpr auto kPatience = std::chrono::seconds(30);  // for the last answers of a run

double thread_cpu_seconds() {
  rusage used{};
  getrusage(RUSAGE_THREAD, &used);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

struct Text {
  std::string bytes;
  std::size_t key_at = 0;
};

Text request_text(const std::string& app, const char* verb, const std::string& person,
                  std::string_view words) {
  const auto body = fmt::format(R"({{"text":"{}"}})", words);
  Text text;
  text.bytes = fmt::format(
      "POST /v1/apps/{}/submissions/1/{} HTTP/1.1\r\nHost: localhost\r\n"
      "Authorization: Bearer {}\r\nAccept-Language: zh-CN\r\nContent-Type: application/json\r\n"
      "Content-Length: {}\r\nIdempotency-Key: ",
      app, verb, Cast::token_of(person), body.size());
  text.key_at = text.bytes.size();
  text.bytes += std::string(kKeyDigits, '0') + "\r\n\r\n" + body;
  return text;
}

Fd connect_to(std::uint16_t port) {
  Fd fd(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  CHECK(connect(fd.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0,
        "the server does not take the connection");
  const int on = 1;
  setsockopt(fd.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return fd;
}

// The whole answer's length once its header is there, else 0.
std::size_t length_of_answer(std::string_view bytes) {
  const auto head_end = bytes.find("\r\n\r\n");
  if (head_end == std::string_view::npos) return 0;
  constexpr std::string_view kLength = "Content-Length: ";
  const auto at = bytes.substr(0, head_end).find(kLength);
  std::size_t body = 0;
  if (at != std::string_view::npos) {
    std::from_chars(bytes.data() + at + kLength.size(), bytes.data() + head_end, body);
  }
  return head_end + 4 + body;
}

}  // namespace

// The two requests of one mini-program, and which comes next.
struct Load::Script {
  Text question;
  Text answer;
  bool asked = false;
};

struct Load::Connection {
  Fd fd;
  std::vector<Script> scripts;
  std::size_t at = 0;
  std::string in;
  Steady::time_point since;
  bool busy = false;
};

double percentile(std::vector<double>& values, double p) {
  if (values.empty()) return 0;
  std::ranges::sort(values);
  const auto at = static_cast<std::size_t>(p * static_cast<double>(values.size()));
  return values[std::min(at, values.size() - 1)];
}

Load::Load(const LoadOptions& options)
    : epoll_(epoll_create1(EPOLL_CLOEXEC)), keys_used_(options.run_no << 40) {
  const auto& cast = options.cast;
  for (std::size_t i = 0; i < options.connections; ++i) {
    auto& connection = *connections_.emplace_back(std::make_unique<Connection>());
    connection.fd = connect_to(options.port);
    connection.in.reserve(kAnswerBytesMax);
    for (std::size_t app = i; app < cast.apps; app += options.connections) {
      connection.scripts.push_back(
          {request_text(Cast::app(app), "question", Cast::reviewer(app), kQuestionText),
           request_text(Cast::app(app), "answer", cast.developer(app), kAnswerText), false});
    }
    CHECK(!connection.scripts.empty(), "more connections than mini-programs");
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.ptr = &connection;
    CHECK(epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, connection.fd.get(), &event) == 0);
    idle_.push_back(&connection);
  }
}

Load::~Load() {
  Sent ignored;
  for (const auto& connection : connections_) {
    if (!connection->scripts[connection->at].asked) continue;
    send_next(*connection, Steady::now());
    while (!read_answer(*connection, ignored)) {
    }
  }
}

void Load::send_next(Connection& connection, Steady::time_point since) {
  Script& script = connection.scripts[connection.at];
  Text& text = script.asked ? script.answer : script.question;
  auto key = ++keys_used_;
  for (std::size_t i = 0; i < kKeyDigits; ++i, key /= 16) {
    text.bytes[text.key_at + kKeyDigits - 1 - i] = "0123456789abcdef"[key % 16];
  }
  if (script.asked) connection.at = (connection.at + 1) % connection.scripts.size();
  script.asked = !script.asked;
  connection.since = since;
  connection.busy = true;
  const auto& bytes = text.bytes;
  const auto sent = send(connection.fd.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
  CHECK(sent == static_cast<ssize_t>(bytes.size()), "the server does not read");
}

bool Load::read_answer(Connection& connection, Sent& sent) {
  auto& in = connection.in;
  const auto had = in.size();
  in.resize(kAnswerBytesMax);
  const auto got = recv(connection.fd.get(), in.data() + had, in.size() - had, 0);
  CHECK(got > 0, "the server closed a connection");
  in.resize(had + static_cast<std::size_t>(got));
  const auto length = length_of_answer(in);
  if (length == 0 || in.size() < length) return false;
  CHECK(in.size() == length, "more than one answer");
  if (!in.starts_with("HTTP/1.1 200")) {
    if (sent.failures++ == 0) sent.first_failure = in;
  }
  in.clear();
  connection.busy = false;
  return true;
}

void Load::send_due(Steady::time_point now) {
  while (!idle_.empty() && next_due_ <= now && now < end_) {
    Connection& connection = *idle_.back();
    idle_.pop_back();
    send_next(connection, gap_.count() > 0 ? next_due_ : now);
    next_due_ += gap_;
  }
}

Sent Load::run(const Pace& pace) {
  constexpr auto kLook = std::chrono::milliseconds(1);
  Sent sent;
  const double cpu_before = thread_cpu_seconds();
  const auto begun = Steady::now();
  auto looked = begun;
  end_ = begun + pace.time;
  next_due_ = begun;
  gap_ = std::chrono::nanoseconds(pace.per_s > 0 ? static_cast<std::int64_t>(1e9 / pace.per_s)
                                                 : std::int64_t{0});
  std::vector<epoll_event> events(connections_.size());
  for (;;) {
    auto now = Steady::now();
    if (pace.also_end_at && now < end_ && now - looked >= kLook) {
      looked = now;
      if (pace.also_end_at()) end_ = now;
    }
    send_due(now);
    if (now >= end_ && idle_.size() == connections_.size()) break;
    CHECK(now < end_ + kPatience, "the server owes an answer");
    const auto pause = std::clamp<std::chrono::nanoseconds>(idle_.empty() ? kLook : next_due_ - now,
                                                            std::chrono::nanoseconds(0), kLook);
    const timespec wait{0, pause.count()};
    const int ready = epoll_pwait2(epoll_.get(), events.data(), static_cast<int>(events.size()),
                                   now < end_ ? &wait : nullptr, nullptr);
    now = Steady::now();
    for (int i = 0; i < ready; ++i) {
      auto& connection = *static_cast<Connection*>(events[static_cast<std::size_t>(i)].data.ptr);
      if (!read_answer(connection, sent)) continue;
      ++sent.steps_all;
      sent.steps += now < end_ ? 1 : 0;
      sent.waits_ms.push_back(
          std::chrono::duration<double, std::milli>(now - connection.since).count());
      if (gap_.count() == 0 && now < end_) {
        send_next(connection, now);
      } else {
        idle_.push_back(&connection);
      }
    }
  }
  sent.seconds = std::chrono::duration<double>(end_ - begun).count();
  sent.cpu_seconds = thread_cpu_seconds() - cpu_before;
  return sent;
}

}  // namespace baobei::bench
